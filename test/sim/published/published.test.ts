// Benches and designs that others published: the originals in real cocotb and our ports in TypeScript say the same.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { simulate } from '../../../src/sim/kernel/index.ts';
import { buildModel, type NativeModel } from '../../../src/sim/model/index.ts';
import type { TestCase } from '../../../src/sim/results-xml.ts';
import { dendra } from '../../cli/support.ts';
import { type Bench, benches } from './benches.ts';
import { type Outcome, type Published, publishedBenches, runOriginal, type Verdicts, withBugs } from './original.ts';
import { replay } from './replay.ts';

const ports = fileURLToPath(new URL('../../../examples/cocotb', import.meta.url));
const environment = await publishedBenches();
const runs = { good: benches, bad: benches.filter(({ bug }) => bug !== undefined) };
const kinds = ['good', 'bad'] as const;

/** Runs the ports of these benches on the designs below a folder. */
async function runPorts(some: readonly Bench[], designs: string, folder: string): Promise<TestCase[]> {
  const modules = [...new Set(some.map(({ port }) => port))].join();
  const args = ['test', ports, '--json', '--seed', '1', '--results', join(folder, 'results.xml')];
  const { out, err } = await dendra(folder, args, { env: { PUBLISHED: designs, COCOTB_TEST_MODULES: modules } });
  return out.startsWith('{') ? (JSON.parse(out) as { cases: TestCase[] }).cases : expect.fail(err);
}

/** The cases of a bench by the names of the original; the report names a module by its folder and file. */
function casesOf({ port, prefix = '' }: Bench, cases: readonly TestCase[]): Map<string, TestCase> {
  const own = cases.filter(({ classname, name }) => classname.split('.')[0] === port && name.startsWith(prefix));
  return new Map(own.map((one) => [one.name.slice(prefix.length), one]));
}

/** The verdicts of a port; what is no failure of a test is shown as it is. */
function verdictsOf(bench: Bench, cases: readonly TestCase[]): Record<string, string> {
  const verdict = ({ failure, error, name }: TestCase): string => {
    if (failure === undefined && error === undefined) return 'passed';
    return bench.tests.includes(name.slice(bench.prefix?.length ?? 0)) ? 'failed' : `${failure ?? error}`;
  };
  return Object.fromEntries([...casesOf(bench, cases)].map(([name, one]) => [name, verdict(one)]));
}

/** The verdicts that a bench must give. */
function wanted(tests: readonly string[], failing: readonly string[]): Verdicts {
  return Object.fromEntries(tests.map((name) => [name, failing.includes(name) ? 'failed' : 'passed']));
}

describe.skipIf(environment.missing !== undefined)(`published benches ${environment.missing ?? ''}`, () => {
  const published = environment as Published;
  const originals = { good: new Map<Bench, Outcome>(), bad: new Map<Bench, Outcome>() };
  const ours: Record<'good' | 'bad', TestCase[]> = { good: [], bad: [] };
  const titled = (some: readonly Bench[]) =>
    some.map((bench) => ({ title: `${bench.port} ${bench.prefix ?? ''}`.trim(), bench }));
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dendra-published-'));
    const designs = { good: published.packages, bad: await withBugs(published, join(folder, 'bugs')) };
    const runOriginals = async (): Promise<void> => {
      for (const kind of kinds) {
        for (const bench of runs[kind]) {
          const scratch = await mkdtemp(join(folder, `${bench.port}-`));
          originals[kind].set(bench, await runOriginal(published, designs[kind], bench, scratch));
        }
      }
    };
    const runOurs = async (): Promise<void> => {
      for (const kind of kinds) ours[kind] = await runPorts(runs[kind], designs[kind], folder);
    };
    await Promise.all([runOriginals(), runOurs()]);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(titled(benches))('$title passes in both', ({ bench }) => {
    const all = wanted(bench.tests, []);
    expect(originals.good.get(bench)!.verdicts).toEqual(all);
    expect(verdictsOf(bench, ours.good)).toEqual(all);
  });

  test.each(titled(runs.bad))('$title finds the bug in both, in the same tests', ({ bench }) => {
    const some = wanted(bench.tests, bench.found);
    expect(originals.bad.get(bench)!.verdicts).toEqual(some);
    expect(verdictsOf(bench, ours.bad)).toEqual(some);
  });

  const timed = benches.filter(({ port }) => port === 'axi-stream');
  test.each(titled(timed))('$title takes as long in both', ({ bench }) => {
    const times = [...casesOf(bench, ours.good)].map(([name, { simTime }]) => [name, simTime![1] - simTime![0]]);
    expect(Object.fromEntries(times)).toEqual(originals.good.get(bench)!.times);
  });

  describe('the endian swapper', () => {
    const [bench] = benches;
    const numbers = bench!.tests.slice(0, -1).map((name, i) => ({ name, i }));
    let model: NativeModel;
    beforeAll(async () => {
      const sources = bench!.sources.map((source) => join(published.packages, bench!.folder, source));
      model = await buildModel({ sources, top: bench!.top, publicSignals: ['byteswapping'] });
    });

    test.each(numbers)('$name has the same beats at the same times for the same stimulus', async ({ name, i }) => {
      const run = originals.good.get(bench!)!.runs[i]!;
      let log: string[] = [];
      const { error } = await simulate(model, async (dut) => {
        log = await replay(dut, run);
      });
      expect(error).toBeUndefined();
      expect(run.name).toBe(name);
      expect(log).toEqual(run.log);
    });
  });
});
