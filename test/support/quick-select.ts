// SpAtten's quick-select: the selection itself, and the published cycle model (TopKLatencyModel, reproduced draw by draw).

/** Marks the k largest elements by quick-select; `draw(m)` picks a pivot position below m. */
export function quickSelectMask(row: readonly number[], k: number, draw: (below: number) => number): Uint8Array {
  if (k === 0) return new Uint8Array(row.length);
  let source = row;
  let target = k;
  for (;;) {
    const pivot = source[draw(source.length)]!;
    const less = source.filter((x) => x < pivot);
    const more = source.filter((x) => x > pivot);
    const equal = source.length - less.length - more.length;
    if (more.length + equal < target) {
      target -= more.length + equal;
      source = less;
    } else if (more.length >= target) {
      source = more;
    } else {
      return filterMask(row, pivot, target - more.length);
    }
  }
}

/** Marks the k largest elements by radix select on digits of four bits. */
export function radixSelectMask(row: readonly number[], k: number, bits: number): Uint8Array {
  let need = k;
  let kth = 0;
  let candidates = row;
  for (let shift = 4 * (Math.ceil(bits / 4) - 1); shift >= 0; shift -= 4) {
    const histogram = new Array<number>(16).fill(0);
    for (const x of candidates) histogram[(x >> shift) & 15]!++;
    let digit = 15;
    while (digit > 0 && histogram[digit]! < need) need -= histogram[digit--]!;
    kth = (kth << 4) | digit;
    candidates = candidates.filter((x) => ((x >> shift) & 15) === digit);
  }
  return filterMask(row, kth, need);
}

function filterMask(row: readonly number[], kth: number, equal: number): Uint8Array {
  let need = equal;
  return Uint8Array.from(row, (x) => (x > kth || (x === kth && need-- > 0) ? 1 : 0));
}

/** The zero eliminator: kept items move down by the dropped ones before them, a power of two a stage. */
export function eliminateZeros<T>(items: readonly T[], keep: readonly boolean[]): T[] {
  const n = items.length;
  let dropped = 0;
  let lanes = items.map((item, i) => {
    if (!keep[i]) dropped++;
    return { item, valid: keep[i]!, shift: keep[i] ? dropped : 0 };
  });
  const size = n - dropped;
  for (let bit = 1; bit < n; bit *= 2) {
    lanes = lanes.map((lane, i) => {
      const above = lanes[i + bit];
      if (above !== undefined && (above.shift & bit) !== 0) return above;
      return (lane.shift & bit) === 0 ? lane : { ...lane, valid: false, shift: 0 };
    });
  }
  return lanes.slice(0, size).map(({ item }) => item);
}

/** A 48-bit linear congruential generator with draws of 32 bits and draws below a bound. */
export class Lcg {
  #state = 1n ^ 0x5deece66dn;

  /** 32 bits, signed. */
  full(): number {
    return Number(BigInt.asIntN(32, this.#next() >> 16n));
  }

  /** A number from 0 to m - 1. */
  below(m: number): number {
    if ((m & (m - 1)) === 0) return Number((BigInt(m) * (this.#next() >> 17n)) >> 31n);
    for (;;) {
      const bits = Number(this.#next() >> 17n);
      const value = bits % m;
      if (bits - value + (m - 1) < 2 ** 31) return value;
    }
  }

  #next(): bigint {
    this.#state = (this.#state * 0x5deece66dn + 0xbn) & ((1n << 48n) - 1n);
    return this.#state;
  }
}

/** Cycles of one trial: `target` counts from the smallest, each round visits what is left at P elements a cycle. */
export function quickSelectCycles(random: Lcg, size: number, target: number, parallel = 16): number {
  let source = Array.from({ length: size }, () => random.full());
  let rank = target;
  let cycles = 0;
  while (source.length > 0) {
    cycles += Math.ceil(source.length / parallel) + 3;
    const pivot = source[random.below(source.length)]!;
    const less = source.filter((x) => x < pivot);
    const more = source.filter((x) => x > pivot);
    const equal = source.length - less.length - more.length;
    if (rank < less.length) source = less;
    else if (rank < less.length + equal) break;
    else {
      rank -= less.length + equal;
      source = more;
    }
  }
  return cycles;
}

/** Mean and (population) standard deviation. */
export function statistics(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}

/** Size, rank from the smallest, published mean and deviation; rows without figures only draw their numbers. */
export const published: readonly (readonly [number, number, string, string])[] = [
  [1024, 512, '268.17', '66.65'],
  [64, 32, '40.56', '13.49'],
  [64, 32, '33.21', '11.76'],
  [64, 16, '36.92', '12.52'],
  [128, 64, '53.63', '18.52'],
  [128, 128, '34.65', '12.48'],
  [128, 64, '51.23', '15.09'],
  [128, 64, '54.89', '14.97'],
  [256, 32, '', ''],
  [256, 32, '', ''],
  [256, 16, '', ''],
  [512, 64, '124.98', '36.98'],
  [512, 64, '120.50', '36.99'],
  [512, 128, '140.56', '37.90'],
  [512, 64, '129.00', '38.83'],
  [1024, 128, '208.18', '53.88'],
  [1024, 64, '203.29', '54.86'],
  [1024, 32, '186.37', '60.80'],
  [1024, 32, '182.43', '52.33'],
  [1024, 32, '182.75', '51.30'],
  [1024, 16, '171.50', '51.33'],
];
