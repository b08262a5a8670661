// Models that the tests of the bus models share; the cache of builds makes each of them once.
import { fileURLToPath } from 'node:url';
import { buildModel } from '../../../src/sim/model/index.ts';
import type { Model } from '../../../src/sim/model/types.ts';
import { Clock, ClockCycles, type Dut, runTest, score } from '../../../src/sim/runner/index.ts';

const models = new Map<string, Promise<Model>>();

/** A source of models: the design of one file of this folder. */
export function modelOf(top: string): () => Promise<Model> {
  return () => {
    const known = models.get(top);
    if (known !== undefined) return known;
    const sources = [fileURLToPath(new URL(`${top}.sv`, import.meta.url))];
    const made = buildModel({ sources, top, timescale: '1ns/1ps' });
    models.set(top, made);
    return made;
  };
}

/** Starts a clock of 10 ns, which it returns, and holds the reset for three edges; `before` runs while it is held. */
export async function startUp(dut: Dut, before: () => void = () => {}): Promise<Clock> {
  dut.rst.value = 1;
  dut.bug.value = 0;
  const clock = new Clock(dut.clk, 10, 'ns');
  clock.start(false);
  await ClockCycles(dut.clk, 1);
  before();
  await ClockCycles(dut.clk, 3);
  dut.rst.value = 0;
  return clock;
}

/** The message of a test that must fail, or `passed`. */
export async function messageOf(
  design: string | (() => Promise<Model>),
  test: (dut: Dut) => Promise<unknown>,
): Promise<string> {
  const model = typeof design === 'string' ? modelOf(design) : design;
  const ending = await runTest('fails', { model, timeout: [100, 'us'] }, test);
  const verdict = score(ending, {});
  return verdict.status === 'failed' ? verdict.message : verdict.status;
}
