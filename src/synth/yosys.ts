// Runs a Yosys script over files: the one compiled to WebAssembly, or the machine's own where that is newer.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { runYosys } from '@yowasp/yosys';
import { DendraError } from '../ir/index.ts';
import { missingTool, run } from '../sim/process.ts';
import { withWorkFolder } from '../sim/work-folder.ts';

/** A Yosys that can run. */
export interface Tool {
  readonly kind: 'native' | 'wasm';
  /** First line of `yosys -V`. */
  readonly version: string;
}

const tools = new Map<Tool['kind'] | undefined, Promise<Tool>>();

/** The Yosys to use; without a wish the embedded one, unless the machine's is newer. */
export function yosysTool(kind?: Tool['kind']): Promise<Tool> {
  const known = tools.get(kind) ?? find(kind);
  tools.set(kind, known);
  return known;
}

async function find(kind?: Tool['kind']): Promise<Tool> {
  const native = kind === 'wasm' ? undefined : await nativeVersion();
  if (kind === 'native') {
    if (native === undefined) throw missingTool('yosys');
    return { kind, version: native };
  }
  const embedded = await embeddedVersion();
  return native !== undefined && ageOf(native) > ageOf(embedded)
    ? { kind: 'native', version: native }
    : { kind: 'wasm', version: embedded };
}

async function embeddedVersion(): Promise<string> {
  const lines: string[] = [];
  await runYosys(['-V'], {}, { stdout: (bytes) => void lines.push(textOf(bytes)), stderr: null });
  return lines.join('').trim().split('\n')[0]!;
}

/** `Yosys 0.23 (...)` of the program on PATH; undefined where it is absent. */
async function nativeVersion(): Promise<string | undefined> {
  const { output } = await run({ program: 'yosys', args: ['-V'] }).catch(() => ({ output: '' }));
  return output.startsWith('Yosys ') ? output.trim().split('\n')[0] : undefined;
}

/** A number that grows with the version in the first line of `yosys -V`. */
function ageOf(line: string): number {
  const [, major = '0', minor = '0'] = /^Yosys (\d+)\.(\d+)/.exec(line) ?? [];
  return Number(major) * 1e6 + Number(minor);
}

/** A run of Yosys over files by path. */
export interface YosysRun {
  readonly script: string;
  readonly files: Readonly<Record<string, string>>;
  /** Files that the script writes. */
  readonly results: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** Runs a script in a folder with these files and gives the texts of the files that it wrote, in order. */
export async function runScript({ kind }: Tool, work: YosysRun): Promise<string[]> {
  return kind === 'native' ? runNative(work) : runEmbedded(work);
}

function runNative({ script, files, results, signal }: YosysRun): Promise<string[]> {
  return withWorkFolder(async (folder) => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const outcome = await run({ program: 'yosys', args: ['-q', '-p', script], folder, signal });
    signal?.throwIfAborted();
    if (outcome.failed) throw failure(outcome.output);
    return Promise.all(results.map((name) => readFile(join(folder, name), 'utf8')));
  });
}

/** Files below folders, as the embedded Yosys takes them. */
type Tree = { [name: string]: Tree | string };

function treeOf(files: Readonly<Record<string, string>>): Tree {
  const tree: Tree = {};
  for (const [path, text] of Object.entries(files)) {
    const parts = path.split('/');
    const name = parts.pop()!;
    let place = tree;
    for (const part of parts) {
      place[part] ??= {};
      place = place[part] as Tree;
    }
    place[name] = text;
  }
  return tree;
}

/** What the thread answers: the files of a run that succeeded, or what was printed. */
interface Answer {
  readonly out?: Readonly<Record<string, string | Uint8Array>>;
  readonly log: string;
}

/** A thread, since the embedded Yosys runs without a pause: two can work at once, and a signal can end them. */
const thread = `
  const { parentPort, workerData } = require('node:worker_threads');
  const log = [];
  const collect = (bytes) => { if (bytes !== null) log.push(new TextDecoder().decode(bytes)); };
  import(workerData.yosys)
    .then(({ runYosys }) => runYosys(['-q', '-p', workerData.script], workerData.tree, { stdout: collect, stderr: collect }))
    .then((out) => parentPort.postMessage({ out, log: log.join('') }))
    .catch((error) => parentPort.postMessage({ log: log.length > 0 ? log.join('') : String(error) }));
`;

async function runEmbedded({ script, files, results, signal }: YosysRun): Promise<string[]> {
  signal?.throwIfAborted();
  const workerData = { yosys: import.meta.resolve('@yowasp/yosys'), script, tree: treeOf(files) };
  const worker = new Worker(thread, { eval: true, workerData, execArgv: [] });
  const abort = (): void => void worker.terminate();
  signal?.addEventListener('abort', abort);
  const { out, log } = await new Promise<Answer>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(signal?.aborted ? signal.reason : new Error('Yosys ended without an answer')));
  }).finally(() => signal?.removeEventListener('abort', abort));
  await worker.terminate();
  if (out === undefined) throw failure(log);
  return results.map((name) => {
    const file = out[name];
    return typeof file === 'string' ? file : new TextDecoder().decode(file);
  });
}

function textOf(bytes: Uint8Array | null): string {
  return bytes === null ? '' : new TextDecoder().decode(bytes);
}

function failure(log: string): DendraError {
  const text = log.trim().split('\n').slice(-10).join('\n  ');
  return new DendraError('RTL must pass synthesis, not fail', { rule: 'yosys-synthesis', hint: text }, 'check');
}
