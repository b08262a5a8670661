// own-neuron: a neuron that exists nowhere in dendra, written here as one function, with a sigmoid gate from a table.
import { elem, graph } from '../../src/index.ts';
import { approximate, q, quantise, transfer, uq } from '../../src/transfer/index.ts';

const sigmoid = approximate('sigmoid', { input: q(8, 4), output: uq(8, 8), error: 1 / 256 });

/** A leaky neuron whose context opens a gate; it fires at 2 and keeps what lies above. */
export const neuron = transfer(
  { drive: q(8, 4), context: q(8, 4) },
  ({ drive, context, v }) => {
    const gated = quantise(drive * sigmoid({ x: context }), q(8, 4), 'halfEven', 'saturate');
    const t = v - v / 8 + gated;
    const fires = t >= 2;
    return {
      spike: fires ? 1 : 0,
      v: quantise(fires ? t - 2 : t, q(10, 4), 'floor', 'saturate'),
    };
  },
  { state: { v: { format: q(10, 4) } } },
);

const g = graph('own_neuron', { steps: 8 });
const drive = g.input('drive', elem(-128, 127, 4), [32]);
const context = g.input('surround', elem(-128, 127, 4), [32]);
const spikes = g.node('transfer', 'neurons', { fn: neuron }, { drive, context }, { fold: { lanes: 4 } });
g.output('spikes', spikes);

export default g.build();
