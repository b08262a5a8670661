// dendra test: benches of a folder without a project, workers that die, tests that never end, and wrong input.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { counter, folderOf, header, verdicts } from '../sim/runner/support.ts';
import { type Cocotb, cocotb } from '../support/python.ts';
import { dendra, type Ended, temporary } from './support.ts';

const died = 'error: the worker of the file must live until its tests have ended, not end with';
const current = await cocotb('2.1.0');

const benches = {
  'counter.sv': counter,
  'twice.sv': counter,
  'crash.sv': `module crash (input logic clk_i, output logic q_o);
    always_ff @(posedge clk_i) begin q_o <= 1; $c("abort();"); end
  endmodule\n`,
  'good.hw.ts': `${header}
    hwtest('counts', { timeout: [10, 'us'] }, async (dut) => {
      new Clock(dut.clk_i, 10, 'ns').start();
      dut.rst_ni.value = 0;
      await ClockCycles(dut.clk_i, 2);
      dut.rst_ni.value = 1;
      await ClockCycles(dut.clk_i, 4);
      expect(dut.count_o.value).toBe(3);
    });
    hwtest('is skipped', { skip: true }, () => { throw new Error('ran'); });
  `,
  'bad.hw.ts': `${header}
    hwtest('asks to exit', () => { process.exit(0); });
    hwtest('fails', () => expect(1).toBe(2));
    hwtest('throws', () => { throw new RangeError('thrown <&> \\x07'); });
    hwtest('unknown signal', (dut) => { dut.count.value; });
    hwtest('never ends', { timeout: [1, 'us'] }, async (dut) => { new Clock(dut.clk_i, 2, 'ns').start(); await new Promise(() => {}); });
    hwtest('runs on', { timeout: [1, 'us'] }, async (dut) => { new Clock(dut.clk_i, 2, 'ns').start(); for (;;) await RisingEdge(dut.clk_i); });
    hwtest('missing top', { model: () => buildModel({ sources: ['counter.sv'], top: 'conter' }) }, () => {});
    hwtest('missing source', { model: () => buildModel({ sources: ['countr.sv'], top: 'counter' }) }, () => {});
    hwtest('two tops', { model: () => buildModel({ sources: ['counter.sv', 'twice.sv'], top: 'counter' }) }, () => {});
    hwtest('model crashes', { model: () => buildModel({ sources: ['crash.sv'], top: 'crash' }) }, async (dut) => {
      new Clock(dut.clk_i, 2, 'ns').start(); await ClockCycles(dut.clk_i, 3);
    });
    test('comes after', () => {});
  `,
  'kill.test.ts': `${header}
    hwtest('passes first', async () => { await new Promise((done) => setTimeout(done, 400)); });
    hwtest('is killed', () => { process.kill(process.pid, 'SIGKILL'); });
    hwtest('comes after', () => {});
  `,
  'load.hw.ts': "import './missing.ts';\n",
  'early.hw.mjs': "process.kill(process.pid, 'SIGSEGV');\n",
  'exit.hw.ts': `${header}
    hwtest('exits', () => { process.reallyExit(0); });
  `,
  'memory.hw.ts': `${header}
    hwtest('eats memory', () => { const all = []; for (;;) all.push(new Array(1e4).fill(all.length + 0.5)); });
  `,
  'stuck.hw.ts': 'for (;;);\n',
  'block.hw.ts': `${header}
    hwtest('blocks', () => { for (;;); });
  `,
};

