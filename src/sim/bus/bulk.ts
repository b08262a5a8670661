// Bulk transfers: native code clocks the design and moves long vectors, while no task of the bench looks.
import { assert, DendraError } from '../../ir/index.ts';
import { columnOf } from '../bulk/columns.ts';
import type { BulkRecord, StreamRecord } from '../bulk/record.ts';
import type { BulkPort, BulkRequest, BulkStream } from '../bulk/request.ts';
import {
  Breath,
  type Clock,
  FallingEdge,
  KernelError,
  type LogicHandle,
  NullTrigger,
  ReadOnly,
  Timer,
  type Trigger,
  Waitable,
} from '../kernel/index.ts';
import type { BulkSession, Instance } from '../model/types.ts';
import type { Handshake } from './agent.ts';
import type { AxiStreamBus } from './axis-bus.ts';
import type { Channel } from './channel.ts';
import type { IntegerArray } from './lanes.ts';
import { bitmapBits } from './pauses.ts';
import type { StreamBus } from './stream-bus.ts';

/** A bus whose beats can be moved in bulk. */
export type BulkBus = AxiStreamBus | StreamBus | Channel<string>;

/** A stream to send. */
export interface BulkInput {
  readonly bus: BulkBus;
  /** Number of beats. */
  readonly count: number;
  /**
   * By name of signal (`tdata`, `last`): a value a beat; for signals of whole bytes also a Uint8Array of all bytes, for those above
   * 32 bits a Uint32Array of all 32-bit words, the lowest of a beat first. A signal that is not named keeps its value.
   */
  readonly beats: Readonly<Record<string, IntegerArray>>;
  /** A bit a cycle, over and over, as for `pauseBitmap`; 1 pauses. */
  readonly pauses?: string | undefined;
}

/** A stream to receive. */
export interface BulkOutput {
  readonly bus: BulkBus;
  /** Beats to take; ready falls after the last one. */
  readonly count: number;
  readonly pauses?: string | undefined;
}

/** Options of a transfer. */
export interface BulkOptions {
  /** Cycles without a beat after which the transfer fails; 50 000 by default. */
  readonly watchdog?: number | undefined;
}

/** What a transfer brought. */
export interface BulkResult {
  /** Clock cycles that it took. */
  readonly cycles: number;
  /** For each input the cycle in which each beat was taken, the first cycle of the transfer being 0. */
  readonly inputs: readonly { readonly cycles: Uint32Array }[];
  /** For each output the same, and by name of signal the 32-bit words of all beats, the lowest word of a beat first. */
  readonly outputs: readonly { readonly cycles: Uint32Array; readonly beats: Readonly<Record<string, Uint32Array>> }[];
}

/** Cycles that native code runs between two turns of Node's event loop. */
const sliceCycles = 20_000;

/** A payload signal by its name on the bus. */
type Payload = readonly [name: string, signal: LogicHandle];

interface Side {
  readonly name: string;
  readonly handshake: Handshake;
  readonly fields: readonly Payload[];
  readonly stream: BulkStream;
}

/**
 * Sends all inputs and receives all outputs at the speed of native code. It begins and ends at a falling edge of the clock, where
 * valid and ready of its streams fall. Meanwhile no task may wait for an edge or a phase: a KernelError names one that does. Times
 * that others wait for end the transfer with a KernelError if it has not ended before; time limits act as usual. Throws a
 * KernelError when nothing moves for `watchdog` cycles, or when valid or payload change before ready.
 */
export function bulkTransfer(
  clock: Clock,
  streams: { readonly inputs?: readonly BulkInput[]; readonly outputs?: readonly BulkOutput[] },
  options: BulkOptions = {},
): Waitable<BulkResult> {
  const { signal } = clock;
  const { kernel } = signal;
  const place = placer(kernel.instance);
  const inputs = (streams.inputs ?? []).map(({ bus, count, beats, pauses }) => {
    const side = sideOf(bus, Object.keys(beats), count, pauses, place);
    return { ...side, columns: side.fields.map((field) => columnOf(field, beats[field[0]]!, count)) };
  });
  const outputs = (streams.outputs ?? []).map(({ bus, count, pauses }) => sideOf(bus, undefined, count, pauses, place));
  const request: BulkRequest = {
    clock: place(signal),
    low: clock.lowSteps,
    high: clock.highSteps,
    watchdog: options.watchdog ?? 50_000,
    drain: 0,
    inputs: inputs.map(({ stream, columns }) => ({ ...stream, columns })),
    outputs: outputs.map(({ stream }) => ({ ...stream, stops: true })),
  };
  return new Waitable(
    () => `bulk transfer on ${signal.path}`,
    function* () {
      if (!clock.running)
        throw new KernelError(`the clock of ${signal.path} must be running for a bulk transfer, not stopped`);
      yield* FallingEdge(signal);
      yield* ReadOnly();
      // Whoever woke in this phase as well runs first, so that what it waits for next is known.
      yield* NullTrigger();
      const session = begin(kernel.instance, request);
      const record = yield* runSlices(clock, session);
      yield* FallingEdge(signal);
      for (const { handshake } of inputs) if (handshake.valid !== undefined) handshake.valid.value = 0;
      for (const { handshake } of outputs) if (handshake.ready !== undefined) handshake.ready.value = 0;
      judge(record, inputs, outputs, request.watchdog);
      return {
        cycles: record.simulated,
        inputs: record.inputs.map(({ cycles }) => ({ cycles })),
        outputs: record.outputs.map(({ cycles, columns }, i) => ({
          cycles,
          // Buffers of their own, since a bench may look at the bytes.
          beats: Object.fromEntries(outputs[i]!.fields.map(([name], f) => [name, columns[f]!.slice()])),
        })),
      };
    },
  );
}

