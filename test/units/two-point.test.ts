// two-point: hardware against golden for every modulation, and the vectors and identities of the specification.
import { describe, expect, test } from 'vitest';
import {
  type DendraError,
  type Elem,
  elem,
  type Site,
  signedElem,
  stream,
  type Tensor,
  tensor,
} from '../../src/ir/index.ts';
import { exponential, hyperbolic, power } from '../../src/transfer/library/tables.ts';
import { cellOf, forms, type Mod, mods } from '../../src/units/two-point/golden.ts';
import { type Attrs, twoPoint } from '../../src/units/two-point/index.ts';
import { coopVectors } from '../support/coop-vectors.ts';
import { describeUnit, type GridPoint } from '../support/describe-unit.ts';

/** A small point for one modulation, with all contexts; U is one number for the tensor. */
function every(mod: Mod, W: number, f: number, size: number, lanes: number): GridPoint {
  const port = { elem: signedElem(W, f), shape: [size] };
  const third = mod === 'coopV' || mod === 'qk' ? { g: port } : {};
  const inputs = { r: port, p: port, d: port, u: { elem: port.elem, shape: [1] }, ...third };
  return { title: `${mod} W ${W} f ${f}`, attrs: { mod, W, f }, inputs, fold: { lanes }, samples: 12 };
}

const port = (type: Elem, ...shape: number[]) => ({ elem: type, shape });

describeUnit(twoPoint, {
  grid: [
    ...mods.map((mod) => every(mod, 8, 4, 17, 3)),
    every('coop', 16, 12, 12, 4),
    every('coop', 6, 5, 5, 5),
    every('coop', 4, 0, 1, 1),
    { title: 'no context', attrs: {}, inputs: { r: port(signedElem(16, 12), 7) }, fold: { lanes: 2 } },
    {
      title: 'unsigned drive and a wide context',
      attrs: { W: 8, f: 4 },
      inputs: { r: port(elem(0, 96, 4), 2, 6), d: port(elem(-5000, 100, 4), 2, 6), u: port(elem(0, 3, 4), 2, 6) },
      fold: { lanes: 3 },
      steps: 2,
    },
    { ...every('awake', 16, 12, 9, 2), target: 'asic' },
    { ...every('coopV', 16, 12, 12, 4), dsp: 'explicit' },
    every('tm4', 6, 5, 40, 4),
    every('tm4', 24, 20, 9, 2),
    every('tm1', 12, 2, 40, 4),
  ],
});

/** Calls back for every R and C of W bits. */
function everyPair(W: number, check: (r: number, c: number) => void): void {
  const bound = 2 ** (W - 1);
  for (let r = -bound; r < bound; r++) for (let c = -bound; c < bound; c++) check(r, c);
}

describe('two-point cell', () => {
  const cell = cellOf({ mod: 'coop', W: 16, f: 12 });

  test.each(coopVectors)('gives for coop with W 16, f 12, R %i and C %i the output %i', (r, c, y) => {
    expect(cell(r, c, 0)).toBe(y);
  });

  test.each([
    [5, 2],
    [6, 5],
    [5, 0],
  ])('has the factored form of coop for all operands of %i bits with f %i', (W, f) => {
    const one = 2 ** f;
    everyPair(W, (r, c) => {
      const a = one + Math.abs(r);
      const factored = r >= 0 ? a * (a + c) - one * one : a * (a + c - 4 * one) + 3 * one * one;
      expect(forms.coop(r, c, 0, one)).toBe(factored);
    });
  });

  test('has the factored form of awake for all operands of 6 bits with f 3', () => {
    // Adding 0 turns -0 into 0.
    everyPair(6, (r, c) => expect(forms.awake(r, c, 0, 8) + 0).toBe(c * (c + 24 + Math.abs(r)) + 0));
  });

  test('is without context ReLU6(R^2 + 2R): zero from -2 to 0, and positive again below', () => {
    const small = cellOf({ mod: 'coop', W: 8, f: 4 });
    for (let r = -128; r < 128; r++) {
      const exact = Math.floor((r * r + 32 * r + 8) / 16);
      expect(small(r, 0, 0)).toBe(Math.min(Math.max(exact, 0), 96));
    }
    expect([-33, -34, -32, -1, 0].map((r) => small(r, 0, 0))).toEqual([2, 4, 0, 0, 0]);
  });

  test('gives zero exactly when t is below 2^(f-1)', () => {
    const small = cellOf({ mod: 'coop', W: 7, f: 3 });
    everyPair(7, (r, c) => expect(small(r, c, 0) === 0).toBe(forms.coop(r, c, 0, 8) < 4));
  });

  test.each([
    ['awake', 16, 8, 0, 36],
    ['coopV', 16, 8, -16, 64],
    ['qk', 16, 8, 40, 36],
    ['mul', 16, -8, 0, 8],
    ['tm2', 16, -8, 0, 8],
    ['add', 100, 100, 0, 127],
    ['sub', -100, 100, 0, -128],
    ['prod', 24, -9, 0, -13],
    ['tm1', 16, 0, 0, 16],
    ['tm1', 16, 16, 0, 30],
    ['tm3', 16, 16, 0, 28],
    ['tm3', 16, -128, 0, 0],
    ['tm4', 16, 16, 0, 32],
    ['tm4', -3, 16, 0, -3],
    ['tm4', 16, 8, 0, 23],
  ] as const)('gives for %s with W 8, f 4, R %i, C %i and G %i the output %i', (mod, r, c, g, y) => {
    expect(cellOf({ mod, W: 8, f: 4 })(r, c, g)).toBe(y);
  });
});

