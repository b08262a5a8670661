// Draws random programs. For cocotb on Verilator they leave out only what cocotb itself does not define:
// - A time step exists at every time, since NextTimeStep also fires at the time of a cancelled timer.
// - A clock is not stopped in the step that starts it (it would run on), nor started with Immediate in ReadOnly (it would write).
// - No task swallows its cancellation: at the end of a test cocotb lets it run on, for ever perhaps. cancellation.test.ts has the rule.
// What they leave out on Icarus, since it and cocotb's loop for Verilator differ there by nature:
// - Two watched signals never change in one batch of writes: Icarus wakes in the order of the writes, Verilator in that of
//   the awaits. The clock changes at times 4n + 2, so a watched signal is not written at the beginning of those steps, and
//   only once in a step; Icarus would show both values of two writes. For the same reason a program awaits either both
//   edges or any change of a signal. The interpreters check this at run time, alike.
// - In a change, registers are read right after an edge of the clock and nothing else: Icarus wakes in the middle of an
//   evaluation, and between the writes of a batch.
// - ReadWrite awaited among settled values follows a write of `poke`: without one Icarus fires again in the same step.
// - A step exists at every even time: Icarus wakes NextTimeStep at the time of a cancelled timer too. So timers are even, one
//   clock runs, and it is never stopped. Nothing is forced.
// - No edge of an output is awaited (Verilator shows it after the evaluation).
// - Only `e`, the input of the register, is written at once, since Icarus evaluates an adder inside such a write. Nor are `e`
//   and `w` written in a change: Icarus would capture them at the clock's edge, and apply the rest of the batch after it.
import { randomFrom } from '../../../../src/sim/runner/seed.ts';
import {
  type Body,
  type ClockPlan,
  type EdgeWait,
  events,
  type Input,
  inputs,
  type Kind,
  locks,
  type Program,
  type Simulator,
  type Step,
  type Wait,
  type Watched,
} from './program.ts';

const kinds: readonly Kind[] = ['rising', 'falling', 'change'];
const wide: readonly Watched[] = ['d', 'l', 'w', 'q', 'count', 'wq', 'y', 'sy', 'wy'];
const widths: { readonly [name: string]: number } = { a: 1, b: 1, s: 16, l: 40, w: 100 };

