// Vector and result files of the C++ driver: little-endian 32-bit words, in the order of templates/sim/files.h.
import { endianness } from 'node:os';
import { assert, type Manifest, type ManifestStream } from '../ir/index.ts';
import { defaults } from './defaults.ts';
import { clearUnkept, emptyBeats } from './pack.ts';
import { type Raw, statuses } from './result.ts';
import type { Beats, Delivered, Pulse, RunOptions, Stimulus } from './types.ts';

const magic = 0x31764444;
const never = 0xffffffff;

/** Words of a vector file. */
export function encodeVectors(manifest: Manifest, stimulus: Stimulus, options: RunOptions): Uint32Array {
  assert(endianness() === 'LE', 'vector files are little-endian');
  const { mode, seed } = stimulus.stall;
  const head = [
    magic,
    seed >>> 0,
    (mode === 'in' || mode === 'both' ? 1 : 0) | (mode === 'out' || mode === 'both' ? 2 : 0),
    manifest.reset.active,
    defaults.resetCycles,
    options.resetAt ?? never,
    options.watchdog ?? defaults.watchdog,
    options.drain ?? defaults.drain,
    stimulus.pulses ?? 0,
    manifest.counters.length,
    manifest.inputs.length,
    manifest.outputs.length,
    stimulus.expected === undefined ? 0 : 1,
    ...manifest.counters.flatMap((unit) => [unit.offset, unit.names.length]),
  ];
  const parts: Uint32Array[] = [Uint32Array.from(head)];
  for (const beats of stimulus.inputs) parts.push(Uint32Array.of(beats.count), interleave(beats));
  stimulus.outputs.forEach((count, i) => {
    parts.push(Uint32Array.of(count));
    const beats = stimulus.expected?.[i];
    if (beats === undefined) return;
    assert(beats.count === count, `expected beats of output ${i}`);
    parts.push(interleave(beats));
  });
  const words = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    words.set(part, at);
    at += part.length;
  }
  return words;
}

/** Beat by beat: data words, keep words, flags. */
function interleave(beats: Beats): Uint32Array {
  const { count, words, keepWords } = beats;
  const size = words + keepWords + 1;
  const out = new Uint32Array(count * size);
  for (let beat = 0, at = 0; beat < count; beat++) {
    for (let w = 0; w < words; w++) out[at++] = beats.data[beat * words + w];
    for (let w = 0; w < keepWords; w++) out[at++] = beats.keep[beat * keepWords + w];
    out[at++] = beats.last[beat] | (beats.eos[beat] << 1);
  }
  return out;
}

/** Contents of a result file, or undefined when it is not one. */
export function decodeResult(manifest: Manifest, words: Uint32Array): Raw | undefined {
  if (words.length < 7 || words[0] !== magic) return undefined;
  const [, status, cycles, simulated, badStream, pulseCount, messageLength] = words;
  let at = 7;
  const take = (length: number): Uint32Array => {
    at += length;
    return words.subarray(at - length, at);
  };
  const states: Raw['states'][number][] = [];
  const state = (): number => {
    const [valid, ready, done] = take(3);
    states.push({ valid: valid === 1, ready: ready === 1, done });
    return done;
  };
  const inputs = manifest.inputs.map(() => take(state()).slice());
  const outputs = manifest.outputs.map((stream): Delivered => {
    const count = state();
    const arrival = take(count).slice();
    return { cycles: arrival, beats: clearUnkept(stream, separate(stream, count, take)) };
  });
  const pulses: Pulse[] = [];
  for (let p = 0; p < pulseCount; p++) {
    const [cycle, index] = take(2);
    const pairs = take(2 * manifest.counters[index].names.length);
    const values = manifest.counters[index].names.map((_, k) => pairs[2 * k] + pairs[2 * k + 1] * 2 ** 32);
    pulses.push({ cycle, index, values });
  }
  const message = String.fromCharCode(...take(messageLength));
  return { status: statuses[status], cycles, simulated, badStream, message, states, inputs, outputs, pulses };
}

/** The inverse of `interleave`. */
function separate(stream: ManifestStream, count: number, take: (length: number) => Uint32Array): Beats {
  const beats = emptyBeats(stream, count);
  for (let beat = 0; beat < count; beat++) {
    beats.data.set(take(beats.words), beat * beats.words);
    beats.keep.set(take(beats.keepWords), beat * beats.keepWords);
    const flags = take(1)[0];
    beats.last[beat] = flags & 1;
    beats.eos[beat] = flags >> 1;
  }
  return beats;
}
