// Runs a design in Icarus Verilog through a generated bench that does cycle by cycle what the C++ driver does.
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DendraError, type Manifest } from '../ir/index.ts';
import { defaults } from './defaults.ts';
import { encodeHex, parseRecord } from './hex.ts';
import { run } from './process.ts';
import { errorText, judge } from './result.ts';
import { fill, portData } from './template.ts';
import type { RunOptions, SimResult, Stimulus } from './types.ts';
import { withWorkFolder } from './work-folder.ts';

/** Compiles and runs an emitted design on a stimulus; some thousand cycles a second at best. */
export async function runIcarus(
  folder: string,
  manifest: Manifest,
  stimulus: Stimulus,
  options: RunOptions = {},
): Promise<SimResult> {
  return withWorkFolder(async (work) => {
    const { inputs } = stimulus;
    await Promise.all([
      ...inputs.map((beats, i) => writeFile(join(work, `in${i}.hex`), encodeHex(manifest.inputs[i], beats))),
      ...(stimulus.expected ?? []).map((beats, i) =>
        writeFile(join(work, `out${i}.hex`), encodeHex(manifest.outputs[i], beats)),
      ),
    ]);
    await writeFile(join(work, 'dendra_tb.sv'), await fill('tb.sv.hbs', benchData(manifest, stimulus, options, work)));
    await elaborate(folder, manifest, work, options);
    const outcome = await run({
      program: 'vvp',
      args: ['-n', join(work, 'sim.vvp'), ...(options.mutant === undefined ? [] : [`+mutant=${options.mutant}`])],
      folder,
      timeout: options.timeout ?? defaults.timeout,
      signal: options.signal,
    });
    const record = await readFile(join(work, 'result.txt'), 'latin1').catch(() => '');
    // $error does not stop Icarus: the run counts as asserted although its record is complete.
    const raw = errorText(outcome.output) === undefined ? parseRecord(manifest, record) : undefined;
    return judge('icarus', manifest, stimulus, options, raw, outcome);
  });
}

async function elaborate(folder: string, manifest: Manifest, work: string, options: RunOptions): Promise<void> {
  const args = ['-g2012', '-s', 'dendra_tb', '-o', join(work, 'sim.vvp'), ...manifest.rtl, join(work, 'dendra_tb.sv')];
  const outcome = await run({ program: 'iverilog', args, folder, signal: options.signal });
  options.signal?.throwIfAborted();
  if (!outcome.failed) return;
  throw new DendraError(
    `RTL of ${manifest.design} must compile with Icarus Verilog, not fail`,
    { rule: 'icarus-compiles', hint: outcome.output.replaceAll(`${work}/`, '').replaceAll('\n', '\n  ') },
    'check',
  );
}

function benchData(manifest: Manifest, stimulus: Stimulus, options: RunOptions, work: string) {
  const { inputs, outputs, clock, reset, ...ports } = portData(manifest);
  const { mode, seed } = stimulus.stall;
  return {
    ...ports,
    clockPort: clock,
    resetPort: reset,
    seed: seed >>> 0,
    inputs: inputs.map((port, index) => {
      const { count } = stimulus.inputs[index];
      const stalls = mode === 'in' || mode === 'both';
      return { ...port, index, count, depth: Math.max(count, 1), file: join(work, `in${index}.hex`), stalls };
    }),
    outputs: outputs.map((port, index) => {
      const count = stimulus.outputs[index];
      const stalls = mode === 'out' || mode === 'both';
      const expected = stimulus.expected !== undefined && count > 0;
      return {
        ...port,
        index,
        count,
        depth: Math.max(count, 1),
        file: join(work, `out${index}.hex`),
        stalls,
        expected,
      };
    }),
    resetCycles: defaults.resetCycles,
    resets: options.resetAt !== undefined,
    resetAt: options.resetAt ?? 0,
    watchdog: options.watchdog ?? defaults.watchdog,
    drain: options.drain ?? defaults.drain,
    pulses: stimulus.pulses ?? 0,
    waves: options.waves === undefined ? false : resolve(options.waves),
    folder: work,
  };
}
