// Speed of the C simulation of HLS beside Verilator and the golden model on the same samples, each compared with golden.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomSamples, runGolden } from '../src/golden/index.ts';
import { loadDesign } from '../src/import/index.ts';
import { buildHls, runHls } from '../src/sim/hls/run.ts';
import { judgeHls } from '../src/sim/hls/verify.ts';
import { buildVerilator, runVerilator } from '../src/sim/index.ts';
import { stimulusOf } from '../src/sim/verify.ts';
import { type Benchmark, rounded, verified, withDesign } from './support.ts';

const count = 500;
const trials = 3;
const root = fileURLToPath(new URL('..', import.meta.url));
const stall = { mode: 'none', seed: 1 } as const;

/** The benchmark. */
export const hlsBench: Benchmark = {
  name: 'hls',
  about: `samples a second of av-digits, ${count} random samples: golden model, Verilator and C simulation of HLS, programs compiled beforehand`,
  run: async () =>
    withDesign(await loadDesign(join(root, 'examples/av-digits/design.ts')), async (design) => {
      const { lowered, emitted, folder } = design;
      const { manifest } = emitted;
      const samples = randomSamples(lowered, count, 1);
      const { mismatches, compared } = await verified(design, samples);
      const golden = runGolden(lowered, samples);
      const stimulus = stimulusOf(manifest, samples, golden, stall);
      const [rtl, program] = [
        await buildVerilator(folder, manifest, { profile: 'speed' }),
        await buildHls(folder, manifest),
      ];
      const judged = judgeHls(manifest, golden, stall, await runHls(program, manifest, stimulus));
      if (judged.failures.length > 0) throw new Error(judged.failures.join('; '));
      const best = {
        golden: Number.POSITIVE_INFINITY,
        verilator: Number.POSITIVE_INFINITY,
        hls: Number.POSITIVE_INFINITY,
      };
      const time = async (name: keyof typeof best, task: () => unknown): Promise<void> => {
        const started = performance.now();
        await task();
        best[name] = Math.min(best[name], (performance.now() - started) / 1000);
      };
      for (let trial = 0; trial < trials; trial++) {
        await time('golden', () => runGolden(lowered, samples));
        await time('verilator', () => runVerilator(rtl, folder, manifest, stimulus));
        await time('hls', () => runHls(program, manifest, stimulus));
      }
      const rate = (seconds: number): number => rounded(count / seconds);
      return {
        compared: { rtl: compared, hls: judged.compared },
        mismatches: { rtl: mismatches, hls: judged.mismatches },
        samplesPerSecond: { golden: rate(best.golden), verilator: rate(best.verilator), hls: rate(best.hls) },
        ratios: {
          hlsToVerilator: rounded(best.verilator / best.hls),
          hlsToGolden: rounded(best.golden / best.hls),
        },
      };
    }),
};
