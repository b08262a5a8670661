// Real cocotb as the reference: programs in, logs out, one simulator process for all of them.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Cocotb } from '../../../support/cocotb.ts';
import type { Log, Program } from './program.ts';

const exec = promisify(execFile);
const here = fileURLToPath(new URL('.', import.meta.url));

/** cocotb 2.x on Icarus, with the design compiled. */
export interface Reference {
  run(programs: readonly Program[]): Promise<Log[]>;
  close(): Promise<void>;
}

/** Compiles the design for Icarus. */
export async function openReference({ env, python: interpreter }: Cocotb): Promise<Reference> {
  const folder = await mkdtemp(join(tmpdir(), 'dendra-differential-'));
  const config = async (...args: string[]): Promise<string> =>
    (await exec('cocotb-config', args, { env })).stdout.trim();
  const [library, python, entry] = await Promise.all([
    config('--lib-entry', 'vpi', 'icarus'),
    config('--libpython'),
    config('--pygpi-entry-point'),
  ]);
  await writeFile(join(folder, 'timescale.f'), '+timescale+1ps/1ps\n');
  const design = join(folder, 'design.vvp');
  const sources = ['-f', join(folder, 'timescale.f'), join(here, 'design.sv')];
  await exec('iverilog', ['-g2012', '-s', 'top', '-o', design, ...sources]);
  const settings = {
    ...{ COCOTB_TEST_MODULES: 'interpreter', COCOTB_TOPLEVEL: 'top', TOPLEVEL_LANG: 'verilog' },
    // As on Verilator, writes go to the simulator at once and take effect when it goes on.
    ...{ COCOTB_TRUST_INERTIAL_WRITES: '1', GPI_USERS: `${python};${entry}` },
    ...{ PYTHONPATH: here, PYTHONDONTWRITEBYTECODE: '1', PYGPI_PYTHON_BIN: interpreter },
    ...{ COCOTB_LOG_LEVEL: 'WARNING', COCOTB_RESULTS_FILE: join(folder, 'results.xml') },
  };
  return {
    run: async (programs) => {
      const [input, output] = [join(folder, 'programs.json'), join(folder, 'logs.json')];
      await writeFile(input, JSON.stringify(programs));
      await rm(output, { force: true });
      const { stdout, stderr } = await exec('vvp', ['-m', library!, design], {
        cwd: folder,
        env: { ...env, ...settings, PROGRAMS: input, LOGS: output },
        maxBuffer: 100_000_000,
        timeout: 60_000,
      });
      const logs = await readFile(output, 'utf8').catch(() => {
        throw new Error(`cocotb must write its logs, not end with\n${stdout}${stderr}`);
      });
      const cases = (await readFile(settings.COCOTB_RESULTS_FILE, 'utf8')).split('<testcase ').slice(1);
      return (JSON.parse(logs) as Log[]).map((log, i) => (cases[i]!.includes('<failure') ? [...log, 'failed'] : log));
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
