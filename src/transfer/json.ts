// Expression graphs as plain data, for graph files: operations and operands alone, since types follow from them.
import * as v from 'valibot';
import { DendraError, elemAttr, exactInteger, integer, naturalInteger, roundings } from '../ir/index.ts';
import { ExpressionBuilder } from './builder.ts';
import { type Detail, type ExpressionGraph, multiplications, type Op } from './expression.ts';
import { finish } from './rebuild.ts';

/** The operations of graph files; `narrow` is what hardware knows of its own sums, and nobody could prove it of a file. */
type FileOp = Exclude<Op, 'narrow'>;

/** What each operation needs; a file may lack it. */
const needs: Readonly<Record<FileOp, { readonly args: number; readonly detail: readonly (keyof Detail)[] }>> = {
  ...{ input: { args: 0, detail: ['name', 'int', 'frac'] }, state: { args: 0, detail: ['name', 'int', 'frac'] } },
  ...{ constant: { args: 0, detail: ['int', 'frac'] }, abs: { args: 1, detail: [] }, not: { args: 1, detail: [] } },
  ...{ add: { args: 2, detail: [] }, sub: { args: 2, detail: [] }, mul: { args: 2, detail: [] } },
  ...{ min: { args: 2, detail: [] }, max: { args: 2, detail: [] }, shift: { args: 2, detail: [] } },
  ...{ point: { args: 1, detail: ['frac'] }, align: { args: 1, detail: ['frac'] } },
  ...{ round: { args: 1, detail: ['frac', 'rounding'] }, saturate: { args: 1, detail: ['int'] } },
  ...{ wrap: { args: 1, detail: ['int'] }, lookup: { args: 1, detail: ['table', 'frac'] } },
  ...{ less: { args: 2, detail: [] }, equal: { args: 2, detail: [] }, and: { args: 2, detail: [] } },
  ...{ or: { args: 2, detail: [] }, select: { args: 3, detail: [] } },
};

const nodeSchema = v.strictObject({
  op: v.picklist(Object.keys(needs) as FileOp[]),
  args: v.optional(v.array(naturalInteger), []),
  name: v.optional(v.string()),
  int: v.optional(v.tuple([exactInteger, exactInteger])),
  frac: v.optional(integer(-1024, 1024)),
  rounding: v.optional(v.picklist(roundings)),
  table: v.optional(v.array(exactInteger)),
  label: v.optional(v.string()),
});

/** The schema of the data, with the graph that it describes as output. */
export const graphSchema = v.strictObject({
  nodes: v.array(nodeSchema),
  outputs: v.record(v.string(), naturalInteger),
  multiply: v.optional(v.picklist(multiplications)),
  states: v.optional(
    v.record(v.string(), v.strictObject({ type: elemAttr, initial: exactInteger, next: naturalInteger })),
    {},
  ),
});

/** Plain data of a graph; bigints stay, since graph files write them as numbers or decimal text. */
export function graphToJson({ nodes, outputs, states, multiply }: ExpressionGraph): unknown {
  return {
    nodes: nodes.map(({ op, args, detail, label }) => ({
      op,
      ...(args.length === 0 ? {} : { args }),
      ...detail,
      ...(label === undefined ? {} : { label }),
    })),
    outputs,
    ...(multiply === undefined ? {} : { multiply }),
    ...(Object.keys(states).length === 0
      ? {}
      : {
          states: Object.fromEntries(
            Object.entries(states).map(([name, { type, initial, next }]) => [
              name,
              { type: { lo: type.int[0], hi: type.int[1], frac: type.frac }, initial, next },
            ]),
          ),
        }),
  };
}

/** The graph of checked data, its types inferred anew; throws a DendraError where it is no graph. */
export function graphFromJson({
  nodes,
  outputs,
  states,
  multiply,
}: v.InferOutput<typeof graphSchema>): ExpressionGraph {
  const builder = new ExpressionBuilder();
  const numbers: number[] = [];
  const at = (index: number, from: string): number => {
    const found = numbers[index];
    if (found !== undefined) return found;
    throw broken(`${from} must name a node before it, not ${index}`);
  };
  nodes.forEach(({ op, args, label, ...rest }, index) => {
    const { args: count, detail: fields } = needs[op];
    if (args.length !== count) throw broken(`node ${index}, ${op}, must have ${count} operands, not ${args.length}`);
    const detail = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as Detail;
    const missing = fields.find((name) => detail[name] === undefined);
    if (missing !== undefined) throw broken(`node ${index}, ${op}, must have "${missing}", not none`);
    const operands = args.map((arg) => at(arg, `an operand of node ${index}`));
    checkOperands(builder, op, operands, detail, index);
    const node = builder.node(op, operands, detail);
    numbers.push(label === undefined ? node : builder.label(node, label));
  });
  const results = Object.entries(outputs).map(([name, index]) => [name, at(index, `output "${name}"`)]);
  const next = Object.entries(states).map(([name, state]) => {
    const node = at(state.next, `state "${name}"`);
    return [name, { ...state, next: builder.fit(`the next value of state "${name}"`, node, state.type) }];
  });
  const graph = finish(builder.nodes, Object.fromEntries(results), Object.fromEntries(next));
  return multiply === undefined ? graph : { ...graph, multiply };
}

/** What the builder takes for granted, since it is the only one that makes graphs otherwise. */
function checkOperands(
  builder: ExpressionBuilder,
  op: FileOp,
  operands: readonly number[],
  detail: Detail,
  index: number,
): void {
  const types = operands.map((operand) => builder.typeOf(operand));
  const shared = ['add', 'sub', 'min', 'max', 'less', 'equal'].includes(op)
    ? types
    : op === 'select'
      ? types.slice(1)
      : [];
  if (shared.some(({ frac }) => frac !== shared[0]!.frac)) {
    throw broken(`the operands of node ${index}, ${op}, must share their binary point, not differ in it`);
  }
  const [x] = types;
  if (op === 'align' && detail.frac! < x!.frac) throw broken(`node ${index}, align, must not drop fraction bits`);
  if (op === 'round' && detail.frac! > x!.frac) throw broken(`node ${index}, round, must drop fraction bits`);
  if (detail.int !== undefined && detail.int[0] > detail.int[1]) {
    throw broken(`"int" of node ${index} must have lo <= hi, not ${detail.int[0]}..${detail.int[1]}`);
  }
  const codes = op === 'lookup' ? x!.int : op === 'shift' ? [0n, types[1]!.int[1] - types[1]!.int[0]] : [];
  const most = op === 'lookup' ? BigInt(detail.table!.length) : 64n;
  if (codes.some((code) => code < 0n || code >= most))
    throw broken(`the operand of node ${index}, ${op}, must be in 0..${most - 1n}`);
}

function broken(sentence: string): DendraError {
  return new DendraError(sentence, { rule: 'transfer-graph' });
}
