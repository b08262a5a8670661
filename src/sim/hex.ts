// Text of the Icarus bench: vector files for $readmemh, and the record that it writes.
import { counterBits, type Manifest, type ManifestStream } from '../ir/index.ts';
import { statuses } from './bulk/record.ts';
import { clearUnkept, emptyBeats } from './pack.ts';
import type { Raw } from './result.ts';
import type { Beats, Delivered, Pulse } from './types.ts';

/** One line a beat: eos, last, keep and data from the highest bit down. */
export function encodeHex(stream: ManifestStream, beats: Beats): string {
  const { lanes, width } = stream;
  const lines: string[] = [];
  for (let beat = 0; beat < beats.count; beat++) {
    const data = join32(beats.data, beat * beats.words, beats.words);
    const keep = join32(beats.keep, beat * beats.keepWords, beats.keepWords);
    const flags = BigInt(beats.last[beat] | (beats.eos[beat] << 1));
    lines.push(((((flags << BigInt(lanes)) | keep) << BigInt(lanes * width)) | data).toString(16));
  }
  return `${lines.join('\n')}\n`;
}

function join32(words: Uint32Array, from: number, count: number): bigint {
  let value = 0n;
  for (let w = count - 1; w >= 0; w--) value = (value << 32n) | BigInt(words[from + w]);
  return value;
}

function split32(value: bigint, words: Uint32Array, from: number, count: number): void {
  for (let w = 0; w < count; w++) words[from + w] = Number((value >> BigInt(32 * w)) & 0xffffffffn);
}

/** Hexadecimal digits of $fwrite; x and z occur only in lanes that are not kept. */
function hex(text: string): bigint {
  return BigInt(`0x${text.replace(/[xz]/gi, '0')}`);
}

interface Record {
  status: number;
  stream: number;
  message: string;
  cycles: number;
  simulated: number;
  ended: boolean;
  inputs: number[][];
  outputs: { cycle: number; payload: string }[][];
  pulses: Pulse[];
  states: { valid: boolean; ready: boolean }[];
}

function fresh(manifest: Manifest): Record {
  return {
    ...{ status: 0, stream: 0, message: '', cycles: 0, simulated: 0, ended: false, pulses: [], states: [] },
    inputs: manifest.inputs.map(() => []),
    outputs: manifest.outputs.map(() => []),
  };
}

/** What the bench recorded; undefined when it did not come to its end. */
export function parseRecord(manifest: Manifest, text: string): Raw | undefined {
  let record = fresh(manifest);
  for (const line of text.split('\n')) {
    const [kind, a, b, c] = line.split(' ');
    if (kind === 'R') record = fresh(manifest);
    else if (kind === 'I') record.inputs[Number(a)].push(Number(b));
    else if (kind === 'O') record.outputs[Number(a)].push({ cycle: Number(b), payload: c });
    else if (kind === 'H') record.cycles = Number(a) + 1;
    else if (kind === 'C') record.pulses.push(...pulsesOf(manifest, Number(a), hex(b), hex(c)));
    else if (kind === 'P') record.states[Number(a)] = { valid: b === '1', ready: c === '1' };
    else if (kind === 'S') Object.assign(record, { simulated: Number(a), ended: true });
    else if (kind === 'E') {
      Object.assign(record, { status: Number(a), stream: Number(b), message: line.split(' ').slice(3).join(' ') });
    }
  }
  if (!record.ended) return undefined;
  const done = [...record.inputs, ...record.outputs].map((list) => list.length);
  return {
    status: statuses[record.status],
    cycles: record.cycles,
    simulated: record.simulated,
    badStream: record.stream,
    message: record.message,
    states: record.states.map((state, i) => ({ ...state, done: done[i] })),
    inputs: record.inputs.map((cycles) => Uint32Array.from(cycles)),
    outputs: record.outputs.map((beats, i) => delivered(manifest.outputs[i], beats)),
    pulses: record.pulses,
  };
}

function pulsesOf(manifest: Manifest, cycle: number, done: bigint, counts: bigint): Pulse[] {
  const value = (k: number): number => Number(BigInt.asUintN(counterBits, counts >> BigInt(k * counterBits)));
  return manifest.counters
    .map((unit, index) => ({ cycle, index, values: unit.names.map((_, k) => value(unit.offset + k)) }))
    .filter(({ index }) => ((done >> BigInt(index)) & 1n) === 1n);
}

function delivered(stream: ManifestStream, list: readonly { cycle: number; payload: string }[]): Delivered {
  const beats = emptyBeats(stream, list.length);
  const dataBits = BigInt(stream.lanes * stream.width);
  list.forEach(({ payload }, beat) => {
    const value = hex(payload);
    split32(BigInt.asUintN(Number(dataBits), value), beats.data, beat * beats.words, beats.words);
    const above = value >> dataBits;
    split32(BigInt.asUintN(stream.lanes, above), beats.keep, beat * beats.keepWords, beats.keepWords);
    beats.last[beat] = Number((above >> BigInt(stream.lanes)) & 1n);
    beats.eos[beat] = Number((above >> BigInt(stream.lanes + 1)) & 1n);
  });
  return { beats: clearUnkept(stream, beats), cycles: Uint32Array.from(list, ({ cycle }) => cycle) };
}
