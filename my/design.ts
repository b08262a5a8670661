import { elem, graph, tensor } from '../src/index.ts';

const g = graph('tiny');
const x = g.input('x', elem(-8, 7), [4]);
const weights = tensor(elem(-8, 7), [3, 4], [1, -2, 3, 0, 5, 1, -1, 2, 0, 0, 4, -3]);
const sum = g.node('dense', 'layer', { weights }, { x });
const y = g.node('requantise', 'scaled', { shift: 2, rounding: 'halfEven', out: elem(-8, 7) }, { x: sum });
g.output('y', y);
export default g.build();
