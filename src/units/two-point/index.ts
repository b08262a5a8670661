// two-point: a cell with two points of integration; context C amplifies or suppresses the feed-forward drive R.
import * as v from 'valibot';
import {
  type Beats,
  contains,
  DendraError,
  describeElem,
  elem,
  fitsInt32,
  integer,
  isVariable,
  maxSize,
  type Site,
  type Streams,
  type StreamType,
  signedElem,
  stream,
  type Unit,
} from '../../ir/index.ts';
import { multiplierModules } from '../../transfer/index.ts';
import { tableMemories } from '../datapath-memories.ts';
import { beatsOf, equalLanes, laneFolds } from '../elementwise.ts';
import { multiplications, operationsOf, stagesOf } from './cost.ts';
import { type Mod, mods, modulate, type Trace } from './golden.ts';
import { hls } from './hls.ts';
import { broadcasts, contextPorts, datapathOf, growth, multipliedPath, params } from './params.ts';

/** Attributes of two-point. */
export interface Attrs {
  /** Modulation function; `coop` by default. */
  readonly mod: Mod;
  /** Bits of R and of the saturated context C; 16 by default. */
  readonly W: number;
  /** Fraction bits of all operands; 12 by default. */
  readonly f: number;
}

const schema = v.pipe(
  v.strictObject({
    mod: v.optional(v.picklist(mods, `one of ${mods.join(', ')}`), 'coop'),
    W: v.optional(integer(2, 24), 16),
    f: v.optional(integer(0, 23), 12),
  }),
  v.check(({ W, f }) => f < W, 'attributes with f below W'),
);

/** The unit. */
export const twoPoint: Unit<Attrs, null, Trace> = {
  kind: 'two-point',
  summary: 'modulates a feed-forward drive by proximal, distal and universal context',
  attrs: schema,
  counters: ['active', 'context', 'evaluations'],
  clears: 'never',
  levels: 8,

  ports: ({ mod }) => ({
    inputs: [
      { name: 'r', required: true },
      { name: 'p', required: false },
      { name: 'd', required: false },
      { name: 'u', required: false },
      ...(hasThird(mod) ? [{ name: 'g', required: true }] : []),
    ],
    outputs: [{ name: 'y', required: true }],
  }),
  infer,
  folds: ({ outputs }) => laneFolds(outputs.y!),
  lanes: (site) => ({ ...equalLanes(site), ...(broadcasts(site.inputs) ? { u: 1 } : {}) }),
  interval: (site) => beatsOf(site.outputs.y!, site.fold.lanes!),
  multipliers: ({ attrs, fold }) => multiplications[attrs.mod] * fold.lanes!,

  initial: () => null,
  step: (site, inputs) => {
    const { y, trace } = modulate(site, inputs);
    return { outputs: { y }, state: null, trace };
  },
  count: (_site, { active, context, elements }) => ({ active, context, evaluations: elements }),
  operations: operationsOf,

  channels: ({ attrs }) => ({ latency: { y: stagesOf(attrs.mod) + 1 } }),
  beats,
  extremes: ({ inputs, outputs }) => {
    const most = maxSize(outputs.y!);
    const sources = contextPorts(inputs).length;
    const trace = (n: number): Trace => ({ elements: n, active: n, context: n * sources });
    return isVariable(outputs.y!) ? [trace(0), trace(most)] : [trace(most)];
  },

  memories: (site) => tableMemories(datapathOf(site), site.fold.lanes!),
  growth,
  params,
  library: (site, target) => multiplierModules(multipliedPath(site, target)),
  hls,
};

/** True for modulations of three operands. */
function hasThird(mod: Mod): boolean {
  return mod === 'coopV' || mod === 'qk';
}

function infer(attrs: Attrs, inputs: Streams): Streams {
  const { mod, W, f } = attrs;
  const { r } = inputs;
  const codes = signedElem(W, f);
  for (const [port, type] of Object.entries(inputs)) {
    if (port !== 'r' && !(port === 'u' && broadcasts(inputs))) checkShape(port, type, r!);
    if (type.elem.frac !== f) {
      throw wrong(`input "${port}" must have ${f} fraction bits, not ${type.elem.frac}`, 'two-point-binary-point');
    }
    const saturates = port !== 'r' && port !== 'g';
    if (saturates ? fitsInt32(type.elem) : contains(codes, type.elem)) continue;
    const expected = saturates ? 'of at most 32 bits' : `within ${describeElem(codes)}`;
    throw wrong(`input "${port}" must be ${expected}, not ${describeElem(type.elem)}`, 'two-point-range');
  }
  return { y: { ...stream(mod === 'coop' ? elem(0, 6n << BigInt(f), f) : codes, r!.shape) } };
}

function checkShape(port: string, type: StreamType, r: StreamType): void {
  const text = ({ shape }: StreamType): string =>
    `[${shape.map((dim) => (typeof dim === 'number' ? dim : `${dim.length}<=${dim.max}`)).join(', ')}]`;
  if (text(type) === text(r)) return;
  const scalar = port === 'u' ? ', or be one number' : '';
  throw new DendraError(`input "${port}" must have the shape of input "r", ${text(r)}${scalar}, not ${text(type)}`, {
    rule: 'two-point-shape',
  });
}

function wrong(sentence: string, rule: string): DendraError {
  return new DendraError(sentence, { rule, hint: 'put a requantise in front of it, or change W and f' });
}

/** One cycle a beat; a scalar U stays until the tensor's last beat. */
function beats(site: Site<Attrs>, { elements }: Trace): Beats {
  const times = beatsOf(site.outputs.y!, site.fold.lanes!, elements);
  const ports = Object.keys(site.inputs);
  if (!broadcasts(site.inputs)) return { main: [{ times, take: ports, give: ['y'] }] };
  const others = ports.filter((port) => port !== 'u');
  return {
    main: [
      { times: times - 1, take: others, peek: ['u'], give: ['y'] },
      { times: 1, take: ports, give: ['y'] },
    ],
  };
}
