// Data of the template `matrix`: widths, pipeline and adder tree of a product with a constant matrix.
import {
  ceilLog2,
  type Elem,
  elem,
  isSigned,
  isVariable,
  maxRows,
  maxSize,
  rowLength,
  type Site,
  signedWidth,
  unite,
  widthOf,
} from '../ir/index.ts';
import { literal } from '../ir/verilog.ts';
import { boundsOf, groupsOf, type MatrixAttrs, sizes, weightElem } from './matrix.ts';
import { spansRows } from './matrix-beats.ts';
import { biasBits, styleOf, weightBits } from './matrix-rom.ts';

/** What is added up in one cycle: `leaves` terms of `width` bits for each output. */
export interface Leaves {
  readonly leaves: number;
  readonly width: number;
}

/** One level of the adder tree. */
interface Level {
  readonly from: number;
  readonly to: number;
  readonly fromCount: number;
  readonly fromWidth: number;
  /** Bits of two terms side by side. */
  readonly pairWidth: number;
  readonly count: number;
  readonly width: number;
  readonly registered: boolean;
}

/** Bits of the accumulator, in two's complement. */
export function accumulatorBits({ attrs, inputs }: Pick<Site<MatrixAttrs>, 'attrs' | 'inputs'>): number {
  return signedWidth(boundsOf(attrs, inputs.x!.elem).partial);
}

/** Levels of additions; a register behind every second one and behind the last. */
function tree({ leaves, width }: Leaves, most: number): readonly Level[] {
  const levels: Level[] = [];
  for (let [count, bits] = [leaves, width]; count > 1; ) {
    const to = levels.length + 1;
    const next = { count: Math.ceil(count / 2), width: Math.min(most, bits + 1) };
    const registered = to % 2 === 0 || next.count === 1;
    levels.push({ from: to - 1, to, fromCount: count, fromWidth: bits, pairWidth: 2 * bits, ...next, registered });
    [count, bits] = [next.count, next.width];
  }
  return levels;
}

/** Register stages: address, memory, terms, and those of the adder tree. */
export function matrixStages({ leaves, width }: Leaves): number {
  return 3 + tree({ leaves, width }, width).filter(({ registered }) => registered).length;
}

/** Everything the template needs. */
export function matrixParams(site: Site<MatrixAttrs>, ins: number, events: boolean, terms: Leaves): object {
  const { attrs, inputs } = site;
  const { outputs, inputs: columns } = sizes(attrs);
  const outs = site.fold.out!;
  const groups = groupsOf(attrs, outs);
  const x = inputs.x!;
  const accumulator = accumulatorBits(site);
  // Whatever exceeds the accumulator is cut: sums modulo 2^accumulator are exact, since results fit.
  const leaf = { leaves: terms.leaves, width: Math.min(terms.width, accumulator) };
  const levels = tree(leaf, accumulator);
  const stages = matrixStages(leaf);
  const depth = (columns / ins) * groups;
  const addressBits = Math.max(1, ceilLog2(depth));
  const groupBits = Math.max(1, ceilLog2(groups));
  const accumulates = events || columns > ins;
  const bias = attrs.bias === undefined ? 0 : biasBits(attrs);
  const groupStages = groups === 1 ? 0 : accumulates ? stages : bias > 0 ? stages - 1 : 0;
  const real = outputs - (groups - 1) * outs;
  const ragged = real < outs;
  const spans = events && spansRows(site);
  const variable = isVariable(x);
  const weight = weightElem(attrs);
  const activeBits = ceilLog2(ins + 1);
  const countBits = activeBits + ceilLog2(outs + 1);
  const flags = [
    'eos',
    'last',
    ...(variable ? ['empty'] : []),
    'gives',
    ...(accumulates ? ['first'] : []),
    ...(ragged ? ['short'] : []),
  ];
  return {
    fanout: outputs,
    columns,
    ins,
    severalIns: ins > 1,
    outs,
    groups,
    grouped: groups > 1,
    groupBits,
    groupLast: literal(groups - 1, groupBits),
    isEvents: events,
    whole: attrs.over === 'tensor',
    spans,
    rowSpan: spans ? literal(rowLength(x) * groups, addressBits) : false,
    rows: attrs.over === 'tensor' ? 1 : maxRows(x),
    size: maxSize(x),
    variable,
    depth,
    addressBits,
    counted: depth > 1,
    addressLast: literal(depth - 1, addressBits),
    closingFrom: columns > ins ? literal(depth - groups, addressBits) : false,
    accumulates,
    accumulator,
    biased: bias > 0,
    biasBits: Math.max(1, bias),
    weightBits: weightBits(attrs),
    weightSigned: isSigned(weight),
    block: styleOf(depth, attrs.reload !== undefined) === 'block',
    reloads: attrs.reload !== undefined,
    xWidth: widthOf(x.elem),
    xSigned: isSigned(x.elem),
    leaves: leaf.leaves,
    leafWidth: leaf.width,
    tree: levels,
    sum: levels.length,
    sumWidth: levels.at(-1)?.width ?? leaf.width,
    stages,
    before: stages - 1,
    dsp: false,
    pipeline: pairs(stages),
    groupPipeline: pairs(groupStages),
    flags: flags.map((name, i) => ({ name, comma: i < flags.length - 1 })),
    flagBits: flags.length,
    ragged,
    real,
    outsLiteral: literal(outs, countBits),
    realLiteral: literal(real, countBits),
    shortKeep: `${outs}'b${'1'.repeat(real).padStart(outs, '0')}`,
    activeBits,
    countBits,
    increments: { synapse: countBits },
  };
}

function pairs(stages: number): readonly { from: number; to: number }[] {
  return Array.from({ length: stages }, (_, i) => ({ from: i, to: i + 1 }));
}

/** Bits of the product of two codes, in two's complement. */
export function productBits(a: Elem, b: Elem): number {
  const product = signedWidth(a.int.flatMap((x) => b.int.map((y) => elem(x * y, x * y))).reduce(unite));
  // A factor that is always 0 would make the product narrower than the other factor, and leave its upper bits unread.
  return Math.max(product, signedWidth(a), signedWidth(b));
}
