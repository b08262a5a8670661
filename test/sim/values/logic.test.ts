// Logic and Bit: the cases of cocotb's test_logic.py, whose names the titles carry.
import { afterEach, expect, test } from 'vitest';
import { Bit, Logic, type LogicLike, setResolveX } from '../../../src/sim/values/index.ts';

const symbols = [...'UX01ZWLH-'];

afterEach(() => setResolveX('error'));

test.each(symbols)('test_logic_conversions: %s in both cases, and from a Logic', (symbol) => {
  expect(new Logic(symbol).symbol).toBe(symbol);
  expect(new Logic(symbol.toLowerCase())).toBe(new Logic(symbol));
  expect(new Logic(new Logic(symbol))).toBe(new Logic(symbol));
});

test('test_logic_conversions: integers and booleans, and nothing else', () => {
  expect([0, 0n, false].map((value) => new Logic(value).symbol)).toEqual(['0', '0', '0']);
  expect([1, 1n, true].map((value) => new Logic(value).symbol)).toEqual(['1', '1', '1']);
  const of = (value: unknown) => () => new Logic(value as LogicLike);
  expect(of('j')).toThrow(new RangeError('Logic must be one of U X 0 1 Z W L H -, not "j"'));
  expect(of('01')).toThrow(new RangeError('Logic must be one of U X 0 1 Z W L H -, not "01"'));
  expect(of('')).toThrow(RangeError);
  expect(of(2)).toThrow(new RangeError('Logic must be one of U X 0 1 Z W L H -, not 2'));
  expect(of({})).toThrow(
    new TypeError('Logic must be made from a string, 0, 1, a boolean or a Logic, not an object of Object'),
  );
  expect(of(undefined)).toThrow(TypeError);
});

test('test_bit_conversions, test_bit_logic_conversions: a Bit is 0 or 1', () => {
  expect([0, false, '0', new Bit(0), new Logic(0)].map((value) => new Bit(value))).toEqual(Array(5).fill(new Bit(0)));
  expect(new Logic(new Bit(1))).toBe(new Logic(1));
  const message = (given: string) => new RangeError(`Bit must be one of 0 1, not ${given}`);
  expect(() => new Bit('X')).toThrow(message('"X"'));
  expect(() => new Bit(2)).toThrow(message('2'));
  expect(() => new Bit(new Logic('Z'))).toThrow(message("Logic('Z')"));
});

test('test_logic_equality, test_bit_equality, test_logic_bit_equality: by symbol, whatever the class', () => {
  const zero = new Logic(0);
  expect([zero.equals(new Logic('0')), zero.equals('0'), zero.equals(0), zero.equals(false)]).toEqual(
    Array(4).fill(true),
  );
  expect([zero.equals(new Logic('X')), zero.equals('L'), zero.equals(2), zero.equals({}), zero.equals('ab')]).toEqual(
    Array(5).fill(false),
  );
  expect(new Logic('z').equals('z')).toBe(true);
  expect(new Bit(1).equals(new Logic(1))).toBe(true);
  expect(new Logic(1).equals(new Bit(1))).toBe(true);
});

test('test_logic_hashability, test_logic_identity, test_bit_identity: equal values are one object', () => {
  expect(new Set([...'01XZ01xz'].map((symbol) => new Logic(symbol))).size).toBe(4);
  expect(new Logic(0)).toBe(new Logic(false));
  expect(new Bit(new Logic(1))).toBe(new Bit('1'));
  expect(new Bit(1)).not.toBe(new Logic(1));
});

test('test_logic_bool_conversions, test_logic_int_conversions: only 0, 1, L and H convert', () => {
  expect([...'0L1H'].map((symbol) => new Logic(symbol).toBoolean())).toEqual([false, false, true, true]);
  expect([...'0L1H'].map((symbol) => new Logic(symbol).toNumber())).toEqual([0, 0, 1, 1]);
  for (const symbol of 'UXZW-') {
    expect(new Logic(symbol).isResolvable).toBe(false);
    expect(() => new Logic(symbol).toBoolean()).toThrow(
      new RangeError(`value must be 0, 1, L or H to become a boolean, not ${symbol}`),
    );
    expect(() => new Logic(symbol).toNumber()).toThrow(
      new RangeError(`value must be 0, 1, L or H to become an integer, not ${symbol}`),
    );
  }
});

