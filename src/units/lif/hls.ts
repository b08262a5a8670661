// Data of the HLS template of lif.
import { bitLength, type HlsParams, isSigned, type Site, widthOf } from '../../ir/index.ts';
import { cppInteger } from '../cpp.ts';
import type { Attrs } from './index.ts';
import { planOf } from './plan.ts';

/** The data; a single threshold is a constant, several are a table by channel. */
export function hls({ attrs, inputs }: Site<Attrs>): HlsParams {
  const x = inputs.x!.elem;
  const { neuron, thresholds, largest, membrane, potential } = planOf(attrs, x);
  const perChannel = thresholds.length > 1;
  const bits = bitLength(largest);
  const table = { name: 'thresholds', depth: thresholds.length, per: 1, bits, signed: false };
  // Any difference of two of these, with its sign.
  const wide = Math.max(widthOf(x), widthOf(membrane), widthOf(potential), bits) + 3;
  return {
    ...{ leak: neuron.leak, decayInput: neuron.decayInput, soft: neuron.reset === 'soft' },
    membraneBits: widthOf(membrane) + (isSigned(membrane) ? 0 : 1),
    wide,
    perChannel,
    threshold: perChannel ? '' : cppInteger(largest),
    tables: perChannel ? [{ ...table, values: () => thresholds as Iterable<number | bigint> }] : [],
  };
}
