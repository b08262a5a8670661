// Samples of signals at every clock edge, as WaveJSON for WaveDrom.
import { type LogicHandle, ReadOnly, RisingEdge, startSoon, type Task } from '../../../src/sim/runner/index.ts';

/** Signals that are drawn together under a name. */
export interface WaveGroup {
  readonly name: string;
  readonly signals: Readonly<Record<string, LogicHandle>>;
}

/** One line of a diagram. */
export interface WaveLine {
  readonly name: string;
  readonly wave: string;
  readonly data?: string;
}

/** Records signals and groups of signals from its making until `stop`. */
export class WaveTrace {
  private readonly shown: readonly (LogicHandle | WaveGroup)[];
  private readonly values = new Map<LogicHandle, (number | bigint)[]>();
  private readonly task: Task<void>;

  constructor(clock: LogicHandle, ...shown: readonly (LogicHandle | WaveGroup)[]) {
    this.shown = shown;
    const all = shown.flatMap((one) => ('signals' in one ? Object.values(one.signals) : [one]));
    for (const signal of all) this.values.set(signal, []);
    this.task = startSoon(async () => {
      for (;;) {
        await RisingEdge(clock);
        await ReadOnly();
        for (const [signal, values] of this.values) values.push(signal.value);
      }
    });
  }

  stop(): void {
    this.task.cancel();
  }

  /** The diagram so far. */
  toJSON(): { readonly signal: readonly unknown[] } {
    const [first] = this.values.values();
    return {
      signal: [
        { name: 'clock', wave: `p${'.'.repeat(first!.length - 1)}` },
        ...this.shown.map((one) =>
          'signals' in one
            ? [one.name, ...Object.entries(one.signals).map(([name, signal]) => this.line(name, signal))]
            : this.line(one.name, one),
        ),
      ],
    };
  }

  private line(name: string, signal: LogicHandle): WaveLine {
    const values = this.values.get(signal)!;
    const fresh = values.map((value, i) => i === 0 || value !== values[i - 1]);
    if (signal.width === 1) return { name, wave: values.map((value, i) => (fresh[i] ? value : '.')).join('') };
    const wave = fresh.map((changed) => (changed ? '=' : '.')).join('');
    return { name, wave, data: values.filter((_, i) => fresh[i]).join(' ') };
  }
}
