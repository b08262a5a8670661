// Tests of requantise: all roundings against RTL, and its fast arithmetic against the exact one.
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { elem, roundings, signedElem, tensor, unsignedElem } from '../../src/ir/index.ts';
import { requantise as one, outputElem, requantiseTensor } from '../../src/units/requantise/golden.ts';
import { type Attrs, requantise } from '../../src/units/requantise/index.ts';
import { describeUnit } from '../support/describe-unit.ts';

const x = (type: ReturnType<typeof elem>, shape: number[]) => ({ x: { elem: type, shape } });

describeUnit(requantise, {
  grid: [
    ...roundings.map((rounding, i) => ({
      title: rounding,
      attrs: { shift: 1 + (i % 4), rounding, out: signedElem(6), ...(i % 2 === 0 ? {} : { multiplier: -3 }) },
      inputs: x(signedElem(8), [4, 9]),
      fold: { lanes: 3 },
    })),
    {
      title: 'unsigned, no shift',
      attrs: { shift: 0, rounding: 'floor', out: elem(3, 12) },
      inputs: x(unsignedElem(4), [17]),
      fold: { lanes: 5 },
    },
    {
      title: 'one element, wide product',
      attrs: { shift: 30, rounding: 'halfUp', out: signedElem(8), multiplier: 1_518_500_249 },
      inputs: x(signedElem(24), [1]),
      fold: { lanes: 1 },
      steps: 2,
    },
    {
      title: 'one code out',
      attrs: { shift: 3, rounding: 'halfEven', out: elem(-128, -128) },
      inputs: x(signedElem(4), [6]),
      fold: { lanes: 6 },
    },
  ],
});

describe('arithmetic of requantise', () => {
  const attrs = (given: object): Attrs => v.parse(requantise.attrs, given);

  for (const rounding of roundings) {
    test(`plain numbers equal bigints for ${rounding}, all codes, shifts and several factors`, () => {
      const type = signedElem(7);
      const values = Array.from({ length: 128 }, (_, i) => i - 64);
      for (const multiplier of [1, -1, 3, -5, 1 << 20]) {
        for (const shift of [0, 1, 2, 3, 7, 21, 40, 50, 62]) {
          const given = attrs({ shift, rounding, out: signedElem(20), multiplier });
          const y = requantiseTensor(given, outputElem(given, type), tensor(type, [128], values));
          expect([...y.data].map(BigInt)).toEqual(values.map((value) => one(given, BigInt(value))));
        }
      }
    });
  }

  const ties = [-5, -3, -1, 1, 3, 5];
  const table: Readonly<Record<(typeof roundings)[number], readonly number[]>> = {
    floor: [-3, -2, -1, 0, 1, 2],
    ceil: [-2, -1, 0, 1, 2, 3],
    toZero: [-2, -1, 0, 0, 1, 2],
    awayFromZero: [-3, -2, -1, 1, 2, 3],
    halfEven: [-2, -2, 0, 0, 2, 2],
    halfAwayFromZero: [-3, -2, -1, 1, 2, 3],
    halfTowardZero: [-2, -1, 0, 0, 1, 2],
    halfUp: [-2, -1, 0, 1, 2, 3],
  };
  for (const rounding of roundings) {
    test(`${ties.map((n) => `${n}/2`).join(', ')} become ${table[rounding].join(', ')} with ${rounding}`, () => {
      const given = attrs({ shift: 1, rounding, out: signedElem(8) });
      expect(ties.map((n) => Number(one(given, BigInt(n))))).toEqual(table[rounding]);
    });
  }

  test('the interval of the output is reached at both ends', () => {
    const given = attrs({ shift: 2, rounding: 'halfUp', out: elem(-10, 5), multiplier: -1 });
    expect(outputElem(given, elem(-8, 31))).toEqual(elem(-8, 2));
  });
});
