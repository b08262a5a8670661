// LogicArray: the cases of cocotb's test_logic_array.py, whose names the titles carry.
import { describe, expect, test } from 'vitest';
import { concat, Logic, LogicArray, type LogicArrayLike, Range } from '../../../src/sim/values/index.ts';

const text = (value: LogicArrayLike, range?: Range | number) => new LogicArray(value, range).toString();

describe('construction', () => {
  test('test_logic_array_str_construction: a literal, with separators, of the length of the range', () => {
    expect(text('01xz_lh-')).toBe('01XZLH-');
    expect([text('1010', new Range(0, 'to', 3)), text('1010', 4)]).toEqual(['1010', '1010']);
    expect(new LogicArray('1010').range).toEqual(new Range(3, 'downto', 0));
    expect(() => text('101010', new Range(0, 'to', 0))).toThrow(
      new RangeError("value must have the 1 bits of Range(0, 'to', 0), not 6"),
    );
    expect(() => text('5h7_@')).toThrow(new RangeError('literal must be made of U X 0 1 Z W L H -, not 5 7 @'));
  });

  test('test_logic_array_iterable_construction: whatever a Logic is made from', () => {
    expect(text([false, 1, 'X', new Logic('Z')])).toBe('01XZ');
    expect(text(new Set(['1', '0']).values(), 2)).toBe('10');
    expect(() => text([1, 0, 1, 0], new Range(1, 'downto', 0))).toThrow(RangeError);
    expect(() => text(['l', 'o', 'l'])).toThrow(new RangeError('Logic must be one of U X 0 1 Z W L H -, not "o"'));
    expect(() => text([{} as Logic])).toThrow(TypeError);
  });

  test('test_logic_array_int_construction: an integer needs a range and must fit it, signed or not', () => {
    expect(() => text(10)).toThrow(new TypeError('range must be given with an integer, not undefined'));
    expect([text(10, new Range(5, 'downto', 0)), text(10, 6), text(10n, 6), text(true, 2)]).toEqual([
      '001010',
      '001010',
      '001010',
      '01',
    ]);
    expect([text(-8, 4), text(15, 4), text(-10, 8)]).toEqual(['1000', '1111', '11110110']);
    expect(() => text(10, new Range(1, 'to', 3))).toThrow(
      new RangeError("value must be in -4 .. 7 for Range(1, 'to', 3), not 10"),
    );
    expect(() => text(-9, 4)).toThrow(new RangeError("value must be in -8 .. 15 for Range(3, 'downto', 0), not -9"));
    expect(() => text(0.5, 4)).toThrow(new TypeError('value must be an exact integer, not 0.5'));
    expect(() => text(2 ** 60, 64)).toThrow(
      new TypeError('value must be an exact integer, not 1152921504606847000, which needs a bigint'),
    );
  });

  test('a LogicArray is copied, with its range unless another is given', () => {
    const array = new LogicArray('01', new Range(4, 'to', 5));
    const copy = new LogicArray(array);
    copy.set(4, 1);
    expect([`${array}`, `${copy}`, copy.left, new LogicArray(array, 2).left]).toEqual(['01', '11', 4, 1]);
  });

  test('test_logic_array_bad_construction: other types are refused', () => {
    expect(() => text({} as Iterable<Logic>)).toThrow(
      new TypeError('value must be a literal, elements or an integer, not an object of Object'),
    );
    expect(() => text('1010', {} as Range)).toThrow(
      new TypeError('range must be a Range or a length, not an object of Object'),
    );
    expect(() => text(undefined as unknown as string)).toThrow(TypeError);
  });
});

describe('operators', () => {
  const left = new LogicArray('0011XZ');
  const right = new LogicArray('011010', new Range(-9, 'downto', -14));

  test('test_logic_array_and, _or, _xor, _invert: element by element under a new range', () => {
    expect([`${left.and(right)}`, `${left.or(right)}`, `${left.xor(right)}`]).toEqual(['0010X0', '01111X', '0101XX']);
    expect(right.and(right).range).toEqual(new Range(5, 'downto', 0));
    expect(`${new LogicArray('01XZ', new Range(0, 'to', 3)).not()}`).toBe('10XX');
  });

  test.each(['and', 'or', 'xor'] as const)(
    'test_logic_array_%s: operands are LogicArrays of one length',
    (operation) => {
      expect(() => left[operation]({} as LogicArray)).toThrow(
        new TypeError(`operand of ${operation} must be a LogicArray, not an object of Object`),
      );
      expect(() => new LogicArray('')[operation](new LogicArray('01'))).toThrow(
        new RangeError(`operand of ${operation} must have 0 elements, not 2`),
      );
    },
  );

  test('test_logic_array_concat: left elements first, under a new range', () => {
    const joined = concat(new LogicArray('01ZX', new Range(0, 'to', 3)), new LogicArray('1101'));
    expect(joined.repr()).toBe("LogicArray('01ZX1101', Range(7, 'downto', 0))");
    expect(() => concat(joined, 'nope' as unknown as LogicArray)).toThrow(
      new TypeError('operands of concat must be LogicArrays alone or Arrays alone, not a LogicArray and "nope"'),
    );
    expect(() => concat()).toThrow(new TypeError('concat must get at least one array, not none'));
  });

  test('test_equality: with arrays, literals, elements and integers, whatever the range', () => {
    const array = new LogicArray('0101', new Range(0, 'to', 3));
    for (const same of [
      new LogicArray('0101', new Range(7, 'downto', 4)),
      new LogicArray(5, 4),
      '0101',
      [0, 1, 0, 1],
      5,
      5n,
    ]) {
      expect(array.equals(same)).toBe(true);
    }
    for (const other of [
      new LogicArray('1010'),
      new LogicArray('010101'),
      {},
      'lol',
      '01_01',
      123,
      [7, 'f', {}],
      null,
    ]) {
      expect(array.equals(other)).toBe(false);
    }
    expect(new LogicArray('XXXX').equals(1)).toBe(false);
    expect(new LogicArray('xz').equals('xZ')).toBe(true);
    expect([new LogicArray('1010').equals(-6), new LogicArray('1010').equals(10)]).toEqual([true, true]);
  });
});

