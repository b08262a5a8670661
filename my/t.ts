import { elem, graph, tensor } from '../src/index.ts';

const weights = tensor(elem(-8, 7), [64, 256], Array.from({ length: 64 * 256 }, (_, i) => ((i * 7) % 16) - 8));
const g = graph('throughput', { goal: { cycles: 1 } });
const x = g.input('x', elem(-8, 7), [256]);
g.output('y', g.node('dense', 'layer', { weights, skip: false }, { x }));
export default g.build();
