// two-point: hardware against golden for every modulation.
import { type Elem, elem, signedElem } from '../../src/ir/index.ts';
import { type Mod, mods } from '../../src/units/two-point/golden.ts';
import { twoPoint } from '../../src/units/two-point/index.ts';
import { describeUnit, type GridPoint } from '../support/describe-unit.ts';

/** A small point for one modulation, with all contexts; U is one number for the tensor. */
function every(mod: Mod, W: number, f: number, size: number, lanes: number): GridPoint {
  const port = { elem: signedElem(W, f), shape: [size] };
  const third = mod === 'coopV' || mod === 'qk' ? { g: port } : {};
  const inputs = { r: port, p: port, d: port, u: { elem: port.elem, shape: [1] }, ...third };
  return { title: `${mod} W ${W} f ${f}`, attrs: { mod, W, f }, inputs, fold: { lanes }, samples: 12 };
}

const port = (type: Elem, ...shape: number[]) => ({ elem: type, shape });

describeUnit(twoPoint, {
  grid: [
    ...mods.map((mod) => every(mod, 8, 4, 17, 3)),
    every('coop', 16, 12, 12, 4),
    every('coop', 6, 5, 5, 5),
    every('coop', 4, 0, 1, 1),
    { title: 'no context', attrs: {}, inputs: { r: port(signedElem(16, 12), 7) }, fold: { lanes: 2 } },
    {
      title: 'unsigned drive and a wide context',
      attrs: { W: 8, f: 4 },
      inputs: { r: port(elem(0, 96, 4), 2, 6), d: port(elem(-5000, 100, 4), 2, 6), u: port(elem(0, 3, 4), 2, 6) },
      fold: { lanes: 3 },
      steps: 2,
    },
    { ...every('awake', 16, 12, 9, 2), target: 'asic' },
    every('tm4', 6, 5, 40, 4),
    every('tm1', 12, 2, 40, 4),
  ],
});
