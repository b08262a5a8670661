// A small design for the tests of what is emitted: two outputs, a counter, signed elements, a final beat that is not full.
import { elem, type Graph, graph, type Lowered, signedElem, targets } from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { compose } from '../../src/timing/index.ts';
import { registry } from '../../src/units/index.ts';

/** y = x scaled down, and the index of its largest element. */
export function smallGraph(): Graph {
  const g = graph('small_net', { steps: 2 });
  const x = g.input('x', signedElem(9), [7], { lanes: 3 });
  const lanes = { fold: { lanes: 3 } };
  const attrs = { shift: 2, rounding: 'halfEven', out: elem(-50, 50) };
  const y = g.node('requantise', 'scaled', attrs, { x }, lanes);
  return g
    .output('y', y)
    .output('best', g.node('argmax', 'largest', {}, { x: y }, lanes))
    .build();
}

/** The same, lowered. */
export function smallDesign(target: keyof typeof targets = 'ultrascale-plus'): Lowered {
  return lower(smallGraph(), registry, targets[target], { compose });
}
