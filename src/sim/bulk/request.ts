// Requests of bulk runs: little-endian 32-bit words, in the order that templates/sim/model/bulk.cpp reads.
import { endianness } from 'node:os';
import { assert } from '../../ir/index.ts';
import type { Column } from './columns.ts';

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

/** What native code drives, records and waits for. */
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
  /** With a column for each field. */
  readonly inputs: readonly (BulkStream & { readonly columns: readonly Column[] })[];
  readonly outputs: readonly BulkOutput[];
}

/** A stream that is received. */
export interface BulkOutput extends BulkStream {
  /** True where ready falls after `count` beats; otherwise a further beat ends the run. */
  readonly stops?: boolean | undefined;
  /** A column for each field; the run ends at the first beat that differs. */
  readonly expected?: readonly Column[] | undefined;
}

/** Counters of a design, unit by unit: place of the first one and how many follow. */
export interface BulkCounters {
  readonly done: BulkPort;
  readonly values: BulkPort;
  readonly units: readonly { readonly offset: number; readonly count: number }[];
  /** Pulses to wait for. */
  readonly pulses: number;
}

/** First word of requests and records: "DDv3". */
export const magic = 0x33764444;
const none = 0xffffffff;

/** Words of a request. */
export function encodeRequest(request: BulkRequest): Uint32Array {
  assert(endianness() === 'LE', 'bulk requests are little-endian');
  const { reset, counters, inputs, outputs } = request;
  const parts: Part[] = [];
  const put = (...words: number[]): void => void parts.push(Uint32Array.from(words));
  put(magic, reset?.active ?? 0, reset?.cycles ?? 0, request.resetAt ?? none, request.watchdog, request.drain);
  put(counters?.pulses ?? 0, request.low, request.high);
  for (const port of [request.clock, reset?.port, request.error, counters?.done, counters?.values]) put(...place(port));
  const units = counters?.units ?? [];
  put(units.length, ...units.flatMap(({ offset, count }) => [offset, count]));
  put(inputs.length);
  for (const input of inputs) parts.push(...encodeStream(input), ...encodeColumns(input, input.columns));
  put(outputs.length);
  for (const output of outputs) {
    const { expected, stops } = output;
    parts.push(...encodeStream(output), Uint32Array.of(stops === true ? 1 : 0, expected === undefined ? 0 : 1));
    if (expected !== undefined) parts.push(...encodeColumns(output, expected));
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

/** For each field the bytes of a value, and all of them up to a whole word. */
function encodeColumns({ fields, count }: BulkStream, columns: readonly Column[]): Part[] {
  assert(columns.length === fields.length, 'a bulk stream has a column for each field');
  return columns.flatMap(({ stride, values }) => {
    assert(values.byteLength === stride * count, 'a column of a bulk stream has a value for each beat');
    return [Uint32Array.of(stride), values];
  });
}

type Part = Uint8Array | Uint32Array;

/** Words one after the other; bytes fill their last word with zeros. */
export function joinWords(parts: readonly Part[]): Uint32Array {
  const size = ({ byteLength }: Part): number => Math.ceil(byteLength / 4);
  const words = new Uint32Array(parts.reduce((sum, part) => sum + size(part), 0));
  const bytes = new Uint8Array(words.buffer);
  let at = 0;
  for (const part of parts) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), 4 * at);
    at += size(part);
  }
  return words;
}
