// Compares a C simulation with the golden model: every element and every event count. Cycles are no part of it.
import type { GoldenSample } from '../../golden/index.ts';
import type { Manifest, Stall } from '../../ir/index.ts';
import { compareCounters, compareOutputs } from '../compare.ts';
import type { Verification } from '../verify.ts';
import type { HlsResult } from './run.ts';

/** The verdict on a run. */
export function judgeHls(
  manifest: Manifest,
  golden: readonly GoldenSample[],
  stall: Stall,
  result: HlsResult,
): Verification {
  const data = compareOutputs(manifest, golden, result);
  const events = compareCounters(manifest, golden, result);
  return {
    design: manifest.design,
    sim: 'hls',
    stall: stall.mode,
    seed: stall.seed,
    vectors: golden.length,
    compared: data.compared,
    mismatches: data.mismatches,
    cycles: { predicted: 0, measured: 0 },
    events: { golden: events.golden, rtl: events.rtl },
    failures: [...(result.message === '' ? [] : [result.message]), ...data.failures, ...events.failures],
    latencies: [],
    firstBad: data.firstBad,
  };
}
