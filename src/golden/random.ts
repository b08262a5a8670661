// Seeded samples for verification: extreme codes first, then random ones of varied sparsity.
import { type Elem, type Lowered, maxDim, sizeOf, type Tensor, zeros } from '../ir/index.ts';
import type { Sample } from './sample.ts';

/** A 32-bit pseudo-random generator (xorshift of Marsaglia, period 2^32 - 1): the same numbers on every machine. */
export function generator(seed: number): () => number {
  // Any seed but 0 works; multiplying by an odd constant spreads small seeds.
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** A bigint drawn from lo..hi; the bias of the modulus is below 2^-32 for intervals up to 32 bits. */
export function draw(next: () => number, lo: bigint, hi: bigint): bigint {
  const bits = (BigInt(next()) << 32n) | BigInt(next());
  return lo + (bits % (hi - lo + 1n));
}

/** Shares of zeros that random samples go through, in percent. */
const sparsity = [0, 50, 90, 99, 0] as const;
/** Every fifth random sample has only this many different codes, so that equal neighbours and ties are common. */
const palette = 3;

/** Samples for every input of a graph: all lowest, all highest, all zero (or lowest), then random ones. */
export function randomSamples(lowered: Lowered, count: number, seed: number): Sample[] {
  const next = generator(seed);
  const inputs = lowered.inputs.map((name) => ({ name, type: lowered.edges.find(({ from }) => from === name)!.type }));
  return Array.from({ length: count }, (_, index) =>
    Object.fromEntries(
      inputs.map(({ name, type }) => {
        const shape = type.shape.map(maxDim);
        const tensors = Array.from({ length: lowered.steps }, () => sampleTensor(type.elem, shape, index, next));
        return [name, tensors];
      }),
    ),
  );
}

function sampleTensor(type: Elem, shape: readonly number[], index: number, next: () => number): Tensor {
  const [lo, hi] = type.int;
  const zero = lo <= 0n && hi >= 0n ? 0n : lo;
  const constant = [lo, hi, zero][index];
  const share = sparsity[index % sparsity.length]!;
  const few = index % sparsity.length === 4 ? Array.from({ length: palette }, () => draw(next, lo, hi)) : undefined;
  const out = zeros(type, shape);
  const random = (): bigint => (few === undefined ? draw(next, lo, hi) : few[next() % palette]!);
  const value = (): bigint => constant ?? (next() % 100 < share ? zero : random());
  for (let i = 0; i < sizeOf(shape); i++) {
    if (out.data instanceof Int32Array) out.data[i] = Number(value());
    else out.data[i] = value();
  }
  return out;
}
