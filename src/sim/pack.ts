// Packs dense tensors into beats: lane 0 in the lowest bits, empty closing beats, last and eos.
import { assert, type ManifestStream, type Tensor } from '../ir/index.ts';
import type { Beats } from './types.ts';

/** Zeroed beats of a stream. */
export function emptyBeats(stream: ManifestStream, count: number): Beats {
  const words = Math.ceil((stream.lanes * stream.width) / 32);
  const keepWords = Math.ceil(stream.lanes / 32);
  return {
    count,
    words,
    data: new Uint32Array(count * words),
    keepWords,
    keep: new Uint32Array(count * keepWords),
    last: new Uint8Array(count),
    eos: new Uint8Array(count),
  };
}

/** Beats that carry the tensors; every `steps`-th tensor closes a sample. */
export function packBeats(stream: ManifestStream, tensors: readonly Tensor[], steps: number): Beats {
  const { lanes } = stream;
  const full = tensors.map((tensor) => Math.ceil(tensor.data.length / lanes));
  const close = stream.variable ? 1 : 0;
  const beats = emptyBeats(
    stream,
    full.reduce((sum, n) => sum + n + close, 0),
  );
  let beat = 0;
  tensors.forEach((tensor, index) => {
    const { length } = tensor.data;
    assert(length > 0 || stream.variable, `stream ${stream.name} cannot carry a tensor without elements`);
    packData(stream, tensor, beats, beat);
    fillKeep(beats, lanes, beat, length);
    beat += full[index] + close;
    beats.last[beat - 1] = 1;
    if ((index + 1) % steps === 0) beats.eos[beat - 1] = 1;
  });
  return beats;
}

/** Halves of the elements; `high` is the sign where storage has 32 bits. */
function halves(tensor: Tensor): { view: Int32Array; step: 1 | 2 } {
  const { data } = tensor;
  if (data instanceof Int32Array) return { view: data, step: 1 };
  return { view: new Int32Array(data.buffer, data.byteOffset, data.length * 2), step: 2 };
}

function packData(stream: ManifestStream, tensor: Tensor, beats: Beats, first: number): void {
  const { lanes, width } = stream;
  const { data, words } = beats;
  const { view, step } = halves(tensor);
  const { length } = tensor.data;
  let base = first * words;
  for (let i = 0; i < length; base += words) {
    const end = Math.min(i + lanes, length);
    for (let bit = 0; i < end; i++, bit += width) {
      const low = view[i * step];
      putBits(data, base, bit, low, Math.min(width, 32));
      if (width > 32) putBits(data, base, bit + 32, step === 2 ? view[i * 2 + 1] : low >> 31, width - 32);
    }
  }
}

/** Ors the low `width` (at most 32) bits of a word into a beat at position `bit`; the place must be zero. */
function putBits(data: Uint32Array, base: number, bit: number, value: number, width: number): void {
  const masked = width === 32 ? value : value & ((1 << width) - 1);
  const at = base + (bit >>> 5);
  const shift = bit & 31;
  data[at] |= masked << shift;
  if (shift + width > 32) data[at + 1] |= masked >>> (32 - shift);
}

/** Keep bits of `length` elements from beat `first` on. */
function fillKeep(beats: Beats, lanes: number, first: number, length: number): void {
  let at = first * beats.keepWords;
  for (let left = length; left > 0; left -= lanes) {
    let lane = Math.min(lanes, left);
    for (let word = 0; word < beats.keepWords; word++, lane -= 32) {
      beats.keep[at++] = lane >= 32 ? 0xffffffff : lane <= 0 ? 0 : (1 << lane) - 1;
    }
  }
}

/** Zeroes the data of lanes that are not kept: their contents have no meaning, and simulators differ there. */
export function clearUnkept(stream: ManifestStream, beats: Beats): Beats {
  const { lanes, width } = stream;
  for (let beat = 0; beat < beats.count; beat++) {
    for (let lane = 0; lane < lanes; lane++) {
      const word = beats.keep[beat * beats.keepWords + (lane >>> 5)];
      if (word === 0xffffffff) lane |= 31;
      else if (((word >>> (lane & 31)) & 1) === 0) clearBits(beats.data, beat * beats.words, lane * width, width);
    }
  }
  return beats;
}

function clearBits(data: Uint32Array, base: number, from: number, width: number): void {
  for (let bit = from; bit < from + width; bit++) data[base + (bit >>> 5)] &= ~(1 << (bit & 31));
}
