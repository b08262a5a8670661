// One ready/valid channel whose items are records of signal values, and its source, sink and monitor.
import type { Dut, HierarchyHandle, LogicHandle, Port } from '../kernel/index.ts';
import type { Handshake } from './agent.ts';
import { type Collector, Monitor, Sink } from './receiver.ts';
import type { ResetOptions } from './reset.ts';
import { expectWidth, findSignals } from './signals.ts';
import { type Payload, Source } from './source.ts';

/** Values by the names of signals; in an item to send, an absent one is 0. */
export type Item<N extends string> = { [K in N]: number | bigint };

/** A channel: its payload signals by name, and its handshake. */
export interface Channel<N extends string> {
  /** Name for reports, `s_axil.aw`. */
  readonly name: string;
  readonly handshake: { readonly valid: LogicHandle; readonly ready: LogicHandle };
  readonly signals: { readonly [K in N]: LogicHandle | undefined };
}

/** Finds a channel: signals `prefix_` + `letters` + name, `s_axil_awaddr`. */
export function findChannel<R extends string, O extends string>(
  bus: string,
  dut: Dut | HierarchyHandle,
  prefix: string,
  letters: string,
  required: readonly R[],
  optional: readonly O[],
): Channel<R | O> {
  const lettered = (names: readonly string[]) => names.map((name) => letters + name);
  const found = findSignals(bus, dut, prefix, lettered(['valid', 'ready', ...required]), lettered(optional));
  const signals: Record<string, LogicHandle | undefined> = {};
  for (const name of [...required, ...optional]) signals[name] = found[letters + name];
  const [valid, ready] = [found[`${letters}valid`]!, found[`${letters}ready`]!];
  expectWidth(valid, 1, 'as valid has');
  expectWidth(ready, 1, 'as ready has');
  return {
    name: [prefix === '' ? dut._name : prefix, letters].filter((part) => part !== '').join('.'),
    handshake: { valid, ready },
    signals: signals as Channel<R | O>['signals'],
  };
}

/** Sends items over a channel. */
export class ChannelSource<N extends string> extends Source<Partial<Item<N>>> {
  /** Largest number of items in the queue; 0 or less is no limit. */
  queueOccupancyLimit = -1;
  protected override readonly loadsInPause = false;

  constructor(channel: Channel<N>, clock: Port, reset?: Port, options: ResetOptions = {}) {
    super(channel.name, channel.handshake, new ItemPayload(channel), clock, reset, options);
    this.begin();
  }

  override full(): boolean {
    return this.queueOccupancyLimit > 0 && this.count() >= this.queueOccupancyLimit;
  }

  protected override occupancy(): string {
    return `${this.count()} items`;
  }

  protected override prepared(item: Partial<Item<N>>): Partial<Item<N>> {
    return { ...item };
  }
}

/** Receives items over a channel. */
export class ChannelSink<N extends string> extends Sink<Item<N>> {
  /** Number of items in the queue at which ready falls; 0 or less is no limit. */
  queueOccupancyLimit = -1;

  constructor(channel: Channel<N>, clock: Port, reset?: Port, options: ResetOptions = {}) {
    super(channel.name, channel.handshake, new ItemCollector(channel), clock, reset, options);
    this.begin();
  }

  override full(): boolean {
    return this.queueOccupancyLimit > 0 && this.count() >= this.queueOccupancyLimit;
  }

  override clear(): void {
    super.clear();
    this.woken.set();
  }
}

/** Collects the items that pass over a channel. */
export class ChannelMonitor<N extends string> extends Monitor<Item<N>> {
  constructor(channel: Channel<N>, clock: Port, reset?: Port, options: ResetOptions = {}) {
    super(channel.name, channel.handshake as Handshake, new ItemCollector(channel), clock, reset, options);
    this.begin();
  }
}

class ItemPayload<N extends string> implements Payload<Partial<Item<N>>> {
  private readonly fields: readonly (readonly [N, LogicHandle])[];
  private item: Partial<Item<N>> = {};

  constructor(channel: Channel<N>) {
    this.fields = fieldsOf(channel);
  }

  load(item: Partial<Item<N>>): void {
    this.item = item;
  }

  drive(): boolean {
    for (const [name, signal] of this.fields) signal.value = this.item[name] ?? 0;
    return true;
  }

  rest(): void {}

  reset(): void {
    for (const [, signal] of this.fields) signal.value = 0;
  }
}

class ItemCollector<N extends string> implements Collector<Item<N>> {
  readonly partial = false;
  private readonly fields: readonly (readonly [N, LogicHandle])[];

  constructor(channel: Channel<N>) {
    this.fields = fieldsOf(channel);
  }

  take(): Item<N> {
    const item = {} as Item<N>;
    for (const [name, signal] of this.fields) item[name] = signal.value;
    return item;
  }

  reset(): void {}
}

function fieldsOf<N extends string>(channel: Channel<N>): [N, LogicHandle][] {
  const entries = Object.entries(channel.signals) as [N, LogicHandle | undefined][];
  return entries.filter((entry): entry is [N, LogicHandle] => entry[1] !== undefined);
}