test('test_logic_str_conversions, test_logic_repr: the symbol in text, the integer in arithmetic', () => {
  expect(symbols.map((symbol) => `${new Logic(symbol)}`).join('')).toBe('UX01ZWLH-');
  expect([new Logic('X').repr(), new Bit(0).repr()]).toEqual(["Logic('X')", "Bit('0')"]);
  expect(Number(new Logic('H')) + 1).toBe(2);
});

test('test_logic_and, test_logic_or, test_logic_xor, test_logic_invert: IEEE 1164', () => {
  const both = (a: string, operation: 'and' | 'or' | 'xor', b: string) => new Logic(a)[operation](new Logic(b)).symbol;
  expect([both('0', 'and', 'Z'), both('1', 'and', '1'), both('X', 'and', 'Z'), both('U', 'and', 'L')].join('')).toBe(
    '01X0',
  );
  expect([both('1', 'or', 'Z'), both('0', 'or', '0'), both('X', 'or', 'Z'), both('H', 'or', 'U')].join('')).toBe(
    '10X1',
  );
  expect([both('1', 'xor', '1'), both('1', 'xor', 'X'), both('1', 'xor', '0'), both('-', 'xor', 'U')].join('')).toBe(
    '0X1U',
  );
  expect(symbols.map((symbol) => new Logic(symbol).not().symbol).join('')).toBe('UX10XX10X');
  for (const operation of ['and', 'or', 'xor'] as const) {
    expect(() => new Logic(1)[operation](8 as unknown as Logic)).toThrow(
      new TypeError(`operand of ${operation} must be a Logic, not 8`),
    );
  }
});

test('the operators commute, and De Morgan holds but for U, on all pairs', () => {
  for (const a of symbols.map((symbol) => new Logic(symbol))) {
    for (const b of symbols.map((symbol) => new Logic(symbol))) {
      expect(a.and(b)).toBe(b.and(a));
      expect(a.xor(b)).toBe(b.xor(a));
      expect(a.and(b).not()).toBe(a.not().or(b.not()));
    }
  }
});

test('test_logic_bit_and, test_logic_bit_or, test_logic_bit_xor: with a Logic the result is a Logic', () => {
  for (const operation of ['and', 'or', 'xor'] as const) {
    expect(new Logic(0)[operation](new Bit(1)).constructor).toBe(Logic);
    expect((new Bit(1) as Logic)[operation](new Logic(0)).constructor).toBe(Logic);
    expect(new Bit(1)[operation](new Bit(0)).constructor).toBe(Bit);
  }
  expect([new Bit(0).not(), new Bit(1).not()]).toEqual([new Bit(1), new Bit(0)]);
});

test('resolve: weak turns W into X, the others leave 0 and 1 alone', () => {
  const all = (mode: Parameters<Logic['resolve']>[0], random?: () => number) =>
    symbols.map((symbol) => new Logic(symbol).resolve(mode, random).symbol).join('');
  expect(all('weak')).toBe('UX01ZX01-');
  expect(all('zeros')).toBe('000100010');
  expect(all('ones')).toBe('110111011');
  expect(all('random', () => 0.25)).toBe(all('zeros'));
  expect(all('random', () => 0.75)).toBe(all('ones'));
  expect(() => new Logic('X').resolve('nope' as 'ones')).toThrow(
    new RangeError('resolve mode must be error, weak, zeros, ones or random, not "nope"'),
  );
});

test('setResolveX: booleans of doubtful values are false, integers follow the mode', () => {
  setResolveX('ONES');
  expect([new Logic('X').toBoolean(), new Logic('X').toNumber(), new Logic('L').toNumber()]).toEqual([false, 1, 0]);
  setResolveX('value_error');
  expect(() => new Logic('X').toNumber()).toThrow(RangeError);
});
