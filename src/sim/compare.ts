// Compares delivered beats with golden tensors: totals, and the first mismatch by output, index, lane and cycle.
import { at, type Manifest, type Tensor } from '../ir/index.ts';
import type { SimResult } from './types.ts';
import { unpackBeats } from './unpack.ts';

/** Result of comparing all outputs of a run. */
export interface Comparison {
  /** Elements compared. */
  readonly compared: number;
  readonly mismatches: number;
  readonly failures: readonly string[];
  /** Sample of the first mismatch. */
  readonly firstBad: number | undefined;
}

/** Compares every element of every tensor; missing and surplus elements count as mismatches. */
export function compareOutputs(
  manifest: Manifest,
  golden: readonly { readonly outputs: Readonly<Record<string, readonly Tensor[]>> }[],
  result: SimResult,
): Comparison {
  let compared = 0;
  let mismatches = 0;
  let firstBad: number | undefined;
  const failures: string[] = [];
  manifest.outputs.forEach((stream, index) => {
    const { beats, cycles } = result.outputs[index]!;
    const got = unpackBeats(stream, beats, manifest.steps);
    failures.push(...got.problems.slice(0, 3));
    let beat = 0;
    golden.forEach(({ outputs }, sample) => {
      outputs[stream.name]!.forEach((want, step) => {
        const have = got.tensors[sample * manifest.steps + step];
        const length = Math.max(want.data.length, have?.data.length ?? 0);
        compared += length;
        for (let i = 0; i < length; i++) {
          if (have !== undefined && same(want, have, i)) continue;
          mismatches++;
          if (firstBad !== undefined) continue;
          firstBad = sample;
          const lane = i % stream.lanes;
          const cycle = cycles[beat + Math.floor(i / stream.lanes)] ?? 'never';
          const [w, h] = [element(want, i), element(have, i)];
          failures.push(
            `${stream.name} must be ${w}, not ${h}, in sample ${sample}, step ${step}, index ${i} (lane ${lane}, cycle ${cycle})`,
          );
        }
        beat += Math.ceil(want.data.length / stream.lanes) + (stream.variable ? 1 : 0);
      });
    });
  });
  return { compared, mismatches, failures, firstBad };
}

function same(a: Tensor, b: Tensor, i: number): boolean {
  if (a.data[i] === b.data[i]) return true;
  // Storage may differ in kind, values not.
  return i < a.data.length && i < b.data.length && at(a, i) === at(b, i);
}

function element(t: Tensor | undefined, i: number): bigint | string {
  return t !== undefined && i < t.data.length ? at(t, i) : 'absent';
}
