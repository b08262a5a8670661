// What dense and spiking-dense share: attributes, types, exact intervals and folds of y = bias + W x.
import * as v from 'valibot';
import {
  contains,
  DendraError,
  type Dim,
  describeElem,
  type Elem,
  elem,
  fracAttr,
  integer,
  isVariable,
  maxRows,
  maxSize,
  rowLength,
  type StreamType,
  signedElem,
  type Tensor,
  tensorOfRank,
  unite,
} from '../ir/index.ts';

/** Attributes of a product with a constant matrix. */
export interface MatrixAttrs {
  /** Weights [outputs, inputs], at most 32 bits each. */
  readonly weights: Tensor;
  /** Bias [outputs]; 0 when absent. */
  readonly bias?: Tensor | undefined;
  /** What the inputs are: each row of x, or the whole tensor. */
  readonly over: 'row' | 'tensor';
  /** Fraction bits of the weights; the bias has those of the result. */
  readonly frac: number;
  /** Bits of a weight and of a bias, in two's complement, that software may write later; absent for constants. */
  readonly reload?: Reload | undefined;
}

/** Bits that reloaded values have. */
export interface Reload {
  readonly weights: number;
  readonly bias?: number | undefined;
}

/** Schema entries of these attributes. */
export const matrixEntries = {
  weights: tensorOfRank(2),
  bias: v.optional(tensorOfRank(1)),
  over: v.optional(v.picklist(['row', 'tensor'], 'row or tensor'), 'row'),
  frac: v.optional(fracAttr, 0),
  reload: v.optional(v.strictObject({ weights: integer(1, 32), bias: v.optional(integer(1, 64)) })),
};

/** Outputs and inputs of the matrix. */
export function sizes({ weights }: MatrixAttrs): { outputs: number; inputs: number } {
  return { outputs: weights.shape[0]!, inputs: weights.shape[1]! };
}

/** What is known of a matrix after one scan. */
interface Scan {
  readonly weights: Int32Array;
  /** Interval of all weights. */
  readonly elem: Elem;
  /** Sum of the positive and of the negative weights of each output; exact, since they stay below 2^53. */
  readonly positive: Float64Array;
  readonly negative: Float64Array;
}

const scans = new WeakMap<Tensor, Scan>();

/** Scans a matrix once; later calls are free. */
export function scanOf({ weights: tensor }: Pick<MatrixAttrs, 'weights'>): Scan {
  const known = scans.get(tensor);
  if (known !== undefined) return known;
  const scan = scanWeights(tensor);
  scans.set(tensor, scan);
  return scan;
}

function scanWeights({ shape, data }: Tensor): Scan {
  const [outputs, inputs] = [shape[0]!, shape[1]!];
  const weights = data instanceof Int32Array ? data : Int32Array.from(data, narrow);
  const positive = new Float64Array(outputs);
  const negative = new Float64Array(outputs);
  let [lo, hi] = [weights[0]!, weights[0]!];
  for (let o = 0, k = 0; o < outputs; o++) {
    let [up, down] = [0, 0];
    for (const end = k + inputs; k < end; k++) {
      const w = weights[k]!;
      if (w > 0) up += w;
      else down += w;
      if (w < lo) lo = w;
      else if (w > hi) hi = w;
    }
    positive[o] = up;
    negative[o] = down;
  }
  return { weights, elem: elem(lo, hi), positive, negative };
}

function narrow(w: bigint): number {
  if (BigInt.asIntN(32, w) === w) return Number(w);
  throw new DendraError(`a weight must be an integer of at most 32 bits, not ${w}`, {
    attribute: 'weights',
    rule: 'weight-width',
  });
}

/** Type of every weight: all that may be written where the matrix can be reloaded, else the interval of those it has. */
export function weightElem(attrs: Pick<MatrixAttrs, 'weights' | 'reload'>): Elem {
  return attrs.reload === undefined ? scanOf(attrs).elem : signedElem(attrs.reload.weights);
}

/** Type of every bias, likewise; 0 is among them. */
export function biasElem({ bias, reload }: MatrixAttrs): Elem {
  if (bias === undefined) return elem(0, 0);
  return reload?.bias === undefined ? rangeOf(bias) : signedElem(reload.bias);
}

function rangeOf({ data }: Tensor): Elem {
  let range: Elem = elem(0, 0);
  for (const value of data) range = unite(range, elem(value, value));
  return range;
}

/** Interval of the result, and of the accumulator: whatever part of the inputs has been added. */
export interface Bounds {
  readonly result: Elem;
  readonly partial: Elem;
}

const bounds = new WeakMap<MatrixAttrs, Map<string, Bounds>>();

/** Exact bounds, united over all outputs; found once for every input type. */
export function boundsOf(attrs: MatrixAttrs, x: Elem): Bounds {
  let known = bounds.get(attrs);
  if (known === undefined) {
    known = new Map();
    bounds.set(attrs, known);
  }
  const key = `${x.int[0]} ${x.int[1]} ${x.frac}`;
  const found = known.get(key) ?? findBounds(attrs, x);
  known.set(key, found);
  return found;
}

function findBounds(attrs: MatrixAttrs, x: Elem): Bounds {
  return attrs.reload === undefined ? constantBounds(attrs, x) : reloadBounds(attrs, x);
}

