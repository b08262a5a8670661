// Requests of bulk runs: little-endian 32-bit words, in the order that templates/sim/model/bulk.cpp reads.
import { endianness } from 'node:os';
import { assert } from '../../ir/index.ts';
import { layout } from './layout.ts';

/** A signal of the model: its place in the list of the model's signals, and its bits. */
export interface BulkPort {
  readonly index: number;
  readonly bits: number;
}

/** Cycles in which a source or sink pauses: by the hash of src/ir/stall.ts, or by a bitmap that repeats, 1 pauses. */
export type BulkPauses =
  | { readonly base: number; readonly rate: number }
  | { readonly bitmap: Uint32Array; readonly length: number };

/** A stream of ready/valid handshakes; a signal that it does not have counts as always 1. */
export interface BulkStream {
  readonly valid: BulkPort | undefined;
  readonly ready: BulkPort | undefined;
  /** Above 0, field 1 has a bit for each lane of field 0 that says whether the lane counts. */
  readonly lanes: number;
  readonly fields: readonly BulkPort[];
  readonly pauses?: BulkPauses | undefined;
  readonly count: number;
}

/** What native code drives, records and waits for. Beats hold their fields as `layout` places them. */
export interface BulkRequest {
  readonly clock: BulkPort;
  /** Time steps at 0 and at 1. */
  readonly low: number;
  readonly high: number;
  readonly reset?: { readonly port: BulkPort; readonly active: number; readonly cycles: number } | undefined;
  /** Cycle before which reset is asserted for one edge, and everything begins anew. */
  readonly resetAt?: number | undefined;
  /** A signal that must stay 0. */
  readonly error?: BulkPort | undefined;
  /** Counters of 48 bits in `values`, read whenever a unit's bit of `done` is 1. */
  readonly counters?: BulkCounters | undefined;
  /** Cycles without progress after which the run stops. */
  readonly watchdog: number;
  /** Cycles that still run after the last beat. */
  readonly drain: number;
  readonly inputs: readonly (BulkStream & { readonly beats: Uint32Array })[];
  readonly outputs: readonly BulkOutput[];
}

/** A stream that is received. */
export interface BulkOutput extends BulkStream {
  /** True where ready falls after `count` beats; otherwise a further beat ends the run. */
  readonly stops?: boolean | undefined;
  /** The run ends at the first beat that differs. */
  readonly expected?: Uint32Array | undefined;
}

/** Counters of a design, unit by unit: place of the first one and how many follow. */
export interface BulkCounters {
  readonly done: BulkPort;
  readonly values: BulkPort;
  readonly units: readonly { readonly offset: number; readonly count: number }[];
  /** Pulses to wait for. */
  readonly pulses: number;
}

/** First word of requests and records: "DDv2". */
export const magic = 0x32764444;
const none = 0xffffffff;

/** Words of a beat. */
export function beatWords({ fields }: Pick<BulkStream, 'fields'>): number {
  return layout(fields.map(({ bits }) => bits)).size;
}

/** Words of a request. */
export function encodeRequest(request: BulkRequest): Uint32Array {
  assert(endianness() === 'LE', 'bulk requests are little-endian');
  const { reset, counters, inputs, outputs } = request;
  const parts: Uint32Array[] = [];
  const put = (...words: number[]): void => void parts.push(Uint32Array.from(words));
  put(magic, reset?.active ?? 0, reset?.cycles ?? 0, request.resetAt ?? none, request.watchdog, request.drain);
  put(counters?.pulses ?? 0, request.low, request.high);
  for (const port of [request.clock, reset?.port, request.error, counters?.done, counters?.values]) put(...place(port));
  const units = counters?.units ?? [];
  put(units.length, ...units.flatMap(({ offset, count }) => [offset, count]));
  put(inputs.length);
  for (const input of inputs) parts.push(...encodeStream(input), beatsOf(input, input.beats));
  put(outputs.length);
  for (const output of outputs) {
    const { expected, stops } = output;
    parts.push(...encodeStream(output), Uint32Array.of(stops === true ? 1 : 0, expected === undefined ? 0 : 1));
    if (expected !== undefined) parts.push(beatsOf(output, expected));
  }
  return joinWords(parts);
}

function place(port: BulkPort | undefined): [number, number] {
  return port === undefined ? [none, 0] : [port.index, port.bits];
}

function encodeStream(stream: BulkStream): Uint32Array[] {
  const { valid, ready, lanes, fields, pauses, count } = stream;
  const signals = [...place(valid), ...place(ready), lanes, fields.length, ...fields.flatMap(place)];
  const parts: Uint32Array[] = [Uint32Array.from(signals)];
  if (pauses === undefined) parts.push(Uint32Array.of(0, 0, 0));
  else if ('rate' in pauses) parts.push(Uint32Array.of(pauses.base, pauses.rate, 0));
  else parts.push(Uint32Array.of(0, 0, pauses.length), pauses.bitmap.subarray(0, Math.ceil(pauses.length / 32)));
  return [...parts, Uint32Array.of(count)];
}

function beatsOf(stream: BulkStream, beats: Uint32Array): Uint32Array {
  assert(beats.length === stream.count * beatWords(stream), 'beats of a bulk stream fill whole words');
  return beats;
}

/** Words one after the other. */
export function joinWords(parts: readonly Uint32Array[]): Uint32Array {
  const words = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    words.set(part, at);
    at += part.length;
  }
  return words;
}
