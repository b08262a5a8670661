// Runs the real command line in temporary folders.
import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const library = new URL('../../src/index.ts', import.meta.url).href;

/** What a command left behind. */
export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** A folder that is removed after the test. */
export function temporary(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dendra-cli-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Changes of how a command runs. */
export interface DendraOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Gets the process number, to signal it. */
  readonly onStart?: (pid: number) => void;
}

/** Runs `dendra` with these arguments in a folder. */
export function dendra(folder: string, args: readonly string[], options: DendraOptions = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [main, ...args], {
      cwd: folder,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (text) => (out += text));
    child.stderr.on('data', (text) => (err += text));
    child.on('close', (status) => resolve({ status, out, err }));
    options.onStart?.(child.pid!);
  });
}

/** Writes a design module whose body has `graph`, `elem` and all the rest of the library at hand as `d`. */
export function writeDesign(folder: string, file: string, body: string): void {
  writeFileSync(join(folder, file), `import * as d from '${library}';\n${body}\n`);
}

/** A graph of one element-wise node over two steps of five elements. */
export function rectifier(name = 'rect', attributes = '{}', kind = 'relu'): string {
  return [
    `const g = d.graph('${name}', { steps: 2 });`,
    "const x = g.input('x', d.elem(-8, 7), [5]);",
    `g.output('y', g.node('${kind}', 'half', ${attributes}, { x }));`,
    'export default g.build();',
  ].join('\n');
}
