// Products with constants as sums of shifted operands, in canonical signed digits: no two neighbours of which are both nonzero.
import { greater, lesser } from '../ir/index.ts';
import { ExpressionBuilder } from './builder.ts';
import type { ExpressionGraph, Multiplication } from './expression.ts';
import { rebuild } from './specialise.ts';

/** Places of the digits 1 and -1 of a number that is not 0, lowest first; their count is the least there is. */
export function signedDigits(value: bigint): { readonly place: number; readonly negative: boolean }[] {
  const digits: { place: number; negative: boolean }[] = [];
  let rest = value;
  for (let place = 0; rest !== 0n; place++, rest >>= 1n) {
    if ((rest & 1n) === 0n) continue;
    const negative = (rest & 3n) === 3n;
    digits.push({ place, negative });
    rest += negative ? 1n : -1n;
  }
  return digits;
}

/** Collects nodes; with 'shift-add' no product of a value with a constant is among them. */
export class ShiftAddBuilder extends ExpressionBuilder {
  readonly #shifts: boolean;

  constructor(multiplication: Multiplication = 'multiplier') {
    super();
    this.#shifts = multiplication === 'shift-add';
  }

  override mul(a: number, b: number): number {
    const [x, constant] = this.constantOf(a) === undefined ? [a, b] : [b, a];
    const value = this.constantOf(constant);
    if (!this.#shifts || value === undefined || value.code === 0n || this.constantOf(x) !== undefined) {
      return super.mul(a, b);
    }
    const { int } = this.typeOf(x);
    const terms = signedDigits(value.code).map(({ place, negative }) => ({
      negative,
      x: this.point(x, place - value.frac),
    }));
    // A balanced tree of pairs is as short as sums can be.
    while (terms.length > 1) {
      const pairs = terms.splice(0);
      for (let i = 0; i < pairs.length; i += 2) {
        const [first, second] = [pairs[i]!, pairs[i + 1]];
        if (second === undefined) terms.push(first);
        else if (first.negative === second.negative) {
          terms.push({ negative: first.negative, x: this.add(first.x, second.x) });
        } else {
          const [plus, minus] = first.negative ? [second.x, first.x] : [first.x, second.x];
          terms.push({ negative: false, x: this.sub(plus, minus) });
        }
      }
    }
    const [{ negative, x: sum }] = terms as [(typeof terms)[number]];
    const product = negative ? this.sub(this.constant({ code: 0n, frac: 0 }), sum) : sum;
    // Sums know less of their interval than the product does.
    const { frac } = this.typeOf(product);
    const scale = value.code << BigInt(frac - value.frac - this.typeOf(x).frac);
    const ends = int.map((end) => end * scale) as [bigint, bigint];
    return this.narrow(product, lesser(...ends), greater(...ends));
  }
}

/** The graph as it multiplies: with 'shift-add' no product with a constant is left. */
export function withProducts(graph: ExpressionGraph): ExpressionGraph {
  return graph.multiply === 'shift-add' ? rebuild(graph, new ShiftAddBuilder(graph.multiply)) : graph;
}
