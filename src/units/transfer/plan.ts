// What golden model, timing and template ask of a transfer function over certain streams, worked out once.
import { DendraError, type Elem, fitsInt64, type Growth, type Streams } from '../../ir/index.ts';
import {
  compile,
  type Datapath,
  datapath,
  datapathGrowth,
  describeRange,
  type ExpressionGraph,
  type Golden,
  hardwareGraph,
  type Schedule,
  schedule,
  specialise,
} from '../../transfer/index.ts';
import type { Attrs } from './index.ts';

/** A function specialised for the intervals of its streams. */
export interface Plan {
  readonly graph: ExpressionGraph;
  readonly schedule: Schedule;
  /** Types of the results. */
  readonly outputs: Readonly<Record<string, Elem>>;
  golden(): Golden;
  datapath(): Datapath;
  growth(lanes: number): Growth;
}

const plans = new WeakMap<ExpressionGraph, Map<string, Plan>>();

/** The plan of a node; throws a DendraError for streams that the function does not take. */
export function planOf({ fn, stages }: Attrs, inputs: Streams): Plan {
  const { graph } = fn;
  const known = plans.get(graph) ?? new Map<string, Plan>();
  plans.set(graph, known);
  const types = Object.entries(inputs).map(([name, { elem }]): [string, Elem] => [name, elem]);
  const key = `${stages} ${types.map(([name, { int, frac }]) => `${name} ${int} ${frac}`).join()}`;
  const found = known.get(key) ?? makePlan(graph, stages, Object.fromEntries(types));
  known.set(key, found);
  return found;
}

/** Formats of the operands, by name. */
export function formatsOf({ nodes }: ExpressionGraph): Record<string, Elem> {
  return Object.fromEntries(nodes.flatMap(({ op, detail, type }) => (op === 'input' ? [[detail.name!, type]] : [])));
}

function makePlan(graph: ExpressionGraph, stages: number | undefined, types: Readonly<Record<string, Elem>>): Plan {
  for (const [name, format] of Object.entries(formatsOf(graph))) checkFormat(name, types[name]!, format);
  const special = specialise(graph, types);
  const outputs = Object.entries(special.outputs).map(([name, node]): [string, Elem] => {
    const { type } = special.nodes[node]!;
    if (fitsInt64(type)) return [name, type];
    throw new DendraError(
      `result "${name}" must be of at most 64 bits in two's complement, not ${describeRange(type)}`,
      {
        rule: 'transfer-width',
        hint: 'quantise it in the function',
      },
    );
  });
  let golden: Golden | undefined;
  let path: Datapath | undefined;
  const hardware = hardwareGraph(special);
  const plan = schedule(hardware, stages);
  return {
    graph: special,
    schedule: plan,
    outputs: Object.fromEntries(outputs),
    golden: () => {
      golden ??= compile(special);
      return golden;
    },
    datapath: () => {
      path ??= datapath(hardware, plan, Object.fromEntries(outputs));
      return path;
    },
    growth: (lanes) => datapathGrowth(hardware, plan, lanes),
  };
}

function checkFormat(name: string, given: Elem, format: Elem): void {
  const hint = 'put a requantise in front of it, or change the format in the function';
  if (given.frac !== format.frac) {
    const sentence = `input "${name}" must have ${format.frac} fraction bits, not ${given.frac}`;
    throw new DendraError(sentence, { rule: 'transfer-binary-point', hint });
  }
  if (given.int[0] >= format.int[0] && given.int[1] <= format.int[1]) return;
  const sentence = `input "${name}" must be within ${describeRange(format)}, not ${describeRange(given)}`;
  throw new DendraError(sentence, { rule: 'transfer-range', hint });
}
