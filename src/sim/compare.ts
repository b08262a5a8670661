// Compares delivered beats with golden tensors, and event counts: totals, and the first mismatch with its place.
import type { GoldenSample } from '../golden/index.ts';
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
  result: Pick<SimResult, 'outputs'>,
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
          const place = cycles.length === 0 && beats.count > 0 ? `lane ${lane}` : `lane ${lane}, cycle ${cycle}`;
          const [w, h] = [element(want, i), element(have, i)];
          failures.push(
            `${stream.name} must be ${w}, not ${h}, in sample ${sample}, step ${step}, index ${i} (${place})`,
          );
        }
        beat += Math.ceil(want.data.length / stream.lanes) + (stream.variable ? 1 : 0);
      });
    });
  });
  return { compared, mismatches, failures, firstBad };
}

/** Failures listed of one kind. */
export const mostListed = 3;

/** Compares every count of every unit and sample. */
export function compareCounters(
  manifest: Manifest,
  golden: readonly GoldenSample[],
  result: Pick<SimResult, 'pulses'>,
): { golden: number; rtl: number; failures: string[] } {
  const failures: string[] = [];
  const total = { golden: 0, rtl: 0 };
  for (const { node, index, names } of manifest.counters) {
    const pulses = result.pulses.filter((pulse) => pulse.index === index);
    if (pulses.length !== golden.length) {
      failures.push(`${node} must end ${golden.length} samples, not ${pulses.length}`);
    }
    golden.forEach(({ counts }, sample) => {
      names.forEach((name, i) => {
        const want = counts[node]![name]!;
        const got = pulses[sample]?.values[i] ?? 0;
        total.golden += want;
        total.rtl += got;
        if (want !== got) failures.push(`${node} must count ${want} ${name} in sample ${sample}, not ${got}`);
      });
    });
  }
  return { ...total, failures: failures.slice(0, mostListed) };
}

function same(a: Tensor, b: Tensor, i: number): boolean {
  if (a.data[i] === b.data[i]) return true;
  // Storage may differ in kind, values not.
  return i < a.data.length && i < b.data.length && at(a, i) === at(b, i);
}

function element(t: Tensor | undefined, i: number): bigint | string {
  return t !== undefined && i < t.data.length ? at(t, i) : 'absent';
}
