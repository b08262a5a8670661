// Data of the HLS template of top-k.
import { type HlsParams, type Site, widthOf } from '../../ir/index.ts';
import { cppInteger } from '../cpp.ts';
import type { Attrs } from './index.ts';
import { sizesOf } from './timing.ts';

/** The data. */
export function hls(site: Site<Attrs>): HlsParams {
  const { attrs, inputs } = site;
  const { n, lanes, digits } = sizesOf(site);
  const { int } = inputs.x!.elem;
  const emits = (name: Attrs['emit'][number]): boolean => attrs.emit.includes(name);
  return {
    ...{ n, digits, direction: attrs.direction, smallest: attrs.direction === 'smallest' },
    rowBeats: Math.ceil(n / lanes),
    k: attrs.k ?? 0,
    stream: attrs.k === undefined,
    bottom: cppInteger(int[0]),
    top: cppInteger(int[1]),
    codeBits: widthOf(inputs.x!.elem) + 2,
    ...{ values: emits('values'), indices: emits('indices'), mask: emits('mask') },
  };
}
