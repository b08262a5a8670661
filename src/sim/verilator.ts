// Generated designs in Verilator: the model behind the same C ABI as every other, driven by bulk requests.
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Manifest } from '../ir/index.ts';
import { rawOf, requestOf } from './bulk/design.ts';
import { decodeRecord } from './bulk/record.ts';
import { encodeRequest } from './bulk/request.ts';
import { defaults } from './defaults.ts';
import { driver } from './driver.ts';
import { compileModel } from './model/build.ts';
import { run } from './process.ts';
import { judge } from './result.ts';
import type { Build, BuildOptions, RunOptions, SimResult, Stimulus } from './types.ts';
import { withWorkFolder } from './work-folder.ts';

/** Source of the package that says which mutant is on; instrumented RTL needs it first. */
export const mutantSource = 'rtl/dendra_mutants.sv';

/** Builds the model of an emitted design; a lint warning is an error with Verilator's text. */
export async function buildVerilator(folder: string, manifest: Manifest, options: BuildOptions = {}): Promise<Build> {
  const start = performance.now();
  const { trace, mutants, profile, signal } = options;
  const program = await driver(signal);
  // The model reads memory files when it runs, so that only their names are part of it.
  const { library, plan, cached } = await compileModel({
    ...{ folder, top: manifest.top, timing: false, profile, signal },
    ...(mutants === true
      ? { sources: [mutantSource, ...manifest.rtl], verilatorArgs: ['-Wno-lint', '-Wno-style'] }
      : { sources: manifest.rtl, lint: true }),
    waves: trace === true ? 'fst' : undefined,
  });
  const seconds = (performance.now() - start) / 1000;
  return { program, library, ports: plan.ports.map(({ path }) => path), seconds, cached, trace: trace === true };
}

/** Runs a built model on a stimulus, in the design's folder. */
export async function runVerilator(
  build: Build,
  folder: string,
  manifest: Manifest,
  stimulus: Stimulus,
  options: RunOptions = {},
): Promise<SimResult> {
  return withWorkFolder(async (work) => {
    const [requestFile, recordFile] = [join(work, 'request.bin'), join(work, 'record.bin')];
    const request = requestOf(manifest, build.ports, stimulus, options);
    await writeFile(requestFile, encodeRequest(request));
    const waves = options.waves === undefined ? '-' : resolve(options.waves);
    const plus = options.mutant === undefined ? [] : [`+mutant=${options.mutant}`];
    const seed = (stimulus.stall.seed & 0x3fff_ffff) | 1;
    const outcome = await run({
      program: build.program,
      args: [build.library, `${seed}`, requestFile, recordFile, waves, ...plus],
      folder,
      timeout: options.timeout ?? defaults.timeout,
      signal: options.signal,
    });
    const bytes = await readFile(recordFile).catch(() => new Uint8Array());
    const record = decodeRecord(request, new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2));
    return judge('verilator', manifest, stimulus, options, record && rawOf(manifest, record), outcome);
  });
}
