// What dense and spiking-dense share: attributes, types, exact intervals and folds of y = bias + W x.
import * as v from 'valibot';
import {
  DendraError,
  type Dim,
  type Elem,
  elem,
  fracAttr,
  isVariable,
  maxRows,
  maxSize,
  rowLength,
  type StreamType,
  type Tensor,
  tensorOfRank,
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
}

/** Schema entries of these attributes. */
export const matrixEntries = {
  weights: tensorOfRank(2),
  bias: v.optional(tensorOfRank(1)),
  over: v.optional(v.picklist(['row', 'tensor'], 'row or tensor'), 'row'),
  frac: v.optional(fracAttr, 0),
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
  const rows: readonly Dim[] = whole ? [] : x.shape.slice(0, -1);
  return { elem: boundsOf(attrs, x.elem).result, shape: [...rows, outputs], order: 'dense' };
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
