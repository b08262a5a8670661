// Runs Verilator on a design of the user's: as an elaborator, and as a compiler to C++.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DendraError } from '../../ir/index.ts';

import { type Outcome, run } from '../process.ts';
import type { Toolchain } from '../toolchain.ts';
import type { Netlist } from './netlist.ts';
import type { ModelOptions } from './options.ts';
import { readJson } from './read-json.ts';
import { readXml } from './read-xml.ts';
import { missingTop, type SourceFile } from './sources.ts';

/** Version number of Verilator, `5.006`. */
export function verilatorVersion(tools: Toolchain): string {
  return /^Verilator (\d+\.\d+)/m.exec(tools.versions)?.[1] ?? 'unknown';
}

/** Arguments that say what the design is; equal for both runs, and part of the cache key. */
export function designArguments(options: ModelOptions): string[] {
  const parameter = (value: number | bigint | boolean | string): string => {
    if (typeof value === 'string') return `"${value}"`;
    return typeof value === 'boolean' ? String(Number(value)) : String(value);
  };
  return [
    ...['--top-module', options.top, ...(options.lint === true ? ['-Wall'] : ['-Wno-fatal'])],
    ...(options.includes ?? []).map((folder) => `-I${folder}`),
    ...Object.entries(options.defines ?? {}).map(([name, value]) => `-D${name}${value === '' ? '' : `=${value}`}`),
    ...Object.entries(options.parameters ?? {}).map(([name, value]) => `-G${name}=${parameter(value)}`),
    ...(options.timescale === undefined ? [] : ['--timescale', options.timescale]),
    ...(options.timing === undefined ? [] : [options.timing ? '--timing' : '--no-timing']),
    ...(options.verilatorArgs ?? []),
    ...options.sources,
  ];
}

/** The elaborated design; `folder` takes a temporary file. */
export async function elaborate(
  tools: Toolchain,
  options: ModelOptions,
  files: readonly SourceFile[],
  folder: string,
): Promise<Netlist> {
  // JSON came with 5.022; XML went with 5.040. A build without a number is newer than both.
  const xml = Number(verilatorVersion(tools)) < 5.026;
  const output = join(folder, xml ? 'design.xml' : 'design.json');
  const format = xml ? ['--xml-only', '--xml-output', output] : ['--json-only', '--json-only-output', output];
  // This run makes no model, so it may see every signal; without these Verilator forgets those it would optimise away.
  const all = ['-O0', '--public-flat-rw'];
  const args = [...format, ...all, '--Mdir', folder, ...designArguments(options)];
  const outcome = await run({ program: 'verilator', args, folder: options.folder, signal: options.signal });
  if (outcome.failed) throw refusal(outcome, options, files);
  refuseSecondTop(outcome.output, options.top);
  const text = await readFile(output, 'utf8');
  return xml ? readXml(text) : readJson(text);
}

/** Verilates into `folder`; returns its warnings. */
export async function verilate(
  options: ModelOptions,
  files: readonly SourceFile[],
  folder: string,
  config: string,
): Promise<string> {
  const args = [...modelFlags(options), '--Mdir', folder];
  if (config !== '') {
    args.push(`${folder}.vlt`);
    await writeFile(`${folder}.vlt`, config);
  }
  const outcome = await run({
    program: 'verilator',
    args: [...args, ...designArguments(options)],
    folder: options.folder,
    signal: options.signal,
  });
  if (outcome.failed) throw refusal(outcome, options, files);
  // Newer Verilators end with a report, which is no warning.
  return outcome.output
    .split('\n')
    .filter((line) => !line.startsWith('- '))
    .join('\n')
    .trim();
}

/** Files that the run into `folder` read, as Verilator names them; without its own and ours. */
export async function filesRead(folder: string): Promise<string[]> {
  const text = await readFile(join(folder, 'Vdut__verFiles.dat'), 'utf8');
  const paths = [...text.matchAll(/^S .*"(.*)"$/gm)].map(([, path]) => path);
  return paths.filter((path) => !path.endsWith('verilator_bin') && path !== `${folder}.vlt`);
}

/** Arguments of the second run that do not come from the design. */
export function modelFlags(options: ModelOptions): string[] {
  return [
    ...['--cc', '--assert', '--x-assign', 'unique', '--x-initial', 'unique', '--prefix', 'Vdut'],
    ...(options.waves === undefined ? [] : [options.waves === 'vcd' ? '--trace' : '--trace-fst']),
    ...(options.coverage === true ? ['--coverage-line'] : []),
  ];
}

/** Verilator would take the first one with a warning, and a bench would test what its author did not mean. */
function refuseSecondTop(output: string, top: string): void {
  const place = String.raw`(\S+?):\d+:\d+`;
  const found = new RegExp(
    `${place}: Duplicate declaration of module: '${top}'[^%]*?${place}: \\.\\.\\. Location`,
  ).exec(output);
  if (found === null) return;
  throw new DendraError(`top must be a module that is declared once, not ${top} of ${found[2]} and of ${found[1]}`, {
    rule: 'top-once',
    hint: 'leave one of the files out of the sources',
  });
}

/** True when Verilator asks how delays in the RTL are meant. */
export function needsTiming(error: unknown): boolean {
  return error instanceof DendraError && /NEEDTIMINGOPT/.test(error.place.hint ?? '');
}

function refusal(outcome: Outcome, options: ModelOptions, files: readonly SourceFile[]): Error {
  options.signal?.throwIfAborted();
  if (/Specified --top-module '.*' was not found/.test(outcome.output)) return missingTop(options, files);
  const lines = outcome.output.split('\n');
  const count = lines.filter((line) => /^%(Error|Warning)(?!: Exiting)/.test(line)).length;
  const text = lines.filter((line) => !/^%Error: Exiting|^ +\.\.\. (For|Use|See)/.test(line));
  const hint = text.slice(0, 60).join('\n  ');
  if (options.lint === true) {
    const sentence = `RTL of ${options.top} must pass Verilator without a warning, not with ${count}`;
    return new DendraError(sentence, { rule: 'verilator-lint', hint }, 'check');
  }
  return new DendraError(
    `RTL of ${options.top} must pass Verilator, not fail with ${count} message${count === 1 ? '' : 's'}`,
    {
      rule: 'verilator-accepts',
      hint,
    },
  );
}
