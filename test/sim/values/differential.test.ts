// The value types against those of real cocotb: random expressions, written for both, give the same values and errors.
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { HdlArray, Logic, LogicArray, Range, type ResolveMode } from '../../../src/sim/values/index.ts';
import { type Cocotb, cocotb } from '../../support/python.ts';

const environment = await cocotb('2.1.0');
const seed = Number(process.env.DENDRA_SEED ?? 1);

/** One expression in Python and here. */
interface Case {
  readonly python: string;
  readonly ours: () => unknown;
}

/** Prints the value of each expression of the input, or the kind of its error: JavaScript has one for both of Python's. */
const script = `
import json, sys
from cocotb.types import Array, Logic, LogicArray, Range

def assigned(array, key, value):
    array[key] = value
    return array

def show(value):
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, (list, tuple, Array)):
        return [show(element) for element in value]
    return repr(value) if not isinstance(value, str) else value

results = []
for line in json.load(sys.stdin):
    try:
        results.append(show(eval(line)))
    except (ValueError, IndexError):
        results.append("RangeError")
    except TypeError:
        results.append("TypeError")
print(json.dumps(results))
`;

function show(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (value instanceof HdlArray || Array.isArray(value)) return [...value].map(show);
  if (value instanceof Logic || value instanceof LogicArray || value instanceof Range) return value.repr();
  return String(value);
}

function outcome(ours: () => unknown): unknown {
  try {
    return show(ours());
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return error.constructor.name;
    throw error;
  }
}

