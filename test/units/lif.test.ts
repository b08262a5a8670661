// lif against its formula, against real-number neurons, and in hardware.
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { type Elem, elem, signedElem, stream, tensor } from '../../src/ir/index.ts';
import { fire } from '../../src/units/lif/golden.ts';
import { type Attrs, lif } from '../../src/units/lif/index.ts';
import { membraneElem, type Neuron } from '../../src/units/lif/membrane.ts';
import { describeUnit } from '../support/describe-unit.ts';

const neuron = (reset: Neuron['reset'], decayInput: boolean, leak = 1): Neuron => ({ reset, decayInput, leak });
const variants = [neuron('hard', true), neuron('soft', true), neuron('hard', false), neuron('soft', false)];
const titleOf = ({ reset, decayInput }: Neuron) => `${reset} reset, ${decayInput ? 'decayed' : 'undecayed'} input`;

/** Spikes of one neuron. */
function spikesOf(cell: Neuron, threshold: bigint, currents: readonly bigint[]): number[] {
  let membrane = 0n;
  return currents.map((x) => {
    const fired = fire(cell, threshold, membrane, x);
    membrane = fired.v;
    return fired.s;
  });
}

/** The same for exact real numbers: all values times 2^60, which the halvings of few steps divide. */
function realSpikes({ reset, decayInput, leak }: Neuron, threshold: bigint, currents: readonly bigint[]): number[] {
  const one = 1n << 60n;
  const tau = 1n << BigInt(leak);
  const top = threshold * one;
  let membrane = 0n;
  return currents.map((current) => {
    const x = current * one;
    const h = decayInput ? membrane + (x - membrane) / tau : membrane - membrane / tau + x;
    const s = h >= top;
    membrane = s ? (reset === 'soft' ? h - top : 0n) : h;
    return s ? 1 : 0;
  });
}

const channels = (values: number[]) => tensor(elem(0, 1 << 20), [values.length], values);

const integers = (lo: number, hi: number) => fc.integer({ min: lo, max: hi }).map(BigInt);

describe('lif arithmetic', () => {
  test('threshold 8 on 5, -3, 9, 20, -7, 1 gives t = 2, -1, 4, 12, -4, -2, and only the fourth step spikes', () => {
    const seen: bigint[] = [];
    let membrane = 0n;
    for (const x of [5n, -3n, 9n, 20n, -7n, 1n]) {
      // A threshold out of reach shows t itself.
      seen.push(fire(variants[0]!, 1000n, membrane, x).v);
      membrane = fire(variants[0]!, 8n, membrane, x).v;
    }
    expect(seen).toEqual([2n, -1n, 4n, 12n, -4n, -2n]);
    expect(spikesOf(variants[0]!, 8n, [5n, -3n, 9n, 20n, -7n, 1n])).toEqual([0, 0, 0, 1, 0, 0]);
  });

  for (const variant of variants) {
    test(`spikes of integers are those of real numbers with ${titleOf(variant)}`, () => {
      fc.assert(
        fc.property(integers(1, 300), fc.array(integers(-700, 900), { maxLength: 24 }), (threshold, currents) => {
          expect(spikesOf(variant, threshold, currents)).toEqual(realSpikes(variant, threshold, currents));
        }),
        { numRuns: 2000, seed: 11 },
      );
    });
  }

  test('tau 4 has no such identity: some spikes differ', () => {
    const same = fc.property(fc.array(integers(-40, 60), { minLength: 16, maxLength: 16 }), (currents) => {
      const slow = neuron('hard', true, 2);
      expect(spikesOf(slow, 8n, currents)).toEqual(realSpikes(slow, 8n, currents));
    });
    expect(fc.check(same, { numRuns: 2000, seed: 5 }).failed).toBe(true);
  });

  test('threshold 2048 on Q13.11 currents gives the spikes of threshold 1.0', () => {
    const scaled = (currents: readonly bigint[]): number[] => {
      // A code x stands for x / 2^11; doubles hold these values exactly for 16 steps.
      let membrane = 0;
      return currents.map((code) => {
        const h = (membrane + Number(code) / 2048) / 2;
        membrane = h >= 1 ? 0 : h;
        return h >= 1 ? 1 : 0;
      });
    };
    const codes = fc.oneof(integers(-(2 ** 23), 2 ** 23 - 1), integers(-6000, 9000));
    fc.assert(
      fc.property(fc.array(codes, { maxLength: 16 }), (currents) => {
        expect(spikesOf(variants[0]!, 2048n, currents)).toEqual(scaled(currents));
      }),
      { numRuns: 2000, seed: 3 },
    );
  });
});

