// Bulk runs of generated designs: the request of a stimulus, and the record in the terms of the manifest.
import { counterBits, type Manifest, type ManifestStream, stallPattern } from '../../ir/index.ts';
import { defaults } from '../defaults.ts';
import { clearUnkept, emptyBeats } from '../pack.ts';
import type { Raw } from '../result.ts';
import type { Beats, RunOptions, Stimulus } from '../types.ts';
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
      fields: [
        port(`${s.name}_data_${forth}`, s.lanes * s.width),
        port(`${s.name}_keep_${forth}`, s.lanes),
        port(`${s.name}_last_${forth}`),
        port(`${s.name}_eos_${forth}`),
      ],
      pauses: stallPattern(stimulus.stall, side, number),
      count,
    };
  };
  const { counters, reset, inputs, outputs } = manifest;
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
    inputs: inputs.map((s, i) => {
      const beats = stimulus.inputs[i];
      return { ...stream('in', s, beats.count, i), beats: interleave(beats) };
    }),
    outputs: outputs.map((s, i) => {
      const expected = stimulus.expected?.[i];
      return {
        ...stream('out', s, stimulus.outputs[i], inputs.length + i),
        expected: expected === undefined ? undefined : interleave(expected),
      };
    }),
  };
}

/** What was recorded, stream by stream of the manifest. */
export function rawOf(manifest: Manifest, record: BulkRecord): Raw {
  const { status, cycles, simulated, badStream, message } = record;
  return {
    ...{ status, cycles, simulated, badStream, message },
    states: [...record.inputs, ...record.outputs].map(({ valid, ready, done }) => ({ valid, ready, done })),
    inputs: record.inputs.map((input) => input.cycles),
    outputs: manifest.outputs.map((stream, i) => {
      const { cycles: arrival, beats, done } = record.outputs[i];
      return { cycles: arrival, beats: clearUnkept(stream, separate(stream, done, beats)) };
    }),
    pulses: record.pulses.map(({ cycle, unit, values }) => ({ cycle, index: unit, values })),
  };
}

/** Beat by beat: data words, keep words, last, eos. */
function interleave(beats: Beats): Uint32Array {
  const { count, words, keepWords } = beats;
  const out = new Uint32Array(count * (words + keepWords + 2));
  for (let beat = 0, at = 0; beat < count; beat++) {
    for (let w = 0; w < words; w++) out[at++] = beats.data[beat * words + w];
    for (let w = 0; w < keepWords; w++) out[at++] = beats.keep[beat * keepWords + w];
    out[at++] = beats.last[beat];
    out[at++] = beats.eos[beat];
  }
  return out;
}

/** The inverse of `interleave`. */
function separate(stream: ManifestStream, count: number, from: Uint32Array): Beats {
  const beats = emptyBeats(stream, count);
  const { words, keepWords } = beats;
  for (let beat = 0, at = 0; beat < count; beat++) {
    for (let w = 0; w < words; w++) beats.data[beat * words + w] = from[at++];
    for (let w = 0; w < keepWords; w++) beats.keep[beat * keepWords + w] = from[at++];
    beats.last[beat] = from[at++];
    beats.eos[beat] = from[at++];
  }
  return beats;
}
