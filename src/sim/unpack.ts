// Unpacks beats into dense tensors and checks keep, last and eos on the way.
import { type ManifestStream, sizeOf, type Tensor } from '../ir/index.ts';
import type { Beats } from './types.ts';

/** Tensors of a stream and how its beats break the rules of the stream format, as sentences. */
export interface Unpacked {
  readonly tensors: readonly Tensor[];
  readonly problems: readonly string[];
}

/** Tensors that the beats carry; a run-time length is taken to be that of the first dimension. */
export function unpackBeats(stream: ManifestStream, beats: Beats, steps: number): Unpacked {
  const tensors: Tensor[] = [];
  const problems: string[] = [];
  const fail = (beat: number, text: string): void => {
    problems.push(`beat ${beat} of ${stream.name} ${text}`);
  };
  const kept = new Uint32Array(beats.count);
  for (let beat = 0; beat < beats.count; beat++) {
    const lanes = keptLanes(beats, beat, stream.lanes);
    if (lanes < 0) fail(beat, 'must keep its lowest lanes without a gap');
    kept[beat] = Math.max(lanes, 0);
  }
  const size = sizeOf(stream.shape);
  let first = 0;
  let elements = 0;
  for (let beat = 0; beat < beats.count; beat++) {
    elements += kept[beat];
    const closes = beats.last[beat] === 1;
    if (kept[beat] < stream.lanes && !closes && !(stream.variable && beats.last[beat + 1] === 1 && kept[beat] > 0)) {
      fail(beat, `must be full, not hold ${kept[beat]} of ${stream.lanes} lanes`);
    }
    if (!closes) {
      if (beats.eos[beat] === 1) fail(beat, 'must not set eos without last');
      continue;
    }
    if (stream.variable && kept[beat] > 0) fail(beat, 'must be empty: it closes a tensor of run-time length');
    if (!stream.variable && elements !== size) fail(beat, `must close ${size} elements, not ${elements}`);
    const eos = (tensors.length + 1) % steps === 0 ? 1 : 0;
    if (beats.eos[beat] !== eos) fail(beat, `must have eos = ${eos} (tensor ${tensors.length}, ${steps} a sample)`);
    tensors.push({ shape: shapeOf(stream, elements), data: unpackData(stream, beats, kept, first, elements) });
    first = beat + 1;
    elements = 0;
  }
  if (first < beats.count) fail(beats.count - 1, 'must be last: the stream ends in the middle of a tensor');
  return { tensors, problems };
}

/** Number of kept lanes, or -1 when they are not the lowest ones. */
function keptLanes(beats: Beats, beat: number, lanes: number): number {
  let count = 0;
  let ended = false;
  for (let word = 0; word < beats.keepWords; word++) {
    const bits = beats.keep[beat * beats.keepWords + word];
    if (ended && bits !== 0) return -1;
    const ones = bits === 0xffffffff ? 32 : 31 - Math.clz32(bits + 1);
    if (ones < 32 && bits !== 2 ** ones - 1) return -1;
    count += ones;
    ended = ones < 32;
  }
  return count <= lanes ? count : -1;
}

function shapeOf(stream: ManifestStream, elements: number): readonly number[] {
  if (!stream.variable || stream.shape.length === 0) return stream.shape;
  const rest = sizeOf(stream.shape.slice(1));
  return elements % rest === 0 ? [elements / rest, ...stream.shape.slice(1)] : [elements];
}

/** Elements of the beats from `first` on; storage is that of `zeros` for the element type. */
function unpackData(stream: ManifestStream, beats: Beats, kept: Uint32Array, first: number, elements: number) {
  const { width, signed } = stream;
  const narrow = signed ? width <= 32 : width <= 31;
  const out = narrow ? new Int32Array(elements) : new BigInt64Array(elements);
  const view = out instanceof Int32Array ? out : new Int32Array(out.buffer);
  let i = 0;
  for (let beat = first; i < elements; beat++) {
    const base = beat * beats.words;
    for (let lane = 0, bit = 0; lane < kept[beat]; lane++, bit += width, i++) {
      if (narrow) view[i] = getBits(beats.data, base, bit, width, signed);
      else {
        const low = getBits(beats.data, base, bit, Math.min(width, 32), signed);
        view[2 * i] = low;
        view[2 * i + 1] =
          width > 32 ? getBits(beats.data, base, bit + 32, width - 32, signed) : signed && low < 0 ? -1 : 0;
      }
    }
  }
  return out;
}

/** `width` (at most 32) bits of a beat from position `bit` on, as a 32-bit integer. */
function getBits(data: Uint32Array, base: number, bit: number, width: number, signed: boolean): number {
  const at = base + (bit >>> 5);
  const shift = bit & 31;
  let value = data[at] >>> shift;
  if (shift + width > 32) value |= data[at + 1] << (32 - shift);
  const unused = 32 - width;
  return signed ? (value << unused) >> unused : (value << unused) >>> unused;
}