/** Runs to the end, or up to the first time that something else waits for. */
function* runSlices(clock: Clock, session: BulkSession): Generator<Trigger, BulkRecord, unknown> {
  const { kernel } = clock.signal;
  const breath = new Breath();
  const begun = kernel.now;
  let takeBack: ((count: number) => void) | undefined = clock.lend();
  let cycles = 0;
  try {
    for (let goes = true; goes; ) {
      const observer = kernel.observer();
      if (observer !== undefined) {
        throw new KernelError(
          `a bulk transfer must run while nothing waits for ${observer}: cancel that task, or stop() that model, first`,
        );
      }
      const due = kernel.heap.peek()?.time ?? Number.POSITIVE_INFINITY;
      const free = Math.ceil((due - begun) / clock.periodSteps) - 1 - cycles;
      if (free <= 0) {
        takeBack(cycles);
        takeBack = undefined;
        yield* Timer(due - kernel.now);
        throw new KernelError(`a bulk transfer must end before step ${due}, for which another task waits, and has not`);
      }
      const slice = Math.min(sliceCycles, free);
      goes = session.run(slice);
      cycles += slice;
      if (goes) yield* breath;
    }
    const record = session.record();
    cycles = record.simulated;
    return record;
  } finally {
    takeBack?.(cycles);
  }
}

function begin(instance: Instance, request: BulkRequest): BulkSession {
  if (instance.bulk === undefined) {
    throw new DendraError('a bulk transfer must have a compiled model, not one in JavaScript', {
      rule: 'bulk-compiled',
    });
  }
  return instance.bulk(request);
}

/** Gives signals by their place in the instance's list. */
function placer({ signals }: Instance): (signal: LogicHandle) => BulkPort {
  const places = new Map(signals.map(({ path }, index) => [path, index]));
  return ({ path, width }) => {
    const index = places.get(path);
    if (index === undefined)
      throw new KernelError(`${path} must be a whole signal for a bulk transfer, not a part of one`);
    return { index, bits: width };
  };
}

function sideOf(
  bus: BulkBus,
  names: readonly string[] | undefined,
  count: number,
  pauses: string | undefined,
  place: (signal: LogicHandle) => BulkPort,
): Side {
  if (!(Number.isInteger(count) && count >= 0))
    throw new RangeError(`count of ${bus.name} must be a number of beats, not ${count}`);
  const { handshake, signals } = 'handshake' in bus ? bus : bus.channel;
  const payload = Object.entries(signals).flatMap(([name, signal]): Payload[] =>
    signal === undefined || signal === handshake.valid || signal === handshake.ready ? [] : [[name, signal]],
  );
  for (const name of names ?? []) {
    if (payload.some(([known]) => known === name)) continue;
    throw new RangeError(
      `signal of ${bus.name} must be one of ${payload.map(([known]) => known).join(', ')}, not ${name}`,
    );
  }
  const fields = payload.filter(([name]) => names?.includes(name) !== false);
  const optional = (signal: LogicHandle | undefined) => (signal === undefined ? undefined : place(signal));
  return {
    name: bus.name,
    handshake,
    fields,
    stream: {
      valid: optional(handshake.valid),
      ready: optional(handshake.ready),
      lanes: 0,
      fields: fields.map(([, signal]) => place(signal)),
      pauses: pauses === undefined ? undefined : bitmapOf(pauses),
      count,
    },
  };
}

function bitmapOf(text: string): { bitmap: Uint32Array; length: number } {
  const bits = bitmapBits(text);
  const bitmap = new Uint32Array(Math.ceil(bits.length / 32));
  for (const [i, bit] of bits.entries()) bitmap[i >>> 5]! |= bit << (i & 31);
  return { bitmap, length: bits.length };
}

function judge(record: BulkRecord, inputs: readonly Side[], outputs: readonly Side[], watchdog: number): void {
  if (record.status === 'ok') return;
  if (record.status === 'protocol') {
    throw new KernelError(
      `${outputs[record.badStream]!.name} must keep valid and payload until ready, not change them in cycle ${record.simulated}`,
    );
  }
  assert(record.status === 'watchdog', `a bulk transfer cannot end with ${record.status}`);
  const shown = (side: Side, { done, valid, ready }: StreamRecord): string[] =>
    done === side.stream.count
      ? []
      : [
          `${side.name} has moved ${done} of ${side.stream.count} beats (valid=${Number(valid)} ready=${Number(ready)})`,
        ];
  const stuck = [
    ...inputs.flatMap((side, i) => shown(side, record.inputs[i]!)),
    ...outputs.flatMap((side, i) => shown(side, record.outputs[i]!)),
  ];
  throw new KernelError(`a bulk transfer must move a beat within ${watchdog} cycles, not stop: ${stuck.join(', ')}`);
}
