// What the tests of the kernel share: running a bench on a model, and a log of what happened.

import type { RunOptions } from '../../../src/sim/kernel/index.ts';
import { type Dut, type Ending, simulate } from '../../../src/sim/kernel/index.ts';
import type { Model } from '../../../src/sim/model/types.ts';
import { bench, jsModel } from './models.ts';

/** A bench as the tests write it. */
export type Bench = (dut: Dut) => Promise<unknown> | Generator<unknown, unknown, unknown> | unknown;

/** Runs a bench and throws its error. */
export async function run(test: Bench, options: RunOptions & { model?: Model } = {}): Promise<Ending> {
  const ending = await end(test, options);
  if (ending.failed) throw ending.error;
  return ending;
}

/** Runs a bench and says how it ended. */
export function end(
  test: Bench,
  { model = jsModel(bench), ...options }: RunOptions & { model?: Model } = {},
): Promise<Ending> {
  return simulate(model, test, options);
}

/** Runs a bench that writes a log, and gives the log. */
export async function logged(
  test: (dut: Dut, log: (entry: unknown) => void) => unknown,
  model?: Model,
): Promise<unknown[]> {
  const entries: unknown[] = [];
  await run((dut) => test(dut, (entry) => entries.push(entry)), model === undefined ? {} : { model });
  return entries;
}

/** The message of what a function throws. */
export async function messageOf(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was thrown';
}