describe('two-point tables', () => {
  test('hold exp, tanh and 2^x rounded to the fraction bits', () => {
    expect([exponential(12)[144], exponential(12)[0], exponential(4)[255]]).toEqual([11134n, 1n, 44806n]);
    expect([hyperbolic(12)[136], hyperbolic(12)[120], hyperbolic(12)[128]]).toEqual([1893n, -1893n, 0n]);
    expect([power(12)[0], power(12)[32], power(23)[63]]).toEqual([4096n, 5793n, 16596492n]);
    const error = (table: readonly bigint[], fn: (i: number) => number): number =>
      Math.max(...table.map((entry, i) => Math.abs(Number(entry) - fn(i) * 4096)));
    expect(error(exponential(12), (i) => Math.exp((i - 128) / 16))).toBeLessThan(0.51);
    expect(error(hyperbolic(12), (i) => Math.tanh((i - 128) / 16))).toBeLessThan(0.51);
    expect(error(power(12), (i) => 2 ** (i / 64))).toBeLessThan(0.51);
  });
});

describe('two-point', () => {
  const type = stream(signedElem(8, 4), [4]);
  const attrs: Attrs = { mod: 'coop', W: 8, f: 4 };
  const site: Site<Attrs> = {
    name: 'cells',
    attrs,
    inputs: { r: type, p: type, u: stream(signedElem(8, 4), [1]) },
    outputs: { y: stream(elem(0, 96, 4), [4]) },
    fold: { lanes: 3 },
    steps: 1,
  };
  const of = (...values: number[]): Tensor => tensor(type.elem, [values.length], values);
  const firing = (u: number) =>
    twoPoint.step(site, { r: of(16, -16, 0, 3), p: of(0, 5, 0, -2), u: of(u) }, null, { first: true, last: true });

  test('counts active cells, context elements that are not zero, and a scalar U once a cell', () => {
    expect(twoPoint.count(site, firing(0).trace)).toEqual({ active: 2, context: 2, evaluations: 4 });
    expect(twoPoint.count(site, firing(16).trace)).toEqual({ active: 4, context: 6, evaluations: 4 });
  });

  test('saturates the context once, after the whole sum', () => {
    const full = { ...site, inputs: { r: type, p: type, d: type } };
    const { outputs } = twoPoint.step(full, { r: of(0), p: of(127), d: of(-127) }, null, { first: true, last: true });
    expect([...outputs.y!.data]).toEqual([0]);
  });

  test('keeps a scalar U until the last beat of the tensor', () => {
    expect(twoPoint.beats(site, firing(0).trace, { first: true, last: true })).toEqual({
      main: [
        { times: 1, take: ['r', 'p'], peek: ['u'], give: ['y'] },
        { times: 1, take: ['r', 'p', 'u'], give: ['y'] },
      ],
    });
  });

  test('infers 0 to 6 for coop and W bits for the others', () => {
    expect(twoPoint.infer(attrs, { r: type }).y!.elem).toEqual(elem(0, 96, 4));
    expect(twoPoint.infer({ ...attrs, mod: 'awake' }, { r: type }).y!.elem).toEqual(signedElem(8, 4));
  });

  test.each([
    [{ r: stream(signedElem(9, 4), [4]) }, 'input "r" must be within -128..127/2^4, not -256..255/2^4'],
    [{ r: type, d: stream(signedElem(8, 3), [4]) }, 'input "d" must have 4 fraction bits, not 3'],
    [
      { r: type, p: stream(signedElem(40, 4), [4]) },
      'input "p" must be of at most 32 bits, not -549755813888..549755813887/2^4',
    ],
    [{ r: type, p: stream(signedElem(8, 4), [3]) }, 'input "p" must have the shape of input "r", [4], not [3]'],
    [
      { r: type, u: stream(signedElem(8, 4), [2]) },
      'input "u" must have the shape of input "r", [4], or be one number, not [2]',
    ],
  ])('refuses unfit inputs, case %#', (inputs, sentence) => {
    let text = '';
    try {
      twoPoint.infer(attrs, inputs);
    } catch (error) {
      text = (error as DendraError).sentence;
    }
    expect(text).toBe(sentence);
  });
});
