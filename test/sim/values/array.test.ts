// Array: the cases of cocotb's test_array.py, whose names the titles carry.
import { expect, test } from 'vitest';
import { concat, Array as HdlArray, Range } from '../../../src/sim/values/index.ts';

test('test_value_only_construction: indices ascend from 0', () => {
  const array = new HdlArray('1234');
  expect([array.left, array.direction, array.right, array.length]).toEqual([0, 'to', 3, 4]);
});

test('test_both_construction: a range, or a length, names the elements', () => {
  const array = new HdlArray('1234', new Range(-2, 1));
  expect([array.left, array.direction, array.right]).toEqual([-2, 'to', 1]);
  expect(new HdlArray('1234', 4).range).toEqual(new Range(0, 'to', 3));
  expect(() => new HdlArray('1234', new Range(0, 1))).toThrow(
    new RangeError("elements must be the 2 of Range(0, 'to', 1), not 4"),
  );
});

test('test_bad_construction: elements must be iterable and the range a Range', () => {
  const bad = HdlArray as unknown as new (...values: unknown[]) => HdlArray<unknown>;
  expect(() => new bad()).toThrow(new TypeError('elements must be iterable, not undefined'));
  expect(() => new bad(1)).toThrow(new TypeError('elements must be iterable, not 1'));
  expect(() => new bad('1234', [])).toThrow(new TypeError('range must be a Range or a length, not an array'));
});

test('test_range, test_length: the range is kept as it was given', () => {
  const range = new Range(-2, 8);
  const array = new HdlArray([...range], range);
  expect(array.range).toBe(range);
  expect(array.length).toBe(11);
});

test('test_equality: elements count, ranges do not', () => {
  const array = new HdlArray([...'1234'], new Range(1, 4));
  expect(array.equals(new HdlArray('1234', new Range(1, 4)))).toBe(true);
  expect(array.equals(new HdlArray('1234', new Range(0, -3)))).toBe(true);
  expect(array.equals(new HdlArray('4321', new Range(1, 4)))).toBe(false);
  expect(array.equals(['1', '2', '3', '4'])).toBe(true);
  expect(array.equals(['1', '2', '3'])).toBe(false);
  expect(array.equals('1234')).toBe(false);
  expect(array.equals(8)).toBe(false);
  expect(new HdlArray([new HdlArray([1, 2])]).equals([new HdlArray([1, 2])])).toBe(true);
});

test('test_repr_eval: the text names elements and range', () => {
  expect(new HdlArray([1, 2]).repr()).toBe("Array([1, 2], Range(0, 'to', 1))");
  expect(new HdlArray([new HdlArray('a')]).repr()).toBe(`Array([Array(["a"], Range(0, 'to', 0))], Range(0, 'to', 0))`);
});

test('test_iter, test_reversed, test_contains: it is a collection of its elements', () => {
  const values = [7, true, {}, 'example'];
  const array = new HdlArray(values);
  expect([...array]).toEqual(values);
  expect([...array.reversed()]).toEqual([...values].reverse());
  expect([array.includes(true), array.includes(89)]).toEqual([true, false]);
});

test('test_index, test_count: found by value, between two indices where they are given', () => {
  const array = new HdlArray(Array.from({ length: 100 }, (_, i) => i % 10));
  expect(array.index(5)).toBe(5);
  expect(array.index(5, 10, 20)).toBe(15);
  expect(() => new HdlArray([1, 2]).index(3)).toThrow(
    new RangeError("value must be an element of Array([1, 2], Range(0, 'to', 1)), not 3"),
  );
  expect(new HdlArray('111111').count('1')).toBe(6);
});

test('test_indexing: indices are those of the range and never count from the end', () => {
  const ascending = new HdlArray<unknown>('1234', new Range(8, 'to', 11));
  expect(ascending.get(8)).toBe('1');
  expect(() => ascending.get(0)).toThrow(new RangeError("index must be in Range(8, 'to', 11), not 0"));
  ascending.set(11, false);
  expect(ascending.get(11)).toBe(false);
  const descending = new HdlArray<unknown>('1234', new Range(10, 'downto', 7));
  expect(descending.get(8)).toBe('3');
  expect(() => descending.get(-2)).toThrow(RangeError);
  descending.set(8, 9);
  expect([...descending]).toEqual(['1', '2', 9, '4']);
});

test('test_bad_indexing: an index is an integer', () => {
  const array = new HdlArray('1234');
  expect(() => array.get([] as unknown as number)).toThrow(new TypeError('index must be an integer, not an array'));
  expect(() => array.set(0.5, '9')).toThrow(new TypeError('index must be an integer, not 0.5'));
});

test('test_slicing: a slice holds both bounds and keeps their indices', () => {
  const array = new HdlArray('testingstuff');
  const slice = array.slice(2, 6);
  expect([slice.left, slice.right]).toEqual([2, 6]);
  expect(slice.equals(new HdlArray('sting'))).toBe(true);
  array.setSlice(0, 3, 'hack');
  expect([...array].join('')).toBe('hackingstuff');
});

test('test_slicing_infered_start_stop, test_slice_correct_infered: a bound left out is the own one of the array', () => {
  const array = new HdlArray<unknown>([1, 2, 3, 4]);
  expect(array.slice().equals(array)).toBe(true);
  expect(array.slice(undefined, 0).right).toBe(0);
  array.setSlice(undefined, undefined, '1234');
  expect([...array]).toEqual(['1', '2', '3', '4']);
});

test('test_slice_direction_mismatch, test_set_slice_wrong_length: a slice runs as the array does', () => {
  const array = new HdlArray<unknown>([1, 2, 3, 4], new Range(10, 'downto', 7));
  const message = "slice must run as Range(10, 'downto', 7) does, not from 7 to 9";
  expect(() => array.slice(7, 9)).toThrow(new RangeError(message));
  expect(() => array.setSlice(9, 10, ['a', 'b'])).toThrow(RangeError);
  expect(() => array.setSlice(9, 8, ['a', 'b', 'c'])).toThrow(
    new RangeError("elements must be the 2 of Range(9, 'downto', 8), not 3"),
  );
});

test('test_array_concat: elements in order under a new range; other operands are refused', () => {
  const joined = concat(new HdlArray('01ZX', new Range(5, 'downto', 2)), new HdlArray('1101'));
  expect(joined.equals([...'01ZX1101'])).toBe(true);
  expect(joined.range).toEqual(new Range(0, 'to', 7));
  expect(() => concat(joined, 'nope' as unknown as HdlArray<string>)).toThrow(
    new TypeError(`operands of concat must be LogicArrays alone or Arrays alone, not ${joined.repr()} and "nope"`),
  );
});

test('test_changing_range: another range of the same length renames the elements', () => {
  const array = new HdlArray('1234');
  array.range = new Range(3, 'downto', 0);
  expect(array.get(3)).toBe('1');
  expect(() => {
    array.range = [] as unknown as Range;
  }).toThrow(new TypeError('range must be a Range, not an array'));
  expect(() => {
    array.range = new Range(7, 'downto', 0);
  }).toThrow(new RangeError("range must have 4 indices, not the 8 of Range(7, 'downto', 0)"));
});
