// Bulk runs of generated designs: the request of a stimulus, and the record in the terms of the manifest.
import { counterBits, type Manifest, type ManifestStream, stallPattern } from '../../ir/index.ts';
import { defaults } from '../defaults.ts';
import { clearUnkept, emptyBeats } from '../pack.ts';
import type { Raw } from '../result.ts';
import type { Beats, RunOptions, Stimulus } from '../types.ts';
import { type Column, columnOf, type Field } from './columns.ts';
import type { BulkRecord } from './record.ts';
import type { BulkPort, BulkRequest, BulkStream } from './request.ts';

/** Time steps of half a clock period. */
const halfPeriod = 5;

/** The request that applies a stimulus to a model with these ports. */
export function requestOf(
  manifest: Manifest,
  ports: readonly string[],
  stimulus: Stimulus,
  options: RunOptions,
): BulkRequest {
  const places = new Map(ports.map((name, index) => [name, index]));
  const port = (name: string, bits = 1): BulkPort => ({ index: places.get(name)!, bits });
  const stream = (side: 'in' | 'out', s: ManifestStream, count: number, number: number): BulkStream => {
    const [forth, back] = side === 'in' ? ['i', 'o'] : ['o', 'i'];
    return {
      valid: port(`${s.name}_valid_${forth}`),
      ready: port(`${s.name}_ready_${back}`),
      lanes: s.lanes,
      fields: fieldsOf(s).map(([, { path, width }]) => port(`${path}_${forth}`, width)),
      pauses: stallPattern(stimulus.stall, side, number),
      count,
    };
  };
  const { counters, reset, inputs, outputs, loads } = manifest;
  const values = counters.reduce((sum, { names }) => sum + names.length, 0);
  return {
    clock: port(manifest.clock),
    ...{ low: halfPeriod, high: halfPeriod },
    reset: { port: port(reset.port), active: reset.active, cycles: defaults.resetCycles },
    resetAt: options.resetAt,
    error: port('error_o'),
    counters:
      counters.length === 0
        ? undefined
        : {
            done: port('count_done_o', counters.length),
            values: port('count_o', values * counterBits),
            units: counters.map(({ offset, names }) => ({ offset, count: names.length })),
            pulses: stimulus.pulses ?? 0,
          },
    watchdog: options.watchdog ?? defaults.watchdog,
    drain: options.drain ?? defaults.drain,
    inputs: [
      ...inputs.map((s, i) => {
        const beats = stimulus.inputs[i];
        return { ...stream('in', s, beats.count, i), columns: columnsOf(s, beats) };
      }),
      // A stream without a beat holds the load bus still.
      ...(loads === undefined
        ? []
        : [{ valid: port('load_valid_i'), ready: undefined, lanes: 0, fields: [], count: 0, columns: [] }]),
    ],
    outputs: outputs.map((s, i) => {
      const expected = stimulus.expected?.[i];
      return {
        ...stream('out', s, stimulus.outputs[i], inputs.length + i),
        expected: expected === undefined ? undefined : columnsOf(s, expected),
      };
    }),
  };
}

/** What was recorded, stream by stream of the manifest. */
export function rawOf(manifest: Manifest, record: BulkRecord): Raw {
  const { status, cycles, simulated, badStream, message } = record;
  const inputs = record.inputs.slice(0, manifest.inputs.length);
  return {
    ...{ status, cycles, simulated, badStream, message },
    states: [...inputs, ...record.outputs].map(({ valid, ready, done }) => ({ valid, ready, done })),
    inputs: inputs.map((input) => input.cycles),
    outputs: manifest.outputs.map((stream, i) => {
      const { cycles: arrival, columns, done } = record.outputs[i];
      return { cycles: arrival, beats: clearUnkept(stream, beatsOf(stream, done, columns)) };
    }),
    pulses: record.pulses.map(({ cycle, unit, values }) => ({ cycle, index: unit, values })),
  };
}

/** The payload of a stream, in the order of the request. */
function fieldsOf({ lanes, width, name }: ManifestStream): Field[] {
  const field = (what: string, bits: number): Field => [what, { width: bits, path: `${name}_${what}` }];
  return [field('data', lanes * width), field('keep', lanes), field('last', 1), field('eos', 1)];
}

function columnsOf(stream: ManifestStream, beats: Beats): Column[] {
  const values = [beats.data, beats.keep, beats.last, beats.eos];
  return fieldsOf(stream).map((field, i) => columnOf(field, values[i]!, beats.count));
}

function beatsOf(stream: ManifestStream, count: number, columns: readonly Uint32Array[]): Beats {
  const [data, keep, last, eos] = columns;
  const flags = { last: Uint8Array.from(last), eos: Uint8Array.from(eos) };
  return { ...emptyBeats(stream, 0), count, data, keep, ...flags };
}
