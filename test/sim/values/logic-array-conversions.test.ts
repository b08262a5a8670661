// Conversions of LogicArray: the cases of cocotb's test_logic_array.py, whose names the titles carry.
import { afterEach, expect, test } from 'vitest';
import { LogicArray, Range, setResolveX } from '../../../src/sim/values/index.ts';

afterEach(() => setResolveX('error'));

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
  expect(new LogicArray('UX01ZWLH-').toString()).toBe('UX01ZWLH-');
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
  expect(() => new LogicArray('-1').toUnsigned()).toThrow(RangeError);
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
