// Real cocotb as the reference: programs in, logs out, one simulator process for all of them.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cachedFolder, contentHash } from '../../../../src/sim/cache.ts';
import type { Cocotb, Verilated } from '../../../support/python.ts';
import type { Log, Program, Simulator } from './program.ts';

const exec = promisify(execFile);
const here = fileURLToPath(new URL('.', import.meta.url));
const source = join(here, 'design.sv');

/** cocotb 2.x on one simulator, with the design compiled. */
export interface Reference {
  readonly simulator: Simulator;
  run(programs: readonly Program[]): Promise<Log[]>;
  close(): Promise<void>;
}

/** The command that simulates the design. */
type Compile = (config: Config, folder: string) => Promise<readonly string[]>;
/** What cocotb-config answers. */
type Config = (...args: string[]) => Promise<string>;

/** cocotb on Icarus. */
export function openIcarus(environment: Cocotb): Promise<Reference> {
  return open('icarus', environment, async (config, folder) => {
    await writeFile(join(folder, 'timescale.f'), '+timescale+1ps/1ps\n');
    const design = join(folder, 'design.vvp');
    await exec('iverilog', ['-g2012', '-s', 'top', '-o', design, '-f', join(folder, 'timescale.f'), source]);
    return ['vvp', '-m', await config('--lib-entry', 'vpi', 'icarus'), design];
  });
}

/** cocotb on a Verilator that it takes; the simulation is built once and cached, since that takes 20 s. */
export function openVerilator(environment: Verilated): Promise<Reference> {
  const { env, verilator } = environment;
  return open('verilator', environment, async (ask) => {
    const [libraries, share] = await Promise.all([ask('--lib-dir'), ask('--share')]);
    const main = join(share, 'lib', 'verilator', 'verilator.cpp');
    const key = contentHash([await readFile(source, 'utf8'), await readFile(main, 'utf8'), verilator, libraries]);
    const { folder } = await cachedFolder(`differential-${key.slice(0, 32)}`, async (draft) => {
      const config = join(draft, 'forces.vlt');
      const forces = ['f', 'h'].map((name) => `forceable -module "top" -var "${name}"\n`);
      await writeFile(config, `\`verilator_config\n${forces.join('')}`);
      const link = `-Wl,-rpath,${libraries} -L${libraries} -lcocotbvpi_verilator`;
      await exec(
        verilator,
        [
          ...['--cc', '--exe', '--build', '-j', '2', '-Mdir', draft, '--prefix', 'Vtop', '-o', 'top'],
          ...['--vpi', '--public-flat-rw', '--top-module', 'top', '--timescale', '1ps/1ps'],
          ...['-CFLAGS', '-O0', '-LDFLAGS', link, main, config, source],
        ],
        { env: { ...env, VERILATOR_ROOT: join(verilator, '..', '..') }, maxBuffer: 100_000_000 },
      );
    });
    return [join(folder, 'top')];
  });
}

async function open(simulator: Simulator, { env, python: interpreter }: Cocotb, compile: Compile): Promise<Reference> {
  const folder = await mkdtemp(join(tmpdir(), 'dendra-differential-'));
  const config: Config = async (...args) => (await exec('cocotb-config', args, { env })).stdout.trim();
  const [[command, ...args], python, entry] = await Promise.all([
    compile(config, folder),
    config('--libpython'),
    config('--pygpi-entry-point'),
  ]);
  const settings = {
    ...{ COCOTB_TEST_MODULES: 'interpreter', COCOTB_TOPLEVEL: 'top', TOPLEVEL_LANG: 'verilog' },
    // As on Verilator, writes go to the simulator at once and take effect when it goes on.
    ...{ COCOTB_TRUST_INERTIAL_WRITES: '1', GPI_USERS: `${python};${entry}` },
    ...{ PYTHONPATH: here, PYTHONDONTWRITEBYTECODE: '1', PYGPI_PYTHON_BIN: interpreter },
    ...{ COCOTB_LOG_LEVEL: 'WARNING', COCOTB_RESULTS_FILE: join(folder, 'results.xml') },
  };
  return {
    simulator,
    run: async (programs) => {
      const [input, output] = [join(folder, 'programs.json'), join(folder, 'logs.json')];
      await writeFile(input, JSON.stringify(programs));
      await rm(output, { force: true });
      const { stdout, stderr } = await exec(command!, args, {
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
