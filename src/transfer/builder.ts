// Builds expression graphs: the operations of an algebra as nodes, with binary points aligned and nothing said twice.
import { contains, DendraError, type Elem, type Rounding, roundShift, unsignedElem } from '../ir/index.ts';
import type { Algebra, Callee, Overflow } from './algebra.ts';
import { codeAt, type Dyadic, describeRange, exponentOf, reduce, toNumber } from './dyadic.ts';
import { mostBits, NodeStore } from './nodes.ts';
import { replay } from './rebuild.ts';
import { requireAllCodes } from './wrap.ts';

/** Collects the nodes of one function; a value is the number of its node. */
export class ExpressionBuilder extends NodeStore implements Algebra<number> {
  add(a: number, b: number): number {
    if (this.is(a, 0n)) return b;
    if (this.is(b, 0n)) return a;
    return this.node('add', this.aligned(a, b));
  }

  sub(a: number, b: number): number {
    if (this.is(b, 0n)) return a;
    if (a === b) return this.constant({ code: 0n, frac: 0 });
    return this.node('sub', this.aligned(a, b));
  }

  mul(a: number, b: number): number {
    for (const [x, y] of [
      [a, b],
      [b, a],
    ] as const) {
      const value = this.constantOf(y);
      const by = value === undefined ? undefined : exponentOf(value);
      if (by !== undefined) return this.point(x, by);
      const power = this.nodes[y]!;
      // x 2^n is a shift; the power itself is not needed.
      if (power.op === 'shift' && this.is(power.args[0]!, 1n)) return this.node('shift', [x, power.args[1]!]);
    }
    if (this.is(a, 0n) || this.is(b, 0n)) return this.constant({ code: 0n, frac: 0 });
    return this.node('mul', a < b ? [a, b] : [b, a]);
  }

  divide(a: number, b: number): number {
    const type = this.typeOf(b);
    const value = this.constantOf(b);
    const by = value === undefined ? undefined : exponentOf(value);
    if (by !== undefined) return this.point(a, -by);
    if (value === undefined && type.int[0] <= 0n && type.int[1] >= 0n) {
      throw new DendraError(`a divisor must be without 0, not ${describeRange(type)}`, {
        rule: 'transfer-divisor',
        hint: 'keep it away from 0 with clamp or max, and multiply by a reciprocal from approximate()',
      });
    }
    const given = value === undefined ? describeRange(type) : toNumber(value);
    throw new DendraError(`a divisor must be a constant power of two, not ${given}`, {
      rule: 'transfer-divisor',
      hint: 'multiply by a reciprocal: a constant one quantised to the bits that matter, or one from approximate()',
    });
  }

  power(n: number): number {
    const value = this.constantOf(n);
    const type = this.typeOf(n);
    if (value !== undefined && reduce(value).frac === 0) {
      return this.constant({ code: 1n, frac: -Number(codeAt(reduce(value), 0)) });
    }
    if (type.frac > 0) {
      throw new DendraError(`an exponent of 2 must be an integer, not one with ${type.frac} fraction bits`, {
        rule: 'transfer-exponent',
        hint: 'take its floor, and 2 ** fraction from approximate()',
      });
    }
    const integer = this.align(n, 0);
    const { int } = this.typeOf(integer);
    if (int[1] - int[0] >= mostBits) {
      throw new DendraError(`an exponent of 2 must span fewer than ${mostBits} values, not ${int[0]}..${int[1]}`, {
        rule: 'transfer-exponent',
        hint: 'clamp it',
      });
    }
    return this.node('shift', [this.constant({ code: 1n, frac: 0 }), integer]);
  }

  abs(x: number): number {
    if (this.constantOf(x) !== undefined) return this.node('abs', [x]);
    return this.typeOf(x).int[0] >= 0n ? x : this.node('abs', [x]);
  }

  min(a: number, b: number): number {
    const [x, y] = this.aligned(a, b) as [number, number];
    const [s, t] = [this.typeOf(x).int, this.typeOf(y).int];
    if (s[1] <= t[0]) return x;
    if (t[1] <= s[0]) return y;
    if (this.constantOf(y) !== undefined) return this.saturate(x, s[0], t[0]);
    if (this.constantOf(x) !== undefined) return this.saturate(y, t[0], s[0]);
    return this.node('min', [x, y]);
  }

  max(a: number, b: number): number {
    const [x, y] = this.aligned(a, b) as [number, number];
    const [s, t] = [this.typeOf(x).int, this.typeOf(y).int];
    if (s[0] >= t[1]) return x;
    if (t[0] >= s[1]) return y;
    if (this.constantOf(y) !== undefined) return this.saturate(x, t[0], s[1]);
    if (this.constantOf(x) !== undefined) return this.saturate(y, s[0], t[1]);
    return this.node('max', [x, y]);
  }

  less(a: number, b: number): number {
    const [x, y] = this.aligned(a, b) as [number, number];
    const [s, t] = [this.typeOf(x).int, this.typeOf(y).int];
    return this.truth('less', [x, y], s[1] < t[0] ? true : s[0] >= t[1] || x === y ? false : undefined);
  }

  equal(a: number, b: number): number {
    const [x, y] = this.aligned(a, b) as [number, number];
    const [s, t] = [this.typeOf(x).int, this.typeOf(y).int];
    return this.truth('equal', [x, y], x === y ? true : s[1] < t[0] || t[1] < s[0] ? false : undefined);
  }

