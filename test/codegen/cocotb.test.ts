// The emitted cocotb bench: real cocotb runs it in both simulators, and it names the output, beat and lane of a bug.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cocotbFiles, emit } from '../../src/codegen/index.ts';
import { randomSamples, runGolden } from '../../src/golden/index.ts';
import { benchFiles } from '../../src/sim/index.ts';
import { type Cocotb, cocotb } from '../support/python.ts';
import { writeFiles } from '../support/write-files.ts';
import { smallDesign } from './small.ts';

const exec = promisify(execFile);
const cycles = { resetCycles: 6, drain: 64, watchdog: 50_000 };
const current = await cocotb('2.1.0');
const old = await cocotb('1.9.2');

let folder: string;
let design: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dendra-cocotb-'));
  design = join(folder, 'design');
  await write(design, 'ultrascale-plus');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Outcome {
  readonly status: number;
  readonly text: string;
}

/** Writes the small design with its benches. */
async function write(folder: string, target: 'ultrascale-plus' | 'asic'): Promise<void> {
  const lowered = smallDesign(target);
  const samples = randomSamples(lowered, 4, 1);
  const { files, manifest } = emit(lowered);
  writeFiles(folder, { ...files, ...(await benchFiles(manifest, samples, runGolden(lowered, samples))) });
}

async function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Outcome> {
  try {
    const { stdout, stderr } = await exec(program, args, { env });
    return { status: 0, text: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, text: `${stdout}${stderr}` };
  }
}

/** Runs the bench through its Makefile. */
function make(at: string, { env }: Cocotb, variables: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const settings = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  return run('make', ['-C', join(at, 'cocotb'), ...settings], { ...env, ...variables });
}

/** Runs the bench through its script for cocotb's runner. */
function runner(
  at: string,
  { python, env }: Cocotb,
  variables: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const seeds = { COCOTB_RANDOM_SEED: '11', RANDOM_SEED: '11' };
  return run(python, [join(at, 'cocotb', 'run.py')], { ...env, ...seeds, ...variables });
}

describe('the files', () => {
  const { manifest } = emit(smallDesign());
  const files = cocotbFiles(manifest, cycles);

  test('are a bench, a Makefile and a script for the runner', async () => {
    expect(Object.keys(files)).toEqual(['cocotb/test_small_net.py', 'cocotb/Makefile', 'cocotb/run.py']);
    await expect(files['cocotb/test_small_net.py']).toMatchFileSnapshot('snapshots/test_small_net.py');
    await expect(files['cocotb/Makefile']).toMatchFileSnapshot('snapshots/cocotb.mk');
  });

  test('name ports, reset and counters of other designs', () => {
    const asic = cocotbFiles({ ...emit(smallDesign('asic')).manifest, counters: [] }, cycles);
    const text = asic['cocotb/test_small_net.py'] as string;
    expect(text).toContain('    dut.rst_ni.value = 0\n');
    expect(text).toContain('    parts = sources + sinks\n');
    expect(text).not.toMatch(/json|counter/i);
  });

  test('no line is longer than 100 columns or ends in a blank', () => {
    for (const text of Object.values(files)) expect(text).not.toMatch(/^.{101}|[ \t]$/m);
  });
});