/** The hull of all membranes that inputs in `x` can leave, by trying them all. */
function reachable(cell: Neuron, threshold: bigint, x: Elem): Elem {
  const found = new Set<bigint>([0n]);
  for (const membrane of found) {
    for (let current = x.int[0]; current <= x.int[1]; current++) found.add(fire(cell, threshold, membrane, current).v);
  }
  const sorted = [...found].sort((a, b) => (a < b ? -1 : 1));
  return elem(sorted[0]!, sorted.at(-1)!);
}

describe('lif membrane', () => {
  for (const leak of [1, 2, 3]) {
    for (const base of variants) {
      const cell = { ...base, leak };
      test(`reaches both ends of its interval with tau ${2 ** leak}, ${titleOf(cell)}`, () => {
        for (const threshold of [1n, 2n, 3n, 7n]) {
          for (const lo of [-6, -1, 0, 2]) {
            for (const hi of [-1, 0, 1, 2, 5, 9, 17, 40]) {
              if (hi < lo) continue;
              const x = elem(lo, hi);
              const [interval, seen] = [membraneElem(cell, threshold, x), reachable(cell, threshold, x)];
              const place = `threshold ${threshold}, x ${lo}..${hi}`;
              if (lo <= 0 && hi >= 0) expect(interval.int, place).toEqual(seen.int);
              expect(interval.int[0] <= seen.int[0] && seen.int[1] <= interval.int[1], place).toBe(true);
            }
          }
        }
      });
    }
  }

  test('is min(0, min x)..TH - 1 with decayed input and hard reset', () => {
    expect(membraneElem(variants[0]!, 8n, elem(-300, 500)).int).toEqual([-300n, 7n]);
  });
});

describe('lif as a unit', () => {
  const parse = (given: object): Attrs => v.parse(lif.attrs, { reset: 'hard', ...given });
  const site = (attrs: Attrs, type: Elem, ...shape: number[]) => {
    const inputs = { x: stream(type, shape) };
    return { name: 'cells', attrs, inputs, outputs: lif.infer(attrs, inputs), steps: 4 };
  };

  test('keeps the membranes of 32 bits and of 64 bits alike', () => {
    const attrs = parse({ threshold: channels([3, 9, 40]), reset: 'soft' });
    const [narrow, wide] = [site(attrs, signedElem(8), 2, 3), site(attrs, signedElem(40), 2, 3)];
    const when = { first: true, last: false };
    let [a, b] = [lif.initial(narrow), lif.initial(wide)];
    for (const values of [
      [5, 100, -128, 7, 0, 127],
      [-4, 90, 127, 7, 3, 127],
      [1, 1, 127, -9, 30, 127],
    ]) {
      const first = lif.step(narrow, { x: tensor(signedElem(8), [2, 3], values) }, a, when);
      const second = lif.step(wide, { x: tensor(signedElem(40), [2, 3], values) }, b, when);
      expect(second.outputs.y!.data).toEqual(first.outputs.y!.data);
      expect(second.trace).toEqual(first.trace);
      [a, b] = [first.state, second.state];
    }
  });

  test('refuses wrong thresholds and inputs of run-time length', () => {
    const five = parse({ threshold: channels([1, 2, 3, 4, 5]) });
    expect(() => site(five, signedElem(8), 2, 4)).toThrow(
      'threshold must be one value or 4 values, not 5\n  at attribute "threshold" (rule threshold-per-channel)\n  give one threshold for each channel of input "x"',
    );
    expect(() => site(parse({ threshold: channels([1, 0]) }), signedElem(8), 2)).toThrow(
      'threshold[1] must be an integer of at least 1, not 0\n  at attribute "threshold" (rule threshold-positive)\n  negate the weights of this channel',
    );
    const some = { x: stream(signedElem(8), [{ max: 4, length: 'n' }, 2]) };
    expect(() => lif.infer(parse({ threshold: 4 }), some)).toThrow(
      'input "x" must be of fixed length, not of run-time length',
    );
    expect(() => site(parse({ threshold: 4, decayInput: false, tau: 32768 }), signedElem(50), 2)).toThrow(
      'input "x" must leave sums of at most 64 bits, not 68\n  (rule lif-width)\n  requantise it, or take a smaller threshold or tau',
    );
    for (const bad of [{ threshold: 0 }, { threshold: 1.5 }, { threshold: 1, tau: 3 }, { threshold: 1, tau: 1 }]) {
      expect(() => parse(bad)).toThrow();
    }
  });
});

