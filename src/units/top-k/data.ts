// Data of the template of top-k.
import { bitLength, isSigned, type Memory, type Params, rowLength, type Site, widthOf } from '../../ir/index.ts';
import { literal } from '../../ir/verilog.ts';
import type { Attrs } from './index.ts';
import { compactStages, keptDepth, type Sizes, sizesOf } from './timing.ts';

/** The score memory: one bank, or two for even and odd beats. */
export function memories(site: Site<Attrs>): readonly Memory[] {
  const { lanes, width, words, double } = sizesOf(site);
  const bank = { depth: words, width: lanes * width };
  return double
    ? [
        { name: 'even', ...bank },
        { name: 'odd', ...bank },
      ]
    : [{ name: 'even', ...bank }];
}

/** `lanes'b0..1` for the lanes of a last beat of which `held` carry an element. */
function tail(lanes: number, held: number): string {
  return `${lanes}'b${'1'.repeat(held).padStart(lanes, '0')}`;
}

/** Everything that the template writes out. */
export function params(site: Site<Attrs>): Params {
  const { attrs, inputs, outputs } = site;
  const sizes = sizesOf(site);
  const { rows, n, lanes, width, digits, beats, words, double, runtime } = sizes;
  const visited = double ? 2 * lanes : lanes;
  const fixed = (rows * (attrs.k ?? 0)) % lanes;
  const values = attrs.emit.includes('values');
  const indices = attrs.emit.includes('indices');
  const indexBits = indices ? widthOf(outputs.indices!.elem) : 0;
  const lastBeat = n - (beats - 1) * lanes;
  const lastPass = n - (words - 1) * visited;
  const countBits = Math.max(bitLength(n), bitLength(lanes), bitLength(visited));
  return {
    ...sizes,
    k: attrs.k ?? 0,
    direction: attrs.direction,
    visited,
    sixes: Math.ceil(visited / 6),
    parts: Math.ceil(visited / 36),
    passes: digits > 1,
    countBits,
    sumBits: bitLength(visited),
    laneBits: bitLength(lanes),
    topBits: width - 4 * (digits - 1),
    flip: flip(site, sizes),
    /** The last beat of a row, and the last word of a pass, have lanes to spare. */
    uneven: lastBeat < lanes,
    unevenPass: lastPass < visited,
    rowTail: tail(lanes, lastBeat),
    passTail: tail(visited, lastPass),
    rowTailCount: lastBeat,
    passTailCount: lastPass,
    below: Array.from({ length: digits }, (_, pos) => ({
      pos,
      hi: 4 * (digits - pos) - 1,
      lo: 4 * (digits - 1 - pos),
      inner: pos > 0,
      last: pos === digits - 1,
      /** The last one that is compared with the k-th score. */
      final: pos === digits - 2,
    })),
    kWidth: runtime ? widthOf(inputs.k!.elem) : 0,
    kClamps: runtime && inputs.k!.elem.int[1] > BigInt(rowLength(inputs.x!)),
    mask: attrs.emit.includes('mask'),
    values,
    indices,
    indexBits,
    itemBits: (values ? width : 0) + indexBits,
    many: lanes > 1,
    closes: runtime || fixed !== 0,
    tokenBits: 1 + (runtime || fixed !== 0 ? 1 : 0) + (values ? lanes * width : 0),
    keptDepth,
    stages: compactStages(lanes),
    flushes: runtime ? lanes > 1 : fixed !== 0,
    outBeats: runtime ? 0 : Math.ceil((rows * attrs.k!) / lanes),
    increments: { compare: bitLength(visited), kept: bitLength(lanes) },
  };
}

/** What turns a score into a key of which larger ones are kept first: the sign bit, all bits, or all but the sign. */
function flip({ attrs, inputs }: Site<Attrs>, { width }: Sizes): string | false {
  const sign = isSigned(inputs.x!.elem) ? 1n << BigInt(width - 1) : 0n;
  const all = attrs.direction === 'smallest' ? (1n << BigInt(width)) - 1n : 0n;
  return sign === 0n && all === 0n ? false : literal(sign ^ all, width);
}
