// Signals must be known after reset. A model has two states, so one that is not shows only as different values after different starts.

import { runningKernel } from '../kernel/context.ts';
import { Clock, KernelError, type LogicHandle, RisingEdge, Simulation, type Trigger } from '../kernel/index.ts';
import type { Model } from '../model/types.ts';
import { ProtocolError, shownValue } from './protocol-error.ts';

/** How to look for signals that a reset leaves unknown. */
export interface ResetValueOptions {
  readonly clock: string;
  readonly reset: string;
  /** False for a reset that is active at 0; true by default. */
  readonly resetActiveLevel?: boolean | undefined;
  /** Signals to compare: usually every valid and ready that the design drives. */
  readonly signals: readonly string[];
  /** Clock edges in reset, 2 by default, and after it, 32 by default. */
  readonly resetCycles?: number | undefined;
  readonly cycles?: number | undefined;
  /** How many random starts to compare; 16 by default. A register of one bit escapes n of them once in 2^(n-1) runs. */
  readonly starts?: number | undefined;
}

/**
 * Resets the design from several random starts, with all other inputs at 0, and throws a ProtocolError (`known-after-reset`) when a
 * signal differs between two of them. Cycles count from the end of the reset. Call it outside of a running test.
 */
export async function checkResetValues(model: Model, options: ResetValueOptions): Promise<void> {
  if (runningKernel() !== undefined) {
    throw new KernelError('checkResetValues must be called outside of a running test, not in one');
  }
  const { starts = 16, signals } = options;
  const first = await record(model, options, 1);
  for (let seed = 2; seed <= starts; seed++) {
    const other = await record(model, options, seed);
    for (const [cycle, { time, values }] of first.entries()) {
      for (const [i, signal] of signals.entries()) {
        const [a, b] = [values[i]!, other[cycle]!.values[i]!];
        if (a === b) continue;
        const sentence = `must be the same after every start, not ${shownValue(a)} with seed 1 and ${shownValue(b)} with seed ${seed}`;
        throw new ProtocolError(signal, sentence, cycle, time, 'known-after-reset');
      }
    }
  }
}

interface Sample {
  readonly time: number;
  readonly values: readonly (number | bigint)[];
}

async function record(model: Model, options: ResetValueOptions, seed: number): Promise<Sample[]> {
  const { clock, reset, signals, resetActiveLevel = true, resetCycles = 2, cycles = 32 } = options;
  const simulation = new Simulation(model, model.open({ seed }));
  const samples: Sample[] = [];
  try {
    const ending = await simulation.run(function* (dut): Generator<Trigger, void, unknown> {
      for (const { path, direction } of simulation.instance.signals) {
        if (direction === 'in' && path !== clock) zero(dut.get(path));
      }
      const watched = signals.map((path) => dut.get(path));
      const edge = RisingEdge(dut.get(clock));
      dut.get(reset).value = resetActiveLevel ? 1 : 0;
      new Clock(dut.get(clock), 10).start(false);
      for (let i = 0; i < resetCycles; i++) yield edge;
      dut.get(reset).value = resetActiveLevel ? 0 : 1;
      for (let i = 0; i < cycles; i++) {
        yield edge;
        samples.push({ time: simulation.kernel.now, values: watched.map((signal) => signal.value) });
      }
    });
    if (ending.failed) throw ending.error;
  } finally {
    simulation.close();
  }
  return samples;
}

function zero(signal: LogicHandle | Iterable<LogicHandle>): void {
  if (Symbol.iterator in signal) for (const element of signal) element.value = 0;
  else signal.value = 0;
}
