// top-k: keeps the 32 strongest of 256 attention scores of spiking-digits, with their positions, in order.
import { fileURLToPath } from 'node:url';
import { elem, graph, loadNpz, type Sample } from '../../src/index.ts';

const file = fileURLToPath(new URL('../spiking-digits/scores.npz', import.meta.url));
const scores = (await loadNpz(file)).scores!;
const [count, size] = scores.shape as [number, number];

const g = graph('top_k_scores');
const x = g.input('scores', elem(0, 128), [size]);
const best = g.node('top-k', 'best', { k: 32, emit: ['values', 'indices'] }, { x }, { fold: { lanes: 4 } });
g.output('values', `${best}.values`);
g.output('indices', `${best}.indices`);

export default g.build();

/** Scores of held-out pictures: q k^T summed over steps and heads, [query, key] row by row. */
export function samples(): Sample[] {
  return Array.from({ length: count }, (_, i) => ({
    scores: [{ shape: [size], data: scores.data.slice(i * size, (i + 1) * size) }],
  }));
}
