// Both networks of the example: two streams of three layers, with two-point cells or with point neurons.
import { fileURLToPath } from 'node:url';
import { elem, type Graph, type GraphBuilder, graph, loadNpz, type Source, type Tensor } from '../../src/index.ts';

/** Weights by array name, as training/av-digits exports them. */
export type Weights = Readonly<Record<string, Tensor>>;

const streams = ['audio', 'video'] as const;
const inputs = { audio: 64, video: 36 } as const;
const cells = [128, 128, 64] as const;
/** Multipliers of each hidden layer. */
const multipliers = 16;
/** Time steps of one sample. */
const steps = 4;

/** Reads an .npz file beside this one. */
export function weightsOf(file: string): Promise<Weights> {
  return loadNpz(fileURLToPath(new URL(file, import.meta.url)));
}

/** Where P, D and U come from: the network itself, or inputs `<layer>_p`, `<layer>_d` and `<layer>_u` of the graph. */
export type Contexts = 'own' | 'given';

/** The network that the weights describe; those of two-point cells hold the shifts of their contexts. */
export function network(name: string, weights: Weights, contexts: Contexts = 'own'): Graph {
  const twoPoint = 'p_shift' in weights;
  const scalar = (key: string): number => Number(weights[key]!.data[0]);
  const W = scalar('W');
  const f = scalar('f');
  const code = elem(-(2 ** (W - 1)), 2 ** (W - 1) - 1, f);
  const g = graph(name, { steps });

  const x: Record<string, Source> = {};
  for (const stream of streams) x[stream] = g.input(stream, elem(0, 15, f), [inputs[stream]]);
  cells.forEach((count, i) => {
    const drive: Record<string, Source> = {};
    for (const stream of streams) {
      const layer = `${stream}${i + 1}`;
      const dense = { weights: weights[`${layer}_w`], bias: weights[`${layer}_b`] };
      const sum = g.node('dense', layer, dense, { x: x[stream]! }, { fold: { out: multipliers } });
      const rounding = { shift: scalar(`${layer}_shift`), rounding: 'halfUp', out: code };
      drive[stream] = g.node('requantise', `${layer}_r`, rounding, { x: sum });
    }
    for (const stream of streams) {
      const layer = `${stream}${i + 1}`;
      const other = stream === 'audio' ? 'video' : 'audio';
      x[stream] = twoPoint
        ? cell(g, layer, drive[stream]!, drive[other]!, count)
        : g.node('relu6', `${layer}_y`, {}, { x: drive[stream]! });
    }
  });

  /** One layer of two-point cells: P is its own last output, D the other stream's drive, U its memory. */
  function cell(g: GraphBuilder, layer: string, own: Source, other: Source, count: number): Source {
    const shift = (of: string, amount: string, from: Source): Source =>
      g.node('requantise', `${layer}_${of}`, { shift: scalar(amount), rounding: 'floor', out: code }, { x: from });
    const y = `${layer}_y`;
    const attributes = { mod: 'coop', W, f };
    if (contexts === 'given') {
      const input = (of: string, size: number): Source => g.input(`${layer}_${of}`, code, [size]);
      return g.node('two-point', y, attributes, {
        r: own,
        p: input('p', count),
        d: input('d', count),
        u: input('u', 1),
      });
    }
    const last = g.node('delay', `${layer}_last`, { shape: [count], frac: f }, { x: y });
    const mean = g.node('context-memory', `${layer}_mean`, { uShift: scalar('u_shift') }, { x: y });
    const u = g.node('delay', `${layer}_u`, { shape: [1], frac: f }, { x: mean });
    const terms = { p: shift('p', 'p_shift', last), d: shift('d', 'd_shift', other), u };
    return g.node('two-point', y, attributes, { r: own, ...terms });
  }

  const joined = g.node('concat', 'joined', {}, { a: x.audio!, b: x.video! });
  const last = { weights: weights.readout_w, bias: weights.readout_b };
  const readout = g.node('dense', 'readout', last, { x: joined }, { fold: { out: 10 } });
  // The logits of a sample are summed over its steps.
  const before = g.node('delay', 'logits_before', { shape: [10], frac: f }, { x: 'logits_sum' });
  const logits = g.node('add', 'logits_sum', {}, { a: readout, b: before });
  g.output('logits', logits);
  g.output('digit', g.node('argmax', 'best', {}, { x: logits }));
  return g.build();
}