describe('a folder with good and bad benches', () => {
  let folder: string;
  let remove: () => void;
  let ended: Ended;
  let found: Record<string, string>;
  beforeAll(async () => {
    ({ folder, remove } = folderOf(benches));
    ended = await dendra('/', ['test', folder, '--timeout', '3', '--seed', '5'], {
      env: { NODE_OPTIONS: '--max-old-space-size=256' },
    });
    found = verdicts(join(folder, 'results.xml'));
  });
  afterAll(() => remove());

  test('ends with status 1 and a line that counts', () => {
    expect(ended.status).toBe(1);
    expect(ended.out.trimEnd().split('\n').at(-1)).toBe(
      `${Object.keys(found).length} tests, ${Object.values(found).filter((text) => /^(error|failure)/.test(text)).length} failed, 1 skipped; results in ${folder.slice(1)}/results.xml`,
    );
  });

  test.each([
    ['good.counts', 'passed'],
    ['good.is skipped', 'skipped: skip: true'],
    ['bad.fails', 'failure: AssertionError: expected 1 to be 2 // Object.is equality'],
    ['bad.throws', 'error: RangeError: thrown &lt;&amp;&gt; #x07'],
    [
      'bad.unknown signal',
      'error: KernelError: counter must have a signal count to use it, but has none: did you mean count_o?',
    ],
    ['bad.runs on', 'error: SimTimeoutError: the test must end within 1000000 steps of simulated time, not run on:'],
    ['bad.never ends', 'error: TestTimeoutError: Test timed out in 3000ms.'],
    ['bad.missing top', 'error: DendraError: top must be a module of the sources, not conter'],
    ['bad.missing source', 'error: DendraError: source must be a file, not countr.sv'],
    [
      'bad.two tops',
      'error: DendraError: top must be a module that is declared once, not counter of counter.sv and of twice.sv',
    ],
    ['bad.model crashes', 'error: ModelError: model code must not end with a signal: Aborted'],
    ['bad.comes after', 'passed'],
    ['kill.passes first', `${died} signal SIGKILL; the test had passed before`],
    ['kill.is killed', `${died} signal SIGKILL`],
    ['kill.comes after', `${died} signal SIGKILL`],
    ['early.load', `${died} signal SIGSEGV`],
    ['exit.exits', `${died} exit code 0`],
    ['memory.eats memory', `${died} signal SIGABRT`],
    ['block.blocks', `${died} signal SIGKILL`],
    ['stuck.load', `${died} signal SIGKILL`],
  ])('%s: %s', (name, verdict) => {
    expect(found[name]).toBe(verdict);
  });

  test('a file that does not load is an error', () => {
    expect(found['load.load']).toMatch(/^error: Error: .*missing\.ts/);
  });

  test('process.exit in a test is an error of that test', () => {
    expect(found['bad.asks to exit']).toMatch(/^error: Error: process\.exit unexpectedly called with &quot;0&quot;/);
  });

  test('says why it ended a worker that was blocked', () => {
    expect(ended.err).toContain(
      'test "blocks" must let the event loop run within 8 s, not block it: its worker ends\n',
    );
    expect(ended.err).toContain('a bench must let the event loop run within 8 s, not block it: its worker ends\n');
  });

  test('records seed, file, line and simulated time', () => {
    const xml = readFileSync(join(folder, 'results.xml'), 'utf8');
    const counts = /<testcase classname="good" name="counts"[\s\S]*?<\/testcase>/.exec(xml)![0];
    const properties = [...counts.matchAll(/<property name="(\w+)" value="(.*?)"/g)].map(([, name, value]) => [
      name,
      value,
    ]);
    expect(properties.slice(0, 8)).toEqual([
      ['cocotb', 'True'],
      ['random_seed', '5'],
      ['file', 'good.hw.ts'],
      ['line', '5'],
      ['sim_time_unit', 'ns'],
      ['sim_time_start', '0'],
      ['sim_time_stop', '50'],
      ['sim_time_duration', '50'],
    ]);
    expect(xml).not.toContain('unhandled error');
  });

  test.skipIf(current.missing !== undefined)(`cocotb's check_results counts the same ${current.missing ?? ''}`, () => {
    const { python, env } = current as Cocotb;
    const script = `from cocotb_tools.check_results import get_results as g; import sys, pathlib; print(g(pathlib.Path(sys.argv[1])))`;
    const bad = Object.values(found).filter((text) => /^(error|failure)/.test(text)).length;
    const text = execFileSync(python, ['-c', script, join(folder, 'results.xml')], { env, encoding: 'utf8' });
    expect(text.trim()).toBe(`(${Object.keys(found).length}, ${bad})`);
  });

  test('leaves nothing else in the folder', () => {
    expect(readdirSync(folder).sort()).toEqual([...Object.keys(benches), 'results.xml'].sort());
  });
});