/** The program of a seed, for a reference on one simulator. */
export function generateProgram(seed: number, simulator: Simulator): Program {
  const random = randomFrom(seed);
  const icarus = simulator === 'icarus';
  const int = (lo: number, hi: number): number => lo + Math.floor(random() * (hi - lo + 1));
  const pick = <T>(from: readonly T[]): T => from[int(0, from.length - 1)]!;
  const count = int(4, 9);
  const queueCount = 2;
  const changes = new Set<Watched>((['clk', 'a', 'b'] as const).filter(() => int(0, 3) === 0).concat('d' as never));
  const watched = ['clk' as Watched, ...(['a', 'b', 'd'] as const).filter(() => int(0, 2) > 0)];

  const edge = (): EdgeWait => {
    if (!icarus) {
      if (int(0, 3) === 0) return { op: 'edge', signal: pick(wide), kind: 'change' };
      return { op: 'edge', signal: pick(['clk', 'clk', 'clk', 'clk2', 'a', 'b', 'div', 'x']), kind: pick(kinds) };
    }
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
        return { op, n: icarus ? 2 * int(1, 6) : int(1, 12) };
      case 'grid':
        return { op, n: int(1, 4) };
      case 'clockCycles':
        // It counts rising edges, which a program that awaits any change of the clock must not await.
        if (icarus) return changes.has('clk') ? edge() : { op, signal: 'clk', kind: 'rising', n: int(0, 3) };
        return { op, signal: pick(['clk', 'clk2', 'div']), kind: pick(kinds), n: int(0, 3) };
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
    const signal = int(0, 2) === 0 ? pick(inputs) : pick<Input>(['a', 'b', 'd', 'd', 'e']);
    const width = widths[signal] ?? 8;
    const digits = Array.from({ length: 4 }, () => BigInt(int(0, 2 ** 25 - 1)));
    const bits = BigInt.asUintN(
      width,
      digits.reduce((sum, digit) => (sum << 25n) + digit, 0n),
    );
    const signed = width > 1 && int(0, 3) === 0;
    const value = signed || signal === 's' ? BigInt.asIntN(width, bits) : bits;
    return {
      ...({ op: 'write', signal, value: width > 32 ? `${value}` : Number(value) } as const),
      as: width === 1 ? 'integer' : pick(['integer', 'integer', 'array', 'bits'] as const),
      immediate: icarus ? signal === 'e' && int(0, 2) === 0 : int(0, 3) === 0,
    };
  };
  /** What only a reference on Verilator gives alike. */
  const special = (): Step => {
    const [clock, time, signal] = [int(0, 1), int(1, 9000), pick(['f', 'h'] as const)];
    return pick<() => Step>([
      () => ({ op: 'clockStart', clock, high: int(0, 1) === 0 }),
      () => ({ op: 'force', signal, value: int(0, 255) }),
      () => ({ op: pick(['freeze', 'release'] as const), signal }),
      () => ({ op: 'clockStop', clock }),
      () => ({ op: 'cycles', clock, n: int(0, 5), kind: pick(kinds) }),
      () => ({ op: 'round', time, mode: pick(['ceil', 'floor', 'round'] as const) }),
      () => ({ op: 'round', time: 500 * int(1, 12), mode: pick(['round', 'error'] as const) }),
    ])();
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
      { op: 'state', ...place },
    ]);
  };
  /** A step that waits for nothing, as clean-up must not. */
  const atOnce = (): Step => {
    const place = { event: int(0, events - 1), queue: int(0, queueCount - 1) };
    return pick<() => Step>([
      write,
      () => ({ op: 'set', event: place.event }),
      () => ({ op: 'putNowait', queue: place.queue, value: int(0, 99) }),
      () => ({ op: 'cancel', task: int(0, count - 1) }),
    ])();
  };
  const nested = (depth: number): Step => {
    const op = pick([
      ...(['lock', 'repeat', 'timeout', 'select', 'gather', 'waitFirst', 'waitAll', 'waitError'] as const),
      ...(['child', 'cleanup', 'manager'] as const),
    ]);
    const inner = (raises: boolean): Step[] => steps(depth + 1, int(1, 3), raises);
    if (op === 'child') return { op, soon: int(0, 1) === 0, body: inner(true) };
    if (op === 'cleanup') return { op, body: inner(false), after: Array.from({ length: int(1, 3) }, atOnce) };
    if (op === 'manager') {
      const of = Array.from({ length: int(0, 3) }, () => inner(true));
      return { op, continues: int(0, 2) === 0, of, body: inner(true) };
    }
    if (op === 'lock') return { op, lock: int(0, locks - 1), body: steps(depth + 1, int(1, 3), false) };
    if (op === 'repeat') return { op, n: int(2, 3), body: steps(depth + 1, int(1, 4), false) };
    if (op === 'timeout') return { op, n: int(1, 4), body: steps(depth + 1, int(1, 4), true) };
    return { op, of: Array.from({ length: int(1, 3) }, () => steps(depth + 1, int(1, 3), true)) };
  };
  const step = (depth: number): Step => {
    const at = int(0, 99);
    if (!icarus && int(0, 15) === 0) return special();
    if (at < 40) return wait();
    if (at < 58) return write();
    if (at < 68) return { op: 'read' };
    if (at < 76) return { op: pick(['set', 'set', 'pulse', 'clear', 'isSet'] as const), event: int(0, events - 1) };
    if (at < 83) return queue();
    if (at < 92 || depth > 1) return task();
    return nested(depth);
  };
  /** Steps that show little unless they follow one another. */
  const phrase = (): Step[] => {
    const [place, lock, n] = [{ queue: int(0, queueCount - 1) }, int(0, locks - 1), int(1, 2)];
    const signal = pick(['f', 'h'] as const);
    const seen: Step[] = [{ op: 'readOnly' }, { op: 'read' }, { op: 'grid', n }];
    const queueing = (): Step[] => [
      ...Array.from({ length: 3 }, (): Step => ({ op: 'putNowait', ...place, value: int(0, 99) })),
      ...Array.from({ length: int(1, 3) }, (): Step => ({ op: 'getNowait', ...place })),
    ];
    const held = (): Step => ({ op: 'lock', lock, body: [{ op: 'grid', n }, wait(2)] });
    const contending = (): Step[] => [{ op: 'gather', of: Array.from({ length: 3 }, () => [held()]) }];
    // One waits already when the other writes and begins to wait.
    const change: Step = { op: 'edge', signal: 'd', kind: 'change' };
    const racing = (): Step[] => [
      {
        op: 'gather',
        of: [[change], [{ op: 'write', signal: 'd', value: int(0, 255), as: 'integer', immediate: true }, change]],
      },
    ];
    const forcing = (): Step[] => [
      pick<Step>([
        { op: 'force', signal, value: int(0, 255) },
        { op: 'freeze', signal },
      ]),
      {
        op: 'write',
        signal: signal === 'f' ? 'f' : 'e',
        value: int(0, 255),
        as: 'integer',
        immediate: int(0, 3) === 0,
      },
      ...seen,
      { op: 'release', signal },
      ...seen,
    ];
    return pick([queueing, contending, ...(icarus ? [] : [forcing, racing])])();
  };
  const steps = (depth: number, length: number, raises: boolean): Step[] => [
    ...Array.from({ length }, () => (depth === 0 && int(0, 9) === 0 ? phrase() : [step(depth)])).flat(),
    ...(raises && int(0, 7) === 0 ? [{ op: 'raise' } as const] : []),
  ];
  // Most waits would last for ever without one task that goes on writing and setting.
  const driver = (): Body => {
    const driven = icarus ? (watched.filter((signal) => signal !== 'clk') as Input[]) : (['a', 'b', 'd'] as const);
    const turn = (i: number): Step[] => [
      ...[{ op: 'grid', n: int(1, 2) } as const, { op: 'set', event: i % events } as const],
      ...(driven.length === 0
        ? []
        : [
            {
              op: 'write',
              signal: driven[i % driven.length]!,
              value: (i + 1) & 1,
              as: 'integer',
              immediate: false,
            } as const,
          ]),
    ];
    return { generator: false, steps: Array.from({ length: 11 }, (_, i) => turn(i)).flat() };
  };
  const body = (): Body => ({
    generator: int(0, 1) === 0,
    steps: steps(0, int(4, 14), int(0, 3) === 0),
  });
  const clock = (signal: ClockPlan['signal'], start: boolean | undefined): ClockPlan => {
    if (icarus) return { signal, period: 8, high: 4, immediate: false, start };
    const period = int(2, 13);
    return { signal, period, high: int(1, period - 1), immediate: int(0, 3) === 0, start };
  };
  return {
    ...{ seed, simulator },
    roots: int(3, Math.min(count, 6)),
    end: 4 * int(10, 30),
    clocks: [clock('clk', int(0, 1) === 0), ...(icarus ? [] : [clock('clk2', pick([true, false, undefined]))])],
    queues: Array.from({ length: queueCount }, () => ({
      kind: pick(['fifo', 'fifo', 'priority', 'lifo'] as const),
      maxsize: pick([0, 0, 1, 2, 3]),
    })),
    tasks: [driver(), ...Array.from({ length: count - 1 }, body)],
  };
}
