// Records of bulk runs, as templates/sim/model/bulk.cpp writes them.
import { wordsOf } from './columns.ts';
import { type BulkRequest, magic } from './request.ts';

/** Reasons for which a run ends, in the order of templates/sim/model/bulk.h. */
export const statuses = ['ok', 'watchdog', 'protocol', 'surplus', 'mismatch', 'error', 'asserted'] as const;
export type Status = (typeof statuses)[number];

/** State of a stream when the run ended, and the cycle of each beat. */
export interface StreamRecord {
  readonly valid: boolean;
  readonly ready: boolean;
  readonly done: number;
  readonly cycles: Uint32Array;
}

/** What a run recorded. */
export interface BulkRecord {
  readonly status: Status;
  /** Cycle of the last handshake plus 1. */
  readonly cycles: number;
  /** Cycles that ran, resets excluded. */
  readonly simulated: number;
  /** Output to blame. */
  readonly badStream: number;
  readonly message: string;
  readonly inputs: readonly StreamRecord[];
  /** With the words of all beats, field by field. */
  readonly outputs: readonly (StreamRecord & { readonly columns: readonly Uint32Array[] })[];
  readonly pulses: readonly { readonly cycle: number; readonly unit: number; readonly values: readonly number[] }[];
}

/** Contents of a record, or undefined when the words are none; arrays are views of the words. */
export function decodeRecord(request: BulkRequest, words: Uint32Array): BulkRecord | undefined {
  if (words.length < 7 || words[0] !== magic) return undefined;
  const [, status, cycles, simulated, badStream, pulseCount, messageLength] = words;
  let at = 7;
  const take = (length: number): Uint32Array => {
    at += length;
    return words.subarray(at - length, at);
  };
  const stream = (): StreamRecord => {
    const [valid, ready, done] = take(3);
    return { valid: valid === 1, ready: ready === 1, done, cycles: take(done) };
  };
  const inputs = request.inputs.map(stream);
  const outputs = request.outputs.map((output) => {
    const record = stream();
    return { ...record, columns: output.fields.map(({ bits }) => take(record.done * wordsOf(bits))) };
  });
  const pulses: BulkRecord['pulses'][number][] = [];
  for (let p = 0; p < pulseCount; p++) {
    const [cycle, unit] = take(2);
    const { count } = request.counters!.units[unit];
    const halves = take(2 * count);
    const values = Array.from({ length: count }, (_, k) => halves[2 * k] + halves[2 * k + 1] * 2 ** 32);
    pulses.push({ cycle, unit, values });
  }
  const message = String.fromCharCode(...take(messageLength));
  return { status: statuses[status], cycles, simulated, badStream, message, inputs, outputs, pulses };
}
