// spiking-digits: one Spikformer block (q, k, v, attention, projection, MLP) over the patches of an MNIST digit, T = 4.
import { fileURLToPath } from 'node:url';
import { elem, graph, loadNpz, type Sample, type Source } from '../../src/index.ts';

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const weights = await loadNpz(file('weights.npz'));
const heldout = await loadNpz(file('heldout.npz'));
const tokens = 16;
const pixels = 49;
const steps = 4;

const g = graph('spiking_digits', { steps, goal: { cycles: 4096 } });

/** A layer without multipliers and its neurons, which hold the folded normalisation in their thresholds. */
function spiking(name: string, x: Source): Source {
  const sum = g.node('spiking-dense', name, { weights: weights[`${name}_w`], bias: weights[`${name}_b`] }, { x });
  return neurons(name, sum);
}

function neurons(name: string, sum: Source): Source {
  return g.node('lif', `${name}_lif`, { threshold: weights[`${name}_th`], reset: 'hard' }, { x: sum });
}

const patches = g.input('patches', elem(0, 15), [tokens, pixels]);
const embed = g.node('dense', 'embed', { weights: weights.embed_w, bias: weights.embed_b }, { x: patches });
const x0 = neurons('embed', embed);
const heads = { q: spiking('q', x0), k: spiking('k', x0), v: spiking('v', x0) };
const attention = g.node('spiking-attention', 'attention', { heads: 2, scaleShift: 3, threshold: 0.5 }, heads);
const x1 = g.node('add', 'x1', {}, { a: x0, b: spiking('proj', attention) });
const x2 = g.node('add', 'x2', {}, { a: x1, b: spiking('fc2', spiking('fc1', x1)) });
const head = { weights: weights.head_w, bias: weights.head_b, over: 'tensor' };
const scores = g.node('spiking-dense', 'head', head, { x: x2 });
// The logits of a sample are summed over its steps.
const before = g.node('delay', 'logits_before', { shape: [10], frac: 0 }, { x: 'logits_sum' });
const logits = g.node('add', 'logits_sum', {}, { a: scores, b: before });
g.output('logits', logits);
g.output('digit', g.node('argmax', 'best', {}, { x: logits }));

export default g.build();

/** The 1,000 held-out pictures; each is shown at every step. */
export function samples(): Sample[] {
  const all = heldout.patches!;
  const size = tokens * pixels;
  return Array.from({ length: all.shape[0]! }, (_, i) => {
    const picture = { shape: [tokens, pixels], data: all.data.slice(i * size, (i + 1) * size) };
    return { patches: Array.from({ length: steps }, () => picture) };
  });
}
