// The width converter, where elements and not beats are what must be neither lost nor invented.
import { signedElem, type Target, targets } from '../../../src/ir/index.ts';
import { library, type Proof, storedProbes, unit } from '../system.ts';

const { 'ultrascale-plus': sync, asic: async } = targets;
const Width = 3;

/** The converter between two numbers of lanes for tensors of so many elements. */
export function converter(From: number, To: number, elements: number, target: Target = sync): Proof {
  const inputs = { x: [signedElem(Width), [elements]] } as const;
  const { text, depth } = unit(target, 'width-converter', {}, inputs, ['y'], { from: From, to: To });
  const constant = (name: string): number => Number(new RegExp(`${name} = (\\d+);`).exec(text)![1]);
  const beat = To * Width + To + 2;
  const fifo = storedProbes('x', 'dut.u_y_fifo', depth, beat);
  const rest = elements - (Math.ceil(elements / From) - 1) * From;
  return {
    name: `width converter from ${From} to ${To} lanes, ${elements} elements, ${target.name}`,
    target,
    harness: 'prove_converter',
    parameters: {
      From,
      To,
      Width,
      LastKeep: 2 ** rest - 1,
      Depth: depth,
      Size: constant('Size'),
      Held: constant('Held'),
      FillBits: constant('FillBits'),
    },
    dut: 'formal_dut',
    modules: { formal_dut: text, ...library(target, 'dendra_credit_fifo', 'dendra_hold') },
    probes: {
      ...Object.fromEntries(Object.entries(fifo).map(([wire, signal]) => [wire.replace('\\x.', ''), signal])),
      probe_held: '\\dut.held_q',
      probe_fill: '\\dut.fill_q',
      probe_ending: '\\dut.ending_q',
      probe_eos: '\\dut.eos_q',
    },
    apart: [
      ['y_valid', 'y_ready'],
      ['y_valid', 'x_valid'],
      ['x_ready', 'y_ready'],
    ],
    depths: { induction: 2, cover: 12 },
  };
}

/** All ratios: down, up, equal, odd, and tensors whose final beat is not full on either side. */
export const converters: readonly Proof[] = [
  converter(1, 4, 8),
  converter(4, 1, 7),
  converter(2, 4, 7),
  converter(4, 2, 7),
  converter(2, 2, 5),
  converter(2, 3, 7),
  converter(3, 2, 7),
  converter(4, 6, 11),
  converter(5, 3, 13),
  converter(2, 3, 7, async),
];