describeUnit(lif, {
  grid: [
    {
      attrs: { threshold: 1, reset: 'hard' },
      inputs: { x: { elem: elem(-1, 1), shape: [1] } },
      fold: { lanes: 1 },
      steps: 4,
    },
    {
      title: 'thresholds in a constant, the last beat not full',
      attrs: { threshold: channels([3, 50, 1, 9, 20, 7, 11]), reset: 'soft' },
      inputs: { x: { elem: signedElem(6), shape: [7] } },
      fold: { lanes: 7 },
      steps: 3,
    },
    {
      title: 'thresholds in a memory, the last beat not full',
      attrs: { threshold: channels([300, 5, 1, 90, 20]), reset: 'hard', decayInput: false },
      inputs: { x: { elem: signedElem(10), shape: [5] } },
      fold: { lanes: 2 },
      steps: 4,
    },
    {
      title: 'rows of channels',
      attrs: { threshold: channels([100, 1, 60, 200, 33, 8]), reset: 'hard' },
      inputs: { x: { elem: elem(-300, 511), shape: [3, 6] } },
      fold: { lanes: 3 },
      steps: 4,
      target: 'asic',
    },
    {
      title: 'undecayed, soft reset',
      attrs: { threshold: 4, reset: 'soft', decayInput: false },
      inputs: { x: { elem: elem(0, 15), shape: [2, 4] } },
      fold: { lanes: 1 },
      steps: 5,
    },
    {
      title: 'tau 8',
      attrs: { threshold: 6, reset: 'soft', tau: 8 },
      inputs: { x: { elem: signedElem(8), shape: [4] } },
      fold: { lanes: 2 },
      steps: 6,
    },
    {
      title: 'tau 4, undecayed',
      attrs: { threshold: 20, reset: 'hard', decayInput: false, tau: 4 },
      inputs: { x: { elem: signedElem(5), shape: [4] } },
      fold: { lanes: 4 },
      steps: 6,
    },
    {
      title: 'sums of 64 bits',
      attrs: { threshold: channels([3, 2 ** 19]), reset: 'soft', tau: 32768 },
      inputs: { x: { elem: signedElem(59), shape: [2] } },
      fold: { lanes: 1 },
      steps: 3,
    },
    {
      title: 'more than 32 bits',
      attrs: { threshold: 2 ** 34, reset: 'hard' },
      inputs: { x: { elem: signedElem(40), shape: [3] } },
      fold: { lanes: 1 },
      steps: 3,
    },
  ],
});
