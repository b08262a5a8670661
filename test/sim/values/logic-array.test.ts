// LogicArray: the cases of cocotb's test_logic_array.py, whose names the titles carry.
import { afterEach, describe, expect, test } from 'vitest';
import { concat, Logic, LogicArray, type LogicArrayLike, Range, setResolveX } from '../../../src/sim/values/index.ts';

const text = (value: LogicArrayLike, range?: Range | number) => new LogicArray(value, range).toString();

afterEach(() => setResolveX('error'));

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

describe('conversions', () => {
  test('test_logic_array_unsigned_conversion: from 0 to 2^n - 1, or its lowest bits', () => {
    expect(`${LogicArray.fromUnsigned(10, new Range(5, 'downto', 0))}`).toBe('001010');
    expect(`${LogicArray.fromUnsigned(10, 6)}`).toBe('001010');
    expect(() => LogicArray.fromUnsigned(10, 3)).toThrow(
      new RangeError("value must be in 0 .. 7 for Range(2, 'downto', 0), not 10"),
    );
    expect(() => LogicArray.fromUnsigned(-10, 8)).toThrow(new RangeError('value must be an unsigned integer, not -10'));
    expect(`${LogicArray.fromUnsigned(0b10011101, 4, { onOverflow: 'wrap' })}`).toBe('1101');
    expect(() => LogicArray.fromUnsigned(1, 4, { onOverflow: 'saturate' as 'wrap' })).toThrow(
      new RangeError('onOverflow must be "error" or "wrap", not "saturate"'),
    );
    expect(() => LogicArray.fromUnsigned('1' as unknown as number, 4)).toThrow(TypeError);
    expect(() => LogicArray.fromUnsigned(10, 'lol' as unknown as number)).toThrow(TypeError);
  });

  test('test_logic_array_signed_conversion: from -2^(n-1) to 2^(n-1) - 1, or its lowest bits', () => {
    expect(`${LogicArray.fromSigned(-2, 6)}`).toBe('111110');
    expect([`${LogicArray.fromSigned(-4, 3)}`, `${LogicArray.fromSigned(3, 3)}`]).toEqual(['100', '011']);
    for (const value of [-5, 4]) {
      expect(() => LogicArray.fromSigned(value, 3)).toThrow(
        new RangeError(`value must be in -4 .. 3 for Range(2, 'downto', 0), not ${value}`),
      );
    }
    expect(`${LogicArray.fromSigned(-12345, 4, { onOverflow: 'wrap' })}`).toBe('0111');
  });

  test('test_logic_array_bytes_conversion: whole bytes in either order', () => {
    const bytes = Uint8Array.of(0x31, 0x32);
    expect(`${LogicArray.fromBytes(bytes, 'big')}`).toBe('0011000100110010');
    expect(`${LogicArray.fromBytes(bytes, 'little', new Range(0, 'to', 15))}`).toBe('0011001000110001');
    expect(() => LogicArray.fromBytes(Uint8Array.of(0x31), 'big', 7)).toThrow(
      new RangeError("bytes must fill the 7 bits of Range(6, 'downto', 0), not 8"),
    );
    expect(() => LogicArray.fromBytes(bytes, 'middle' as 'big')).toThrow(
      new RangeError('byte order must be "big" or "little", not "middle"'),
    );
    expect(new LogicArray('00101010').toBytes('big')).toEqual(Uint8Array.of(0x2a));
    expect(new LogicArray('1_00000010').toBytes('big')).toEqual(Uint8Array.of(1, 2));
    expect(new LogicArray('1_00000010').toBytes('little')).toEqual(Uint8Array.of(2, 1));
  });

  test('test_logic_array_literal_casts: numbers up to 53 bits, bigints above', () => {
    expect(text('UX01ZWLH-')).toBe('UX01ZWLH-');
    expect(new LogicArray('0101010').toUnsigned()).toBe(0b0101010);
    expect([new LogicArray('1010').toUnsigned(), new LogicArray('1010').toSigned()]).toEqual([10, -6]);
    expect(new LogicArray(-1, 53).toUnsigned()).toBe(2 ** 53 - 1);
    expect(new LogicArray(-1, 53).toSigned()).toBe(-1);
    expect(new LogicArray(-1, 54).toUnsigned()).toBe(2n ** 54n - 1n);
    expect(new LogicArray(-1, 54).toSigned()).toBe(-1n);
    expect(new LogicArray('1').toSigned()).toBe(-1);
    expect(Number(new LogicArray('110')) + 1).toBe(7);
  });

  test('test_logic_array_index_casts: bases, prefixes and groups as Python writes them', () => {
    const array = new LogicArray('00101011');
    expect(['', 'b', 'o', 'd', 'x', '#_b', '#x', '#o'].map((spec) => array.format(spec))).toEqual([
      '00101011',
      '00101011',
      '053',
      '43',
      '2b',
      '0b0010_1011',
      '0x2b',
      '0o053',
    ]);
    expect(new LogicArray(0xbeef, 17).format('#_X')).toBe('0X0_BEEF');
    expect(new LogicArray(1234567, 32).format(',d')).toBe('1,234,567');
    expect(() => array.format(',x')).toThrow(
      new RangeError('format must be [#][_|,](b|o|d|x|X) with "," for d alone, not ",x"'),
    );
    expect(() => new LogicArray('X010').format('b')).toThrow(RangeError);
  });

  test('test_logic_array_properties: resolvable means 0, 1, L and H alone', () => {
    expect([new LogicArray('01LH').isResolvable, new LogicArray('1X1').isResolvable]).toEqual([true, false]);
  });

  test('test_logic_array_properties_deprecated: the old names work and warn once', async () => {
    const warnings: string[] = [];
    const listen = ({ message }: Error) => warnings.push(message);
    process.on('warning', listen);
    const array = new LogicArray('1010');
    expect([array.integer, array.integer, array.signedInteger, array.binstr]).toEqual([10, 10, -6, '1010']);
    expect(new LogicArray('0100000100101111').buff).toEqual(Uint8Array.of(0x41, 0x2f));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', listen);
    expect(warnings).toEqual([
      'LogicArray.integer is an old name: write toUnsigned()',
      'LogicArray.signedInteger is an old name: write toSigned()',
      'LogicArray.binstr is an old name: write toString()',
      "LogicArray.buff is an old name: write toBytes('big')",
    ]);
  });

  test('test_resolve_x: each mode, and an error without one', () => {
    const array = new LogicArray('UX01ZWLH-', new Range(0, 'to', 8));
    const message = 'vector must hold 0, 1, L and H alone to become an integer, not UX01ZWLH-';
    expect(() => array.toUnsigned()).toThrow(new RangeError(message));
    expect(() => array.toSigned()).toThrow(new RangeError(message));
    expect(new LogicArray('01LH').toUnsigned()).toBe(0b0101);
    expect(`${array.resolve('weak')}`).toBe('UX01ZX01-');
    expect(array.resolve('ones').toUnsigned()).toBe(0b110111011);
    expect(array.resolve('zeros').toUnsigned()).toBe(0b000100010);
    expect(`${array.resolve('random')}`).toMatch(/^[01]{2}01[01]{2}01[01]$/);
    expect(array.resolve('ones').range).toBe(array.range);
  });

  test('test_resolve_default_behavior: setResolveX chooses for all conversions', () => {
    const array = new LogicArray('01X');
    setResolveX('zeros');
    expect(array.toUnsigned()).toBe(0b010);
    setResolveX('ones');
    expect(array.toUnsigned()).toBe(0b011);
    setResolveX('weak');
    expect(() => array.toUnsigned()).toThrow(RangeError);
    expect(() => setResolveX('maybe')).toThrow(
      new RangeError('resolve mode must be error, weak, zeros, ones or random, not "maybe"'),
    );
  });

  test('test_bool_cast: whether any bit is 1', () => {
    expect([new LogicArray('0110').toBoolean(), new LogicArray('0000').toBoolean()]).toEqual([true, false]);
    expect(() => new LogicArray('01XZ').toBoolean()).toThrow(RangeError);
    setResolveX('ones');
    expect([new LogicArray('01XZ').toBoolean(), new LogicArray('00XZ').toBoolean()]).toEqual([true, false]);
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
