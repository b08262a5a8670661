// C simulation of the emitted HLS sources: their own testbench, on vector files, gives a record of beats and event counts.
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { hlsTopName } from '../../codegen/index.ts';
import type { Manifest } from '../../ir/index.ts';
import { vectorFiles } from '../bench.ts';
import { defaults } from '../defaults.ts';
import { parseRecord } from '../hex.ts';
import { emptyBeats } from '../pack.ts';
import { run } from '../process.ts';
import type { Delivered, Pulse, RunOptions, Stimulus } from '../types.ts';
import { withWorkFolder } from '../work-folder.ts';
import { compileHls, type HlsCompileOptions } from './compile.ts';

/** What a C simulation gave; there is no notion of a cycle. */
export interface HlsResult {
  /** One sentence; empty when nothing failed. */
  readonly message: string;
  readonly outputs: readonly Delivered[];
  readonly pulses: readonly Pulse[];
}

/** Path of the program of an emitted design. */
export function buildHls(folder: string, manifest: Manifest, options: HlsCompileOptions = {}): Promise<string> {
  const top = hlsTopName(manifest);
  return compileHls(join(folder, 'hls'), [`${top}.cpp`, `tb_${top}.cpp`], options);
}

/** Runs a testbench; `args` come before the folder of vectors and the record. */
export function runHls(
  program: string,
  manifest: Manifest,
  { inputs }: Pick<Stimulus, 'inputs'>,
  { timeout = defaults.timeout, signal }: Pick<RunOptions, 'timeout' | 'signal'> = {},
  args: readonly string[] = [],
): Promise<HlsResult> {
  return withWorkFolder(async (work) => {
    const files = vectorFiles(manifest, { inputs, outputs: [], stall: { mode: 'none', seed: 0 } });
    await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(work, name), text)));
    const record = join(work, 'record.txt');
    const outcome = await run({ program: resolve(program), args: [...args, work, record], timeout, signal });
    signal?.throwIfAborted();
    const raw = parseRecord(manifest, await readFile(record, 'latin1').catch(() => ''));
    // hls::stream warns of reads while empty and of beats that nobody took.
    const warning = /^WARNING: .*$/m.exec(outcome.output)?.[0];
    const tail = outcome.output.trim().split('\n').slice(0, 3).join('; ');
    const how = outcome.killedBy === undefined ? `status ${outcome.exitCode}` : `${outcome.killedBy}`;
    const message = outcome.timedOut
      ? `C simulation took longer than ${timeout / 1000} s`
      : outcome.failed || raw === undefined
        ? `C simulation must end with a record, not with ${how}${tail === '' ? '' : `: ${tail}`}`
        : (warning ?? '');
    const none = { cycles: new Uint32Array() };
    return {
      message,
      outputs:
        raw?.outputs.map(({ beats }) => ({ beats, ...none })) ??
        manifest.outputs.map((stream) => ({ beats: emptyBeats(stream, 0), ...none })),
      pulses: raw?.pulses ?? [],
    };
  });
}
