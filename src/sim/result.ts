// Turns what a bench recorded into a SimResult: which boolean, which sentence.
import type { Manifest } from '../ir/index.ts';
import type { Status } from './bulk/record.ts';
import { defaults } from './defaults.ts';
import { emptyBeats } from './pack.ts';
import type { Outcome } from './process.ts';
import type { Delivered, PortState, Pulse, RunOptions, SimResult, Stimulus } from './types.ts';

/** A bench's record, before anyone judged it. */
export interface Raw {
  readonly status: Status;
  readonly cycles: number;
  readonly simulated: number;
  readonly badStream: number;
  readonly message: string;
  readonly states: readonly { readonly valid: boolean; readonly ready: boolean; readonly done: number }[];
  readonly inputs: readonly Uint32Array[];
  readonly outputs: readonly Delivered[];
  readonly pulses: readonly Pulse[];
}

/** The result of a run from its record, if it left one, and from how the program ended. */
export function judge(
  sim: SimResult['sim'],
  manifest: Manifest,
  stimulus: Stimulus,
  options: RunOptions,
  raw: Raw | undefined,
  outcome: Outcome,
): SimResult {
  const ports = raw === undefined ? [] : portStates(manifest, stimulus, raw);
  const status = raw?.status;
  const stopped = outcome.timedOut || outcome.canceled;
  const asserted = status === 'asserted' || (!stopped && raw === undefined && errorText(outcome.output) !== undefined);
  const crashed = !stopped && !asserted && (outcome.failed || raw === undefined);
  const message = sentence(manifest, options, raw, ports, outcome, asserted);
  return {
    sim,
    failed: message !== '',
    timedOut: outcome.timedOut || status === 'watchdog',
    crashed,
    asserted,
    protocol: status === 'protocol',
    surplus: status === 'surplus',
    errorFlag: status === 'error',
    canceled: outcome.canceled,
    mismatch:
      status === 'mismatch'
        ? { output: raw!.badStream, beat: raw!.states[manifest.inputs.length + raw!.badStream].done - 1 }
        : undefined,
    message,
    cycles: raw?.cycles ?? 0,
    simulated: raw?.simulated ?? 0,
    inputs: raw?.inputs ?? manifest.inputs.map(() => new Uint32Array()),
    outputs: raw?.outputs ?? manifest.outputs.map((s) => ({ beats: emptyBeats(s, 0), cycles: new Uint32Array() })),
    pulses: raw?.pulses ?? [],
    ports,
    log: outcome.output,
    seconds: outcome.seconds,
  };
}

function portStates(manifest: Manifest, stimulus: Stimulus, raw: Raw): PortState[] {
  const port = (dir: 'in' | 'out', name: string, index: number, expected: number): PortState => ({
    port: name,
    dir,
    ...raw.states[index],
    expected,
  });
  return [
    ...manifest.inputs.map((s, i) => port('in', s.name, i, stimulus.inputs[i].count)),
    ...manifest.outputs.map((s, i) => port('out', s.name, manifest.inputs.length + i, stimulus.outputs[i])),
  ];
}

function sentence(
  manifest: Manifest,
  options: RunOptions,
  raw: Raw | undefined,
  ports: readonly PortState[],
  outcome: Outcome,
  asserted: boolean,
): string {
  if (outcome.canceled) return 'simulation was interrupted';
  if (outcome.timedOut) return `simulation took longer than ${(options.timeout ?? defaults.timeout) / 1000} s`;
  if (asserted)
    return `${errorText(outcome.output) ?? raw?.message ?? 'assertion failed'}${raw === undefined ? '' : ` (cycle ${raw.simulated})`}`;
  if (raw === undefined || outcome.failed) return crash(outcome);
  const output = manifest.outputs[raw.badStream]?.name ?? '';
  const done = raw.states[manifest.inputs.length + raw.badStream]?.done ?? 0;
  switch (raw.status) {
    case 'ok':
    case 'asserted':
      return '';
    case 'watchdog':
      return stuck(ports, options.watchdog ?? defaults.watchdog);
    case 'protocol':
      return `${output === '' ? '' : `output ${output}: `}${raw.message} (cycle ${raw.simulated}, beat ${done})`;
    case 'surplus':
      return `output ${output} must deliver ${done - 1} beats, not another one in cycle ${raw.simulated}`;
    case 'mismatch':
      return `output ${output} differs from the expected payload at beat ${done - 1} (cycle ${raw.simulated})`;
    case 'error':
      return `error_o must stay low, not rise in cycle ${raw.simulated}`;
  }
}

function stuck(ports: readonly PortState[], watchdog: number): string {
  const waiting = ports
    .filter((p) => p.done < p.expected)
    .map(
      (p) =>
        `${p.dir === 'in' ? 'input' : 'output'} ${p.port} has moved ${p.done} of ${p.expected} beats (${handshake(p)})`,
    );
  const what = waiting.length === 0 ? 'all beats arrived, but counter pulses are missing' : waiting.join(', ');
  return `no handshake for ${watchdog} cycles: ${what}`;
}

function handshake(port: PortState): string {
  const wait = port.valid ? (port.ready ? 'between beats' : 'waits for ready') : 'waits for valid';
  return `valid=${port.valid ? 1 : 0} ready=${port.ready ? 1 : 0}, ${wait}`;
}

/** Text of the first $error, $fatal or assertion in a simulator's log. */
export function errorText(log: string): string | undefined {
  for (const line of log.split('\n')) {
    const match = /^(?:\[\d+\] )?%?(?:Error|Fatal|ERROR|FATAL|error|fatal)\b:? ?(.*)$/.exec(line);
    if (match !== null) return match[1];
  }
  return undefined;
}

function crash(outcome: Outcome): string {
  const tail = outcome.output.trim().split('\n').slice(-3).join('; ');
  const how = outcome.killedBy === undefined ? `ended with status ${outcome.exitCode}` : `died of ${outcome.killedBy}`;
  return `simulation ${how} without a result${tail === '' ? '' : `: ${tail}`}`;
}