/** Small integers in [0, bound) from a seed. */
function generator(state: number): (bound: number) => number {
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

const random = generator(seed);
const pick = <T>(list: readonly T[]): T => list[random(list.length)]!;
const literal = (length: number, symbols: string) => Array.from({ length }, () => pick([...symbols])).join('');
const list = (values: readonly unknown[]) => `[${values.join(', ')}]`;

function randomRange(length: number): Range {
  const left = random(13) - 6;
  return random(2) === 0 ? new Range(left, 'to', left + length - 1) : new Range(left, 'downto', left - length + 1);
}

/** A literal with its array in both languages; half of them hold 0, 1, L and H alone. */
function operand(length = pick([0, 1, 2, 3, 7, 8, 9, 31, 32, 33, 53, 54, 64, 65])) {
  const symbols = pick(['01', '01LH', 'UX01ZWLH-', 'ux01zwlh-']);
  // cocotb 2.1 takes a leading don't care before 0 and 1 for a sign, and gives -1 for "-1"; here it stays an X.
  const text = literal(length, symbols).replace(/^-/, 'X');
  const range = randomRange(length);
  const make = () => new LogicArray(text, range);
  return { text, range, make, length, python: `LogicArray('${text}', ${range.repr()})` };
}

const cases: readonly (() => Case)[] = [
  () => {
    const a = operand();
    const { call, ours } = pick<{ call: string; ours: (a: LogicArray) => unknown }>([
      { call: '.to_unsigned()', ours: (x) => x.toUnsigned() },
      { call: '.to_signed()', ours: (x) => x.toSigned() },
      { call: '.to_bytes(byteorder="big")', ours: (x) => x.toBytes('big') },
      { call: '.to_bytes(byteorder="little")', ours: (x) => x.toBytes('little') },
      { call: '.is_resolvable', ours: (x) => x.isResolvable },
      { call: '.__bool__()', ours: (x) => x.toBoolean() },
      { call: '.__invert__()', ours: (x) => x.not() },
      { call: '.__str__()', ours: (x) => `${x}` },
      { call: '.__repr__()', ours: (x) => x.repr() },
      { call: '.__len__()', ours: (x) => x.length },
    ]);
    return { python: a.python + call, ours: () => ours(a.make()) };
  },
  () => {
    const a = operand();
    const mode = pick<ResolveMode>(['weak', 'zeros', 'ones']);
    return { python: `${a.python}.resolve('${mode}')`, ours: () => a.make().resolve(mode) };
  },
  () => {
    const a = operand();
    const b = operand(random(4) === 0 ? undefined : a.length);
    const { sign, name } = pick([
      { sign: '&', name: 'and' },
      { sign: '|', name: 'or' },
      { sign: '^', name: 'xor' },
    ] as const);
    return { python: `${a.python} ${sign} ${b.python}`, ours: () => a.make()[name](b.make()) };
  },
  () => {
    const width = 1 + random(66);
    const value = (BigInt(random(2 ** 30)) << BigInt(random(width + 3))) * (random(2) === 0 ? -1n : 1n);
    const range = randomRange(width);
    const kind = random(3);
    if (kind === 0) {
      return { python: `LogicArray(${value}, ${range.repr()})`, ours: () => new LogicArray(value, range) };
    }
    const onOverflow = pick(['error', 'wrap'] as const);
    const python = kind === 1 ? 'from_unsigned' : 'from_signed';
    const ours = kind === 1 ? LogicArray.fromUnsigned : LogicArray.fromSigned;
    return {
      python: `LogicArray.${python}(${value}, ${range.repr()}, on_overflow="${onOverflow}")`,
      ours: () => ours(value, range, { onOverflow }),
    };
  },
  () => {
    const bytes = Uint8Array.from({ length: 1 + random(9) }, () => random(256));
    const order = pick(['big', 'little'] as const);
    const width = random(4) === 0 ? random(70) : 8 * bytes.length;
    return {
      python: `LogicArray.from_bytes(bytes(${list([...bytes])}), ${width}, byteorder="${order}")`,
      ours: () => LogicArray.fromBytes(bytes, order, width),
    };
  },
  () => {
    const a = operand(1 + random(12));
    const [left, right] = [random(14) - 7, random(14) - 7];
    if (random(2) === 0) return { python: `${a.python}[${left}:${right}]`, ours: () => a.make().slice(left, right) };
    const value = literal(random(6), '01xz');
    return {
      python: `assigned(${a.python}, slice(${left}, ${right}), '${value}')`,
      ours: () => {
        const array = a.make();
        array.setSlice(left, right, value);
        return array;
      },
    };
  },
  () => {
    const a = operand(1 + random(12));
    const index = random(14) - 7;
    if (random(2) === 0) return { python: `${a.python}[${index}]`, ours: () => a.make().get(index) };
    const value = pick(['x', '0', '1', 'q', 'H']);
    return {
      python: `assigned(${a.python}, ${index}, '${value}')`,
      ours: () => {
        const array = a.make();
        array.set(index, value);
        return array;
      },
    };
  },
  () => {
    const a = operand(random(6));
    const value = random(80) - 40;
    const other = pick<{ python: string; ours: unknown }>([
      { python: `${value}`, ours: value },
      { python: `'${a.text}'`, ours: a.text },
      { python: `'${a.text.slice(1)}'`, ours: a.text.slice(1) },
      { python: list([...a.text].map((symbol) => `'${symbol}'`)), ours: [...a.text] },
      { python: 'None', ours: null },
      { python: 'True', ours: true },
      { python: `LogicArray('${a.text}')`, ours: new LogicArray(a.text) },
      { python: "[0, 'f', 3]", ours: [0, 'f', 3] },
    ]);
    return { python: `${a.python} == ${other.python}`, ours: () => a.make().equals(other.ours) };
  },
  () => {
    const a = operand(1 + random(40));
    const spec = pick(['', '#']) + pick(['', '_']) + pick(['b', 'o', 'd', 'x', 'X']);
    const grouped = random(5) === 0 ? pick([',d', '#,d', ',x', 'z', '#']) : spec;
    return { python: `format(${a.python}, '${grouped}')`, ours: () => a.make().format(grouped) };
  },
  () => {
    const a = operand(1 + random(9));
    const symbol = pick([...'01XZ']);
    const [start, stop] = [pick([...a.range]), pick([...a.range])];
    const { call, ours } = pick<{ call: string; ours: (x: LogicArray) => unknown }>([
      { call: `.index(Logic('${symbol}'))`, ours: (x) => x.index(new Logic(symbol)) },
      { call: `.index('${symbol}', ${start}, ${stop})`, ours: (x) => x.index(symbol, start, stop) },
      { call: `.count('${symbol}')`, ours: (x) => x.count(symbol) },
      { call: `.__contains__('${symbol}')`, ours: (x) => x.includes(symbol) },
      { call: '.__reversed__().__next__()', ours: (x) => x.reversed().next().value },
    ]);
    return { python: a.python + call, ours: () => ours(a.make()) };
  },
  () => {
    const range = randomRange(random(6));
    const [a, b] = [random(14) - 7, random(14) - 7];
    const other = randomRange(random(3));
    const { call, ours } = pick<{ call: string; ours: () => unknown }>([
      { call: `[${a}]`, ours: () => range.at(a) },
      { call: `[${a}:${b}]`, ours: () => [...range.slice(a, b)] },
      { call: `.index(${a})`, ours: () => range.index(a) },
      { call: `.count(${a})`, ours: () => range.count(a) },
      { call: `.__contains__(${a})`, ours: () => range.includes(a) },
      { call: ` == ${other.repr()}`, ours: () => range.equals(other) },
      { call: '.__len__()', ours: () => range.length },
    ]);
    const python = range.repr() + call;
    return { python: /^\S+, \S+, \S+\[-?\d+:/.test(python) ? `list(${python})` : python, ours };
  },
  () => {
    const values = Array.from({ length: 1 + random(8) }, () => random(4));
    const range = randomRange(values.length);
    const [a, b] = [random(14) - 7, random(14) - 7];
    const make = () => new HdlArray(values, range);
    const { call, ours } = pick<{ call: string; ours: () => unknown }>([
      { call: `[${a}]`, ours: () => make().get(a) },
      { call: `[${a}:${b}]`, ours: () => make().slice(a, b) },
      { call: `[${a}:${b}].range`, ours: () => make().slice(a, b).range },
      { call: '.index(2)', ours: () => make().index(2) },
      { call: '.count(2)', ours: () => make().count(2) },
      { call: ` == ${list([...values].sort())}`, ours: () => make().equals([...values].sort()) },
    ]);
    return { python: `Array(${list(values)}, ${range.repr()})${call}`, ours };
  },
];

function logicPairs(): Case[] {
  const symbols = [...'UX01ZWLH-'];
  return symbols.flatMap((a) =>
    symbols.flatMap((b) => [
      { python: `Logic('${a}') & Logic('${b}')`, ours: () => new Logic(a).and(new Logic(b)) },
      { python: `Logic('${a}') | Logic('${b}')`, ours: () => new Logic(a).or(new Logic(b)) },
      { python: `Logic('${a}') ^ Logic('${b}')`, ours: () => new Logic(a).xor(new Logic(b)) },
      { python: `Logic('${a}') == Logic('${b}')`, ours: () => new Logic(a).equals(new Logic(b)) },
    ]),
  );
}

test.skipIf(environment.missing !== undefined)(
  `3000 random expressions agree with cocotb 2.1, seed ${seed} ${environment.missing ?? ''}`,
  () => {
    const programs = [...logicPairs(), ...Array.from({ length: 3000 }, (_, i) => cases[i % cases.length]!())];
    const { python, env } = environment as Cocotb;
    const input = JSON.stringify(programs.map((program) => program.python));
    const results: unknown[] = JSON.parse(execFileSync(python, ['-c', script], { env, input, encoding: 'utf8' }));
    const line = (text: string, value: unknown) => `${text} is ${JSON.stringify(value)}`;
    expect(programs.map(({ python, ours }) => line(python, outcome(ours)))).toEqual(
      programs.map(({ python }, i) => line(python, results[i])),
    );
    // Most expressions must have a value, or little would be compared.
    expect(results.filter((result) => result === 'RangeError').length).toBeLessThan(programs.length / 2);
  },
);