describe('elements', () => {
  test('test_iter, test_reversed, test_contains, test_index, test_count: a collection of Logic', () => {
    const array = new LogicArray('0001101', new Range(7, 'downto', 1));
    expect([...array]).toEqual([...'0001101'].map((symbol) => new Logic(symbol)));
    expect([...array.reversed()].join('')).toBe('1011000');
    expect([array.includes(new Logic('1')), array.includes('U')]).toEqual([true, false]);
    expect(array.index(new Logic('1'))).toBe(4);
    expect(array.index(1, 2, 1)).toBe(1);
    expect(() => array.index('Z')).toThrow(new RangeError(`value must be an element of ${array.repr()}, not "Z"`));
    expect(new LogicArray('011X1Z').count('1')).toBe(3);
  });

  test('test_indexing, test_bad_indexing, test_logic_array_setattr: by the indices of the range', () => {
    const ascending = new LogicArray('0101', new Range(8, 'to', 11));
    expect(ascending.get(8)).toBe(new Logic(0));
    expect(() => ascending.get(0)).toThrow(new RangeError("index must be in Range(8, 'to', 11), not 0"));
    ascending.set(11, 'x');
    expect(`${ascending}`).toBe('010X');
    const descending = new LogicArray('Z01X', new Range(10, 'downto', 7));
    expect(descending.get(8)).toBe(new Logic(1));
    descending.set(8, 0);
    expect(`${descending}`).toBe('Z00X');
    expect(() => descending.set(8, 9)).toThrow(RangeError);
    expect(() => descending.get({} as number)).toThrow(
      new TypeError('index must be an integer, not an object of Object'),
    );
  });

  test('test_slicing, test_slicing_infered_start_stop: both bounds are included', () => {
    const array = new LogicArray('0110XXUU');
    const slice = array.slice(5, 1);
    expect(slice.repr()).toBe("LogicArray('10XXU', Range(5, 'downto', 1))");
    array.setSlice(3, 0, 'ZZZZ');
    array.setSlice(7, 4, 0b1010);
    expect(`${array}`).toBe('1010ZZZZ');
    expect(array.slice(undefined, 3).right).toBe(3);
    array.setSlice(undefined, undefined, -1);
    expect(array.equals(0xff)).toBe(true);
    expect(new LogicArray('0110', new Range(2, 'to', 5)).slice(3, 4).repr()).toBe(
      "LogicArray('11', Range(3, 'to', 4))",
    );
  });

  test('test_slice_direction_mismatch, test_set_slice_wrong_length', () => {
    const array = new LogicArray('1010', new Range(10, 'downto', 7));
    expect(() => array.slice(7, 9)).toThrow(
      new RangeError("slice must run as Range(10, 'downto', 7) does, not from 7 to 9"),
    );
    expect(() => array.setSlice(9, 10, '01')).toThrow(RangeError);
    expect(() => array.setSlice(10, 8, '0000000')).toThrow(
      new RangeError("value must have the 3 bits of Range(2, 'downto', 0), not 7"),
    );
    expect(`${array}`).toBe('1010');
  });

  test('test_changing_range, test_repr_eval', () => {
    const array = new LogicArray('X01Z');
    array.range = new Range(1, 'to', 4);
    expect(array.repr()).toBe("LogicArray('X01Z', Range(1, 'to', 4))");
    expect(() => {
      array.range = new Range(7, 'downto', 0);
    }).toThrow(new RangeError("range must have 4 indices, not the 8 of Range(7, 'downto', 0)"));
  });

  test('test_null_vector: it has no integer', () => {
    const nullRange = new Range(-1, 'downto', 0);
    for (const empty of [
      new LogicArray(''),
      new LogicArray('', nullRange),
      new LogicArray([]),
      new LogicArray([], 0),
    ]) {
      expect([empty.length, `${empty}`, [...empty].length, empty.toBoolean(), empty.isResolvable]).toEqual([
        0,
        '',
        0,
        false,
        true,
      ]);
      expect([empty.equals(''), empty.equals([]), empty.equals(new LogicArray('')), empty.equals(0)]).toEqual([
        true,
        true,
        true,
        false,
      ]);
      expect(() => empty.toUnsigned()).toThrow(
        new RangeError('vector must have at least one bit to become an integer, not 0'),
      );
      expect(() => empty.toSigned()).toThrow(RangeError);
    }
    for (const make of [
      () => new LogicArray(0, nullRange),
      () => LogicArray.fromUnsigned(0, nullRange),
      () => LogicArray.fromSigned(0, 0),
    ]) {
      expect(make).toThrow(
        new RangeError("range of an integer must have at least one index, not Range(-1, 'downto', 0)"),
      );
    }
  });
});
