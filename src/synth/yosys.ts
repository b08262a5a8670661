// Runs a Yosys script over files: the one compiled to WebAssembly, or the machine's own where that is newer.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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

/** Runs a script in a folder with these files and gives the text of the file that it wrote. */
export async function runScript(
  { kind }: Tool,
  script: string,
  files: Readonly<Record<string, string>>,
  result: string,
): Promise<string> {
  return kind === 'native' ? runNative(script, files, result) : runEmbedded(script, files, result);
}

function runNative(script: string, files: Readonly<Record<string, string>>, result: string): Promise<string> {
  return withWorkFolder(async (folder) => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const outcome = await run({ program: 'yosys', args: ['-q', '-p', script], folder });
    if (outcome.failed) throw failure(outcome.output);
    return readFile(join(folder, result), 'utf8');
  });
}

/** Files below folders, as the embedded Yosys takes them. */
type Tree = { [name: string]: Tree | string };

async function runEmbedded(script: string, files: Readonly<Record<string, string>>, result: string): Promise<string> {
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
  const log: string[] = [];
  const collect = (bytes: Uint8Array | null): void => void log.push(textOf(bytes));
  try {
    const out = await runYosys(['-q', '-p', script], tree, { stdout: collect, stderr: collect });
    const file = (out as Record<string, unknown>)[result];
    return typeof file === 'string' ? file : new TextDecoder().decode(file as Uint8Array);
  } catch (error) {
    throw failure(log.length > 0 ? log.join('') : String(error));
  }
}

function textOf(bytes: Uint8Array | null): string {
  return bytes === null ? '' : new TextDecoder().decode(bytes);
}

function failure(log: string): DendraError {
  const text = log.trim().split('\n').slice(-10).join('\n  ');
  return new DendraError('RTL must pass synthesis, not fail', { rule: 'yosys-synthesis', hint: text }, 'check');
}
