// Runs a design in Icarus Verilog through a generated bench that does cycle by cycle what the C++ driver does.
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DendraError, type Manifest } from '../ir/index.ts';
import { benchName, benchText, vectorFiles } from './bench.ts';
import { defaults } from './defaults.ts';
import { parseRecord } from './hex.ts';
import { run } from './process.ts';
import { errorText, judge } from './result.ts';
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
    const files = { ...vectorFiles(manifest, stimulus), 'tb.sv': benchText(manifest, stimulus) };
    await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(work, name), text)));
    await elaborate(folder, manifest, work, options);
    const outcome = await run({
      program: 'vvp',
      args: ['-n', join(work, 'sim.vvp'), ...plusargs(stimulus, options, work)],
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
  const args = ['-g2012', '-s', benchName(manifest), '-o', join(work, 'sim.vvp'), ...manifest.rtl, join(work, 'tb.sv')];
  const outcome = await run({ program: 'iverilog', args, folder, signal: options.signal });
  options.signal?.throwIfAborted();
  if (!outcome.failed) return;
  throw new DendraError(
    `RTL of ${manifest.design} must compile with Icarus Verilog, not fail`,
    { rule: 'icarus-compiles', hint: outcome.output.replaceAll(`${work}/`, '').replaceAll('\n', '\n  ') },
    'check',
  );
}

function plusargs({ stall }: Stimulus, options: RunOptions, work: string): string[] {
  const values = {
    record: join(work, 'result.txt'),
    vectors: work,
    stall: stall.mode,
    seed: stall.seed >>> 0,
    reset_at: options.resetAt,
    watchdog: options.watchdog,
    drain: options.drain,
    waves: options.waves === undefined ? undefined : resolve(options.waves),
    mutant: options.mutant,
  };
  return Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [`+${name}=${value}`]));
}
