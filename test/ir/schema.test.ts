// Shared attribute schemas: what they take, what they make of it, and what they say.
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { elem, elemAttr, exactInteger, integer, isTensor, tensorOfRank } from '../../src/ir/index.ts';

const issue = (schema: v.GenericSchema, value: unknown): string | undefined =>
  v.safeParse(schema, value).issues?.[0].message;

describe('shared schemas', () => {
  test('an element type is an object of bounds, or what elem() returns', () => {
    const expected = elem(-8, 7, 4);
    expect(v.parse(elemAttr, { lo: -8, hi: 7, frac: 4 })).toEqual(expected);
    expect(v.parse(elemAttr, { lo: -8n, hi: '7', frac: 4 })).toEqual(expected);
    expect(v.parse(elemAttr, expected)).toEqual(expected);
    expect(v.parse(elemAttr, { lo: 0, hi: 1 })).toEqual(elem(0, 1));
    expect(v.parse(elemAttr, JSON.parse('{ "int": [-8, "7"], "frac": 4 }'))).toEqual(expected);
  });

  test('an element type is no empty interval and has no fractions of integers', () => {
    expect(issue(elemAttr, { lo: 1, hi: 0 })).toBe('an interval with lo <= hi');
    expect(issue(elemAttr, { lo: 0.5, hi: 1 })).toBe('an integer');
    expect(v.safeParse(elemAttr, 3).success).toBe(false);
    expect(v.safeParse(elemAttr, undefined).success).toBe(false);
  });

  test('integers keep within their bounds', () => {
    expect(issue(integer(1, 8), 9)).toBe('an integer from 1 to 8');
    expect(issue(integer(1), 0)).toBe('an integer of at least 1');
    expect(issue(integer(0), Number.NaN)).toBe('an integer of at least 0');
    expect(v.parse(exactInteger, '-18446744073709551616')).toBe(-(2n ** 64n));
  });

  test('a tensor is passed on as the same object', () => {
    const t = { shape: [2, 3], data: new Int32Array(6) };
    expect(v.parse(tensorOfRank(2), t)).toBe(t);
    expect(issue(tensorOfRank(1), t)).toBe('a tensor of 1 dimensions');
    expect(isTensor({ shape: [2], data: new Int32Array(3) })).toBe(false);
    expect(isTensor({ shape: [2], data: [1, 2] })).toBe(false);
  });
});