describe.skipIf(current.missing !== undefined)(`cocotb 2.1 on Icarus ${current.missing ?? ''}`, () => {
  const cocotb = current as Cocotb;

  test('make passes in every mode of pauses and reports the seed', async () => {
    const { status, text } = await make(design, cocotb, { COCOTB_RANDOM_SEED: '7' });
    expect(status, text).toBe(0);
    expect(text).toContain('seed of the pauses: 7\n');
    expect(text).toContain('TESTS=4 PASS=4 FAIL=0 SKIP=0');
    expect(text.match(/ 32 beats compared\n/g)).toHaveLength(4);
    const results = await readFile(join(design, 'cocotb', 'results.xml'), 'utf8');
    expect(results).toContain('name="outputs_pause"');
  });

  test('run.py passes with the runner of cocotb', async () => {
    const { status, text } = await runner(design, cocotb);
    expect(text).toContain('4 tests, 0 failures\n');
    expect(status).toBe(0);
  });

  test('the design with asynchronous reset passes', async () => {
    const asic = join(folder, 'asic');
    await write(asic, 'asic');
    const { status, text } = await runner(asic, cocotb);
    expect(status, text).toBe(0);
  });

  const bugs = [
    {
      bug: 'a wrong element',
      of: 'assign y_data_o = scaled_fork_y1_data;',
      to: "assign y_data_o = scaled_fork_y1_data ^ {20'd0, scaled_fork_y1_last};",
      message: /AssertionError: y beat 2 lane 0 must be -?\d+, not -?\d+ \(sample 0\)\n/,
    },
    {
      bug: 'a missing last',
      of: 'assign y_last_o = scaled_fork_y1_last;',
      to: "assign y_last_o = 1'b0;",
      message: 'AssertionError: y beat 2 last must be 1, not 0 (sample 0)\n',
    },
    {
      bug: 'a payload that changes before ready',
      of: 'assign y_eos_o = scaled_fork_y1_eos;',
      to: 'assign y_eos_o = scaled_fork_y1_eos ^ ~y_ready_i;',
      message: /AssertionError: y beat \d+ must keep valid and payload until ready, not change\n/,
    },
    {
      bug: 'a wrong counter',
      of: '.count_compare_o(count_o[0 +: 48])\n  );',
      to: ".count_compare_o(miscount)\n  );\n  wire [47:0] miscount;\n  assign count_o = miscount + 48'd1;",
      message: 'AssertionError: largest must count 12 compare in sample 0, not 13\n',
    },
    {
      bug: 'an output that never comes',
      of: 'assign best_valid_o = largest_y_valid;',
      to: "assign best_valid_o = 1'b0;",
      message:
        /a beat must move within 200 cycles, not none: x at \d+ of 24, y at \d+ of 24, best at 0 of 8, counters at \d of 4\n/,
    },
    {
      bug: 'valid during reset',
      of: 'assign best_valid_o = largest_y_valid;',
      to: "assign best_valid_o = 1'b1;",
      message: 'AssertionError: best valid must be 0 in reset, not 1\n',
    },
  ];
  test.for(bugs)('fails on $bug and says where', async ({ of, to, message }) => {
    const broken = await withBug(of, to);
    const { status, text } = await runner(broken, cocotb, { COCOTB_TESTCASE: 'all_pause', WATCHDOG: '200' });
    expect(text).toMatch(message);
    expect(status).toBe(1);
  });

  test('fails without vectors', async () => {
    const empty = await withBug('', '');
    await writeFile(join(empty, 'vectors', 'out_y.hex'), '\n');
    const { status, text } = await runner(empty, cocotb, { COCOTB_TESTCASE: 'without_pauses' });
    expect(text).toContain(`AssertionError: ${empty}/vectors/out_y.hex must hold a beat a line, not nothing\n`);
    expect(status).toBe(1);
  });

  test('a lane that is not kept may hold anything', async () => {
    const bug = "assign y_data_o = scaled_fork_y1_data | (scaled_fork_y1_last ? 21'h1fff80 : 21'd0);";
    const { status, text } = await runner(await withBug('assign y_data_o = scaled_fork_y1_data;', bug), cocotb);
    expect(status, text).toBe(0);
  });
});

describe.skipIf(old.missing !== undefined)(`cocotb 1.9 ${old.missing ?? ''}`, () => {
  const cocotb = old as Cocotb;

  test('make passes on Verilator in every mode of pauses', async () => {
    const fast = 'OPT_FAST=-O0 OPT_SLOW=-O0 OPT_GLOBAL=-O0 OBJCACHE=ccache';
    const { status, text } = await make(design, cocotb, { SIM: 'verilator', RANDOM_SEED: '7', BUILD_ARGS: fast });
    expect(status, text).toBe(0);
    expect(text).toContain('TESTS=4 PASS=4 FAIL=0 SKIP=0');
    expect(text.match(/ 32 beats compared\n/g)).toHaveLength(4);
  });

  test('run.py passes on Icarus and make fails on a bug', async () => {
    const { status, text } = await runner(design, cocotb);
    expect(text).toContain('4 tests, 0 failures\n');
    expect(status).toBe(0);
    const broken = await withBug('assign y_last_o = scaled_fork_y1_last;', "assign y_last_o = 1'b0;");
    const result = await make(broken, cocotb, { TESTCASE: 'all_pause' });
    expect(result.text).toContain('AssertionError: y beat 2 last must be 1, not 0 (sample 0)\n');
    expect(result.status).not.toBe(0);
  });
});

/** Folder of the design with one text of its top module replaced. */
async function withBug(of: string, to: string): Promise<string> {
  const broken = await mkdtemp(join(folder, 'bug-'));
  await cp(design, broken, { recursive: true, filter: (path) => !/_build|results/.test(path) });
  const path = join(broken, 'rtl', 'small_net.sv');
  const text = await readFile(path, 'utf8');
  expect(text).toContain(of);
  await writeFile(path, text.replace(of, to));
  return broken;
}
