// Range: the cases of cocotb's test_range.py, whose names the titles carry.
import { expect, test } from 'vitest';
import { Range } from '../../../src/sim/values/index.ts';

test('test_to_range: an ascending range counts up and holds both bounds', () => {
  const range = new Range(1, 'to', 8);
  expect([range.left, range.direction, range.right, range.length]).toEqual([1, 'to', 8, 8]);
  expect([...range]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect([...range.reversed()]).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  expect([range.at(0), range.at(7), range.at(-1)]).toEqual([1, 8, 8]);
  expect(() => range.at(8)).toThrow(new RangeError("position must be one of the 8 of Range(1, 'to', 8), not 8"));
  expect(range.slice(3, 7).equals(new Range(4, 'to', 7))).toBe(true);
  expect([range.includes(8), range.includes(10), range.includes(1.5)]).toEqual([true, false, false]);
  expect(range.index(7)).toBe(6);
  expect(() => range.index(9)).toThrow(new RangeError("index must be in Range(1, 'to', 8), not 9"));
  expect([range.count(4), range.count(10)]).toEqual([1, 0]);
});

test('test_downto_range: a descending range counts down, below 0 as well', () => {
  const range = new Range(4, 'downto', -3);
  expect([range.left, range.direction, range.right, range.length]).toEqual([4, 'downto', -3, 8]);
  expect([...range]).toEqual([4, 3, 2, 1, 0, -1, -2, -3]);
  expect([...range.reversed()]).toEqual([-3, -2, -1, 0, 1, 2, 3, 4]);
  expect([range.at(0), range.at(7), range.at(-8)]).toEqual([4, -3, 4]);
  expect(() => range.at(-9)).toThrow(RangeError);
  expect(range.slice(3, 7).equals(new Range(1, 'downto', -2))).toBe(true);
  expect([range.includes(0), range.includes(10)]).toEqual([true, false]);
  expect(range.index(2)).toBe(2);
  expect(() => range.index(9)).toThrow(RangeError);
  expect([range.count(4), range.count(10)]).toEqual([1, 0]);
});

test('test_null_range: a range that runs away from its right bound is empty', () => {
  const range = new Range(1, 'downto', 4);
  expect([range.left, range.direction, range.right, range.length]).toEqual([1, 'downto', 4, 0]);
  expect([...range]).toEqual([]);
  expect([...range.reversed()]).toEqual([]);
  expect(() => range.at(0)).toThrow(new RangeError("position must be one of the 0 of Range(1, 'downto', 4), not 0"));
  expect(range.includes(2)).toBe(false);
  expect(() => range.index(4)).toThrow(RangeError);
  expect(range.count(4)).toBe(0);
});

test('test_bad_arguments, test_bad_bound, test_bad_direction, test_bad_getitem: each says what is wrong', () => {
  const bad = Range as unknown as new (...values: unknown[]) => Range;
  expect(() => new bad(1, 'to')).toThrow(new TypeError('right bound of a range must be an integer, not undefined'));
  expect(() => new bad('1', 'to', 5)).toThrow(new TypeError('left bound of a range must be an integer, not "1"'));
  expect(() => new bad({}, 'to', 8)).toThrow(
    new TypeError('left bound of a range must be an integer, not an object of Object'),
  );
  expect(() => new bad(1, 2.5)).toThrow(new TypeError('right bound of a range must be an integer, not 2.5'));
  expect(() => new bad(1, 'nope', 8)).toThrow(
    new RangeError('direction of a range must be "to" or "downto", not "nope"'),
  );
  expect(() => new Range(10, 'downto', 4).at('8' as unknown as number)).toThrow(
    new TypeError('position in a range must be an integer, not "8"'),
  );
});

test('test_equality: ranges are equal when they yield the same indices, so all null ranges are', () => {
  expect(new Range(7, 'downto', -7).equals(new Range(7, 'downto', -7))).toBe(true);
  expect(new Range(7, 'downto', -7).equals(new Range(0, 'to', 8))).toBe(false);
  expect(new Range(1, 'to', 0).equals(new Range(8, 'to', -8))).toBe(true);
  expect(new Range(3, 'to', 3).equals(new Range(3, 'downto', 3))).toBe(true);
  expect(new Range(1, 'to', 4).equals(789)).toBe(false);
});

test('test_other_constructors: without a direction the bounds give it', () => {
  expect(new Range(1, 8)).toEqual(new Range(1, 'to', 8));
  expect(new Range(3, -4)).toEqual(new Range(3, 'downto', -4));
  expect(new Range(2, 2).direction).toBe('to');
});

test('test_use_in_set: the text of a range is its key', () => {
  expect(new Set([`${new Range(1, 'to', 8)}`, `${new Range(1, 'to', 8)}`]).size).toBe(1);
  expect(new Set([`${new Range(1, 'to', 8)}`, `${new Range(8, 'downto', 1)}`]).size).toBe(2);
});

test('test_repr, test_uppercase_in_direction: directions are lower case in text', () => {
  expect(new Range(5, 'to', 9).repr()).toBe("Range(5, 'to', 9)");
  expect(new Range(1, 'TO', 8).direction).toBe('to');
  expect(`${new Range(7, 'DOWNTO', 0)}`).toBe('7 downto 0');
});