  not(a: number): number {
    return this.nodes[a]!.op === 'not' ? this.nodes[a]!.args[0]! : this.truth('not', [a], undefined);
  }

  and(a: number, b: number): number {
    const known = [a, b].map((x) => this.constantOf(x)?.code);
    if (known[0] === 1n) return b;
    if (known[1] === 1n) return a;
    return this.truth('and', [a, b], known.includes(0n) ? false : undefined);
  }

  or(a: number, b: number): number {
    const known = [a, b].map((x) => this.constantOf(x)?.code);
    if (known[0] === 0n) return b;
    if (known[1] === 0n) return a;
    return this.truth('or', [a, b], known.includes(1n) ? true : undefined);
  }

  select(condition: number, a: number, b: number): number {
    const known = this.constantOf(condition);
    if (known !== undefined) return known.code === 1n ? a : b;
    const { op, args } = this.nodes[condition]!;
    if (op === 'not') return this.select(args[0]!, b, a);
    if (this.isTruth(a)) return this.or(this.and(condition, a), this.and(this.not(condition), b));
    const [x, y] = this.aligned(a, b) as [number, number];
    return x === y ? x : this.node('select', [condition, x, y]);
  }

  round(x: number, frac: number, rounding: Rounding): number {
    const { frac: from } = this.typeOf(x);
    if (from <= frac) return x;
    const { op, args, detail } = this.nodes[x]!;
    // Rounding never turns an order around, so bounds may be passed behind it, where values are narrower.
    if (op === 'saturate') {
      const ends = detail.int!.map((end) => roundShift(end, from - frac, rounding)) as [bigint, bigint];
      return this.saturate(this.round(args[0]!, frac, rounding), ends[0], ends[1]);
    }
    return this.node('round', [x], { frac, rounding });
  }

  quantise(x: number, format: Elem, rounding: Rounding, overflow: Overflow): number {
    if (overflow === 'wrap') requireAllCodes(format);
    const exact = this.align(this.round(x, format.frac, rounding), format.frac);
    const type = this.typeOf(exact);
    if (contains(format, type)) return exact;
    if (overflow === 'never') {
      throw new DendraError(`a value must be within ${describeRange(format)}, not ${describeRange(type)}`, {
        rule: 'transfer-overflow',
        hint: 'say what happens beyond: saturate or wrap',
      });
    }
    if (overflow === 'saturate') return this.saturate(exact, format.int[0], format.int[1]);
    return this.node('wrap', [exact], { int: format.int });
  }

  fraction(x: number): number {
    const { frac } = this.typeOf(x);
    if (frac <= 0) return this.constant({ code: 0n, frac: 0 });
    return this.quantise(x, unsignedElem(frac, frac), 'floor', 'wrap');
  }

  requireInt32(x: number, what: string): void {
    const { int, frac } = this.typeOf(x);
    const [lo, hi] = int.map((end) => (frac < 0 ? end << BigInt(-frac) : end)) as [bigint, bigint];
    if (frac <= 0 && lo >= -(1n << 31n) && hi < 1n << 31n) return;
    const given = frac > 0 ? `a value with ${frac} fraction bits` : `${lo}..${hi}`;
    throw new DendraError(`${what} must be an integer of 32 bits, as in JavaScript, not ${given}`, {
      rule: 'transfer-int32',
      hint: 'for any number write x * 2 ** n, or floor(x / 2 ** n)',
    });
  }

  lookup(table: readonly Dyadic[], index: number): number {
    const { int, frac } = this.typeOf(index);
    if (frac > 0 || int[0] < 0n || this.typeOf(this.align(index, 0)).int[1] >= table.length) {
      const given = frac > 0 ? `one with ${frac} fraction bits` : describeRange(this.typeOf(index));
      throw new DendraError(`an index must be an integer in 0..${table.length - 1}, not ${given}`, {
        rule: 'transfer-index',
        hint: 'clamp it to the table',
      });
    }
    const point = Math.max(...table.map((entry) => entry.frac));
    return this.node('lookup', [this.align(index, 0)], {
      table: table.map((entry) => codeAt(entry, point)),
      frac: point,
    });
  }

  call(callee: Callee, inputs: Readonly<Record<string, number>>): Record<string, number> {
    const operands = Object.fromEntries(
      Object.entries(callee.formats).map(([name, format]) => [
        name,
        this.fit(`input "${name}" of ${callee.name}`, inputs[name]!, format),
      ]),
    );
    return replay(callee.graph, this, operands);
  }

  /** The value with the binary point of the format; an error where it could round or lie outside. */
  fit(subject: string, x: number, format: Elem): number {
    const type = this.typeOf(x);
    const place = { rule: 'transfer-format', hint: 'quantise it' };
    if (type.frac > format.frac) {
      const sentence = `${subject} must have at most ${format.frac} fraction bits, not ${type.frac}`;
      throw new DendraError(sentence, place);
    }
    const exact = this.align(x, format.frac);
    if (contains(format, this.typeOf(exact))) return exact;
    const sentence = `${subject} must be within ${describeRange(format)}, not ${describeRange(type)}`;
    throw new DendraError(sentence, place);
  }
}
