// Draws random programs. What they leave out, since Icarus and cocotb's loop for Verilator differ there by nature:
// - Two watched signals never change in one batch of writes: Icarus wakes in the order of the writes, Verilator in that of
//   the awaits. The clock changes at times 4n + 2, so a watched signal is not written at the beginning of those steps, and
//   only once in a step; Icarus would show both values of two writes. For the same reason a program awaits either both
//   edges or any change of a signal. The interpreters check this at run time, alike.
// - In a change, registers are read right after an edge of the clock and nothing else: Icarus wakes in the middle of an
//   evaluation, and between the writes of a batch.
// - ReadWrite awaited among settled values follows a write of `poke`: without one Icarus fires again in the same step.
// - A step exists at every even time: Icarus wakes NextTimeStep at the time of a cancelled timer too.
// - No edge of an output is awaited (Verilator shows it after the evaluation).
// - Only `e`, the input of the register, is written at once, since Icarus evaluates an adder inside such a write; nor is it
//   written in a change: Icarus would capture it at the clock's edge, and apply the rest of the batch after it.
import { randomFrom } from '../../../../src/sim/runner/seed.ts';
import {
  type Body,
  type EdgeWait,
  events,
  type Input,
  locks,
  type Program,
  type Step,
  type Wait,
  type Watched,
} from './program.ts';

/** The program of a seed. */
export function generateProgram(seed: number): Program {
  const random = randomFrom(seed);
  const int = (lo: number, hi: number): number => lo + Math.floor(random() * (hi - lo + 1));
  const pick = <T>(from: readonly T[]): T => from[int(0, from.length - 1)]!;
  const count = int(4, 9);
  const queueCount = 2;
  const changes = new Set<Watched>((['clk', 'a', 'b'] as const).filter(() => int(0, 3) === 0).concat('d' as never));
  const watched = ['clk' as Watched, ...(['a', 'b', 'd'] as const).filter(() => int(0, 2) > 0)];

  const edge = (): EdgeWait => {
    const signal = int(0, 2) === 0 ? 'clk' : pick(watched);
    return { op: 'edge', signal, kind: changes.has(signal) ? 'change' : pick(['rising', 'falling'] as const) };
  };
  const simple = (): Wait => {
    const op = pick([
      ...(['edge', 'edge', 'edge', 'timer', 'grid', 'grid', 'readOnly', 'readWrite', 'readWrite'] as const),
      ...(['nextTimeStep', 'null', 'event', 'event', 'complete', 'clockCycles'] as const),
    ]);
    switch (op) {
      case 'edge':
        return edge();
      case 'timer':
        return { op, n: 2 * int(1, 6) };
      case 'grid':
        return { op, n: int(1, 4) };
      case 'clockCycles':
        // It counts rising edges, which a program that awaits any change of the clock must not await.
        return changes.has('clk') ? edge() : { op, n: int(0, 3) };
      case 'event':
        return { op, event: int(0, events - 1) };
      case 'complete':
        return { op, task: int(0, count - 1) };
      default:
        return { op };
    }
  };
  const wait = (depth = 0): Wait => {
    if (depth > 1 || int(0, 4) > 0) return simple();
    return { op: pick(['first', 'first', 'combine']), of: Array.from({ length: int(1, 3) }, () => wait(depth + 1)) };
  };
  const write = (): Step => {
    const signal = pick<Input>(['a', 'b', 'd', 'd', 'e']);
    const value = signal === 'a' || signal === 'b' ? int(0, 1) : int(0, 255);
    return { op: 'write', signal, value, immediate: signal === 'e' && int(0, 2) === 0 };
  };
  const queue = (): Step => {
    const place = { queue: int(0, queueCount - 1) };
    return pick<Step>([
      { op: 'put', ...place, value: int(0, 99) },
      { op: 'put', ...place, value: int(0, 99) },
      { op: 'get', ...place },
      { op: 'get', ...place },
      { op: 'putNowait', ...place, value: int(0, 99) },
      { op: 'getNowait', ...place },
    ]);
  };
  const task = (): Step => {
    const place = { task: int(0, count - 1) };
    return pick<Step>([
      ...(['spawn', 'spawn', 'cancel', 'cancel', 'join', 'join'] as const).map((op) => ({ op, ...place })),
      { op: 'timeoutTask', n: int(1, 4), ...place },
    ]);
  };
  const nested = (depth: number): Step => {
    const op = pick(['lock', 'repeat', 'timeout', 'select', 'gather', 'waitFirst', 'waitAll', 'waitError'] as const);
    if (op === 'lock') return { op, lock: int(0, locks - 1), body: steps(depth + 1, int(1, 3), false) };
    if (op === 'repeat') return { op, n: int(2, 3), body: steps(depth + 1, int(1, 4), false) };
    if (op === 'timeout') return { op, n: int(1, 4), body: steps(depth + 1, int(1, 4), true) };
    return { op, of: Array.from({ length: int(1, 3) }, () => steps(depth + 1, int(1, 3), true)) };
  };
  const step = (depth: number): Step => {
    const at = int(0, 99);
    if (at < 40) return wait();
    if (at < 58) return write();
    if (at < 68) return { op: 'read' };
    if (at < 76) return { op: pick(['set', 'set', 'set', 'clear', 'isSet'] as const), event: int(0, events - 1) };
    if (at < 83) return queue();
    if (at < 92 || depth > 1) return task();
    return nested(depth);
  };
  const steps = (depth: number, length: number, raises: boolean): Step[] => [
    ...Array.from({ length }, () => step(depth)),
    ...(raises && int(0, 7) === 0 ? [{ op: 'raise' } as const] : []),
  ];
  // Most waits would last for ever without one task that goes on writing and setting.
  const driver = (): Body => {
    const driven = watched.filter((signal) => signal !== 'clk') as Input[];
    const turn = (i: number): Step[] => [
      ...[{ op: 'grid', n: int(1, 2) } as const, { op: 'set', event: i % events } as const],
      ...(driven.length === 0
        ? []
        : [{ op: 'write', signal: driven[i % driven.length]!, value: (i + 1) & 1, immediate: false } as const]),
    ];
    return { generator: false, steps: Array.from({ length: 11 }, (_, i) => turn(i)).flat() };
  };
  const body = (): Body => ({ generator: int(0, 1) === 0, steps: steps(0, int(4, 14), false) });
  return {
    seed,
    roots: int(3, Math.min(count, 6)),
    end: 4 * int(10, 30),
    startHigh: int(0, 1) === 0,
    queues: Array.from({ length: queueCount }, () => ({
      kind: pick(['fifo', 'fifo', 'priority', 'lifo'] as const),
      maxsize: int(0, 2),
    })),
    tasks: [driver(), ...Array.from({ length: count - 1 }, body)],
  };
}