describe('wrong input ends with status 2', () => {
  test.each([
    [['test', 'nowhere'], {}, 'the argument of test must be a folder, not nowhere\n  (rule test-folder)\n'],
    [['test', '.'], {}, '. must hold benches, files that end in .hw.ts or .test.ts, not none\n  (rule test-folder)\n'],
    [
      ['test', '.'],
      { GUI: '1' },
      'GUI must be absent or 0, not 1\n  (rule environment-variable)\n' +
        '  simulators run without a window; look at waves with WAVES=1\n',
    ],
    [
      ['test', '.', '--waves', 'yes'],
      {},
      '--waves must be off, on-failure or always, not yes\n  (rule option-value)\n',
    ],
  ])('dendra %j with %j', async (args, env, message) => {
    expect(await dendra(temporary(), args, { env })).toEqual({ status: 2, out: '', err: message });
  });

  test('a module that is not there, with the near one', async () => {
    const { folder, remove } = folderOf({ 'counter.hw.ts': header });
    const env = { COCOTB_TEST_MODULES: 'countr' };
    expect(await dendra(folder, ['test', '.'], { env })).toEqual({
      status: 2,
      out: '',
      err: 'COCOTB_TEST_MODULES must name benches of ., not countr\n  (rule environment-variable)\n  did you mean counter?\n',
    });
    remove();
  });
});

describe('variables of cocotb', () => {
  let folder: string;
  let remove: () => void;
  const bench = `import { expect } from 'vitest';
    import { Clock, ClockCycles, hwtest } from 'dendra/hwtest';
    hwtest('counts', async (dut, { plusargs, seed }) => {
      expect(plusargs).toEqual(['+x=1']);
      new Clock(dut.clk_i, 10, 'ns').start();
      dut.rst_ni.value = 0;
      await ClockCycles(dut.clk_i, 2);
      expect(dut.count_o.value).toBe(Number(process.env.WANTED ?? 0));
    });
    hwtest('other', { skip: true }, async (dut) => {});
  `;
  beforeAll(() => {
    ({ folder, remove } = folderOf({ 'counter.sv': counter, 'test_counter.hw.ts': bench }));
  });
  afterAll(() => remove());
  const makefile = { VERILOG_SOURCES: 'counter.sv', TOPLEVEL: 'counter', COCOTB_PLUSARGS: '+x=1' };

  test('name the design, the test, the seed and the report', async () => {
    const env = { ...makefile, TESTCASE: 'counts', RANDOM_SEED: '9', COCOTB_RESULTS_FILE: 'out/report.xml' };
    const { status, out } = await dendra(folder, ['test', '.', '--json'], { env });
    const json = JSON.parse(out);
    expect([status, json.tests, json.failed, json.results]).toEqual([0, 1, 0, join(folder, 'out/report.xml')]);
    expect(json.cases[0]).toMatchObject({ name: 'counts', classname: 'test_counter', seed: 9, simTime: [0, 10] });
    expect(verdicts(json.results)).toEqual({ 'test_counter.counts': 'passed' });
  });

  test('run a skipped test that is named, and fail when no test is', async () => {
    const named = await dendra(folder, ['test', '.', '--filter', 'other'], { env: makefile });
    expect([named.status, verdicts(join(folder, 'results.xml'))]).toEqual([0, { 'test_counter.other': 'passed' }]);
    const none = await dendra(folder, ['test', '.', '--filter', 'nothing'], { env: makefile });
    expect([none.status, verdicts(join(folder, 'results.xml'))]).toEqual([
      1,
      { 'vitest.selection': 'error: Error: COCOTB_TEST_FILTER must match a test, not none' },
    ]);
  });

  test('WAVES=on-failure records the failing test alone, WAVES=1 every test', async () => {
    const failing = await dendra(folder, ['test', '.'], { env: { ...makefile, WAVES: 'on-failure', WANTED: '1' } });
    const file = join(folder, 'waves/test_counter/counts.vcd');
    expect(failing.status).toBe(1);
    expect(failing.err).toContain(`waves: ${file}`);
    expect(readFileSync(file, 'utf8')).toMatch(/\$var wire\s+8 \S+ count_o/);
    const passing = await dendra(folder, ['test', '.', '--filter', '.'], { env: { ...makefile, WAVES: '1' } });
    expect([passing.status, existsSync(join(folder, 'waves/test_counter/other.vcd'))]).toEqual([0, true]);
  });

  test('COCOTB_TOPLEVEL must be the top', async () => {
    const own = folderOf({ 'counter.sv': counter, 'test_counter.hw.ts': `${header}hwtest('counts', () => {});` });
    const { status } = await dendra(own.folder, ['test', '.'], { env: { COCOTB_TOPLEVEL: 'other' } });
    expect([status, verdicts(join(own.folder, 'results.xml'))]).toEqual([
      1,
      {
        'test_counter.counts': 'error: DendraError: COCOTB_TOPLEVEL must be the top of the model, counter, not other',
      },
    ]);
    own.remove();
  });
});