/** Every weight may be any code, so each product is bounded for itself; x of constant 0 still leaves every product a bit. */
function reloadBounds(attrs: MatrixAttrs, x: Elem): Bounds {
  const { inputs } = sizes(attrs);
  const [a, b] = weightElem(attrs).int;
  const inner = x.int[0] === 0n && x.int[1] === 0n ? [0n, 1n] : x.int;
  const products = inner.flatMap((value) => [a * value, b * value]);
  const bias = biasElem(attrs);
  const frac = x.frac + attrs.frac;
  const sum = (terms: readonly bigint[]): Elem => {
    const range = terms.map((term) => elem(term, term)).reduce(unite);
    return elem(bias.int[0] + BigInt(inputs) * range.int[0], bias.int[1] + BigInt(inputs) * range.int[1], frac);
  };
  return { result: sum(products), partial: sum([0n, ...products]) };
}

function constantBounds(attrs: MatrixAttrs, x: Elem): Bounds {
  const { positive, negative } = scanOf(attrs);
  const [lo] = x.int;
  // An input that is always 0 is taken for 0..1: sound, and no weight is left without a use in hardware.
  const hi = lo === 0n && x.int[1] === 0n ? 1n : x.int[1];
  const [under, over] = [lo < 0n ? lo : 0n, hi > 0n ? hi : 0n];
  const result = new Range();
  const partial = new Range();
  for (let o = 0; o < positive.length; o++) {
    const bias = BigInt(attrs.bias?.data[o] ?? 0);
    const [up, down] = [BigInt(positive[o]!), BigInt(negative[o]!)];
    result.add(bias + up * lo + down * hi);
    result.add(bias + up * hi + down * lo);
    partial.add(bias + up * under + down * over);
    partial.add(bias + up * over + down * under);
  }
  const frac = x.frac + attrs.frac;
  return { result: result.elem(frac), partial: partial.elem(frac) };
}

/** A growing interval. */
class Range {
  #lo: bigint | undefined;
  #hi: bigint | undefined;

  add(value: bigint): void {
    if (this.#lo === undefined || value < this.#lo) this.#lo = value;
    if (this.#hi === undefined || value > this.#hi) this.#hi = value;
  }

  elem(frac: number): Elem {
    return elem(this.#lo!, this.#hi!, frac);
  }
}

/** The type of the result; throws when matrix, bias and input do not fit together. */
export function inferMatrix(attrs: MatrixAttrs, x: StreamType): StreamType {
  const { outputs, inputs } = sizes(attrs);
  const whole = attrs.over === 'tensor';
  if (whole ? isVariable(x) : typeof (x.shape.at(-1) ?? 1) !== 'number') {
    throw new DendraError('the inputs of the matrix must be fixed in number, not of a run-time length', {
      rule: 'fixed-length',
      hint: whole ? 'use over: "row", or reduce the tensor first' : 'bring another dimension to the end',
    });
  }
  const length = whole ? maxSize(x) : rowLength(x);
  if (inputs !== length || outputs === 0) {
    throw new DendraError(
      `weights must be a matrix of shape [outputs, ${length}], not [${attrs.weights.shape.join(', ')}]`,
      {
        attribute: 'weights',
        rule: 'weight-shape',
        hint: `one column for each element of ${whole ? 'the tensor' : 'a row'}; "over" chooses between row and tensor`,
      },
    );
  }
  if (attrs.bias !== undefined && attrs.bias.shape[0] !== outputs) {
    throw new DendraError(`bias must be a tensor of shape [${outputs}], not [${attrs.bias.shape.join(', ')}]`, {
      attribute: 'bias',
      rule: 'bias-shape',
      hint: 'one element for each row of weights',
    });
  }
  checkReload(attrs);
  const rows: readonly Dim[] = whole ? [] : x.shape.slice(0, -1);
  return { elem: boundsOf(attrs, x.elem).result, shape: [...rows, outputs], order: 'dense' };
}

/** The values of the graph are the first ones in the memory, so they must be among those that it holds. */
function checkReload(attrs: MatrixAttrs): void {
  const { reload, bias } = attrs;
  if (reload === undefined) return;
  if ((reload.bias === undefined) !== (bias === undefined)) {
    const [expected, given] = bias === undefined ? ['absent', 'given'] : ['a number of bits', 'absent'];
    throw new DendraError(`reload.bias must be ${expected}, not ${given}`, {
      attribute: 'reload',
      rule: 'reload-bias',
      hint: bias === undefined ? 'a unit without bias has no memory for one' : 'weights and bias are reloaded together',
    });
  }
  const held: readonly (readonly [string, Elem, Elem])[] = [
    ['weights', weightElem(attrs), scanOf(attrs).elem],
    ['bias', biasElem(attrs), bias === undefined ? elem(0, 0) : rangeOf(bias)],
  ];
  for (const [attribute, type, given] of held) {
    if (contains(type, given)) continue;
    throw new DendraError(`${attribute} must stay within ${describeElem(type)}, not ${describeElem(given)}`, {
      attribute,
      rule: 'reload-width',
      hint: `"reload" gives the bits of ${attribute}`,
    });
  }
}

/** Numbers of output lanes: divisors of a row, or any number where there is but one row. */
export function outputFolds(y: StreamType): readonly number[] {
  const row = rowLength(y);
  const free = !isVariable(y) && maxRows(y) === 1;
  const all = Array.from({ length: Math.min(row, 4096) }, (_, i) => i + 1);
  return all.filter((lanes) => free || row % lanes === 0);
}

/** Cycles for one beat of x: the outputs come in so many groups of `lanes`. */
export function groupsOf(attrs: MatrixAttrs, lanes: number): number {
  return Math.ceil(sizes(attrs).outputs / lanes);
}
