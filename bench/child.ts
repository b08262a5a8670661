// Runs the command line in a process of its own and measures its time and memory.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));

/** What a command cost. */
export interface Cost {
  readonly status: number | null;
  readonly seconds: number;
  /** Peak resident memory of dendra itself; compilers and simulators that it starts are not in it. */
  readonly megabytes: number;
  /** What it printed on both streams. */
  readonly output: string;
  /** What of that was its result. */
  readonly stdout: string;
}

/** Runs `dendra` with these arguments; `environment` is added to the present one. */
export async function dendra(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  folder: string = fileURLToPath(new URL('..', import.meta.url)),
): Promise<Cost> {
  const scratch = mkdtempSync(join(tmpdir(), 'dendra-cost-'));
  try {
    const report = join(scratch, 'memory');
    // Loaded ahead of the command line, so that what is measured is the program as users run it. Linux gives a child the maxRSS
    // of the process that started it, so that its own peak stands in the status of its memory alone.
    const probe = `data:text/javascript,${encodeURIComponent(
      `import { readFileSync, writeFileSync } from 'node:fs';
       process.on('exit', () => {
         const [, kilobytes] = /^VmHWM:\\s*(\\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
         writeFileSync(${JSON.stringify(report)}, kilobytes);
       });`,
    )}`;
    const started = performance.now();
    const child = spawn(process.execPath, ['--import', probe, main, ...args], {
      cwd: folder,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [output, stdout] = ['', ''];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    child.stdout.on('data', (text) => (stdout += text));
    const status = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    const seconds = (performance.now() - started) / 1000;
    return { status, seconds, megabytes: Number(readFileSync(report, 'utf8')) / 1024, output, stdout };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The address by which a generated design imports dendra. */
export const library: string = new URL('../src/index.ts', import.meta.url).href;
