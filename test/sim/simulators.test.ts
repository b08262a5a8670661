// Both simulators on a small hand-written design: equal results, and every way of failing has its message.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stallModes } from '../../src/ir/index.ts';
import {
  type Build,
  buildVerilator,
  type RunOptions,
  runIcarus,
  runVerilator,
  type SimResult,
  type Stimulus,
  unpackBeats,
} from '../../src/sim/index.ts';
import { mutantSource } from '../../src/sim/verilator.ts';
import { adderStimulus, adderTensors, manifest, writeAdder } from './adder.ts';

const hasTools = ['verilator', 'iverilog'].every((tool) => {
  try {
    execFileSync('which', [tool], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

/** The shared part of two results. */
const essence = ({ sim, log, seconds, ...rest }: SimResult) => rest;

/** Runs both simulators on an edited adder. */
async function both(edit: (text: string) => string, stimulus: Stimulus, options: RunOptions = {}) {
  const folder = await writeAdder(edit);
  folders.push(folder);
  const build = await buildVerilator(folder, manifest);
  const results = [
    await runVerilator(build, folder, manifest, stimulus, options),
    await runIcarus(folder, manifest, stimulus, options),
  ];
  return results;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

describe.skipIf(!hasTools)('co-simulation of the adder (skipped without verilator and iverilog)', () => {
  let folder: string;
  let build: Build;
  beforeAll(async () => {
    folder = await writeAdder();
    folders.push(folder);
    build = await buildVerilator(folder, manifest);
  });

  describe.each(stallModes)('stall mode %s', (mode) => {
    test.each([undefined, 9])(
      'both simulators agree in every beat, cycle and counter, reset at %s',
      async (resetAt) => {
        const stimulus = adderStimulus(12, mode, true);
        const a = await runVerilator(build, folder, manifest, stimulus, { resetAt });
        const b = await runIcarus(folder, manifest, stimulus, { resetAt });
        expect(a.message).toBe('');
        expect(essence(a)).toEqual(essence(b));
        const { tensors, problems } = unpackBeats(manifest.outputs[0], a.outputs[0].beats, 2);
        expect(problems).toEqual([]);
        expect(tensors).toEqual(adderTensors(12).y);
        expect(a.pulses.map(({ index, values }) => [index, ...values])).toEqual(
          Array.from({ length: 6 }, () => [
            [0, 4],
            [1, 4, 0x123456789abc],
          ]).flat(),
        );
      },
    );
  });

  test('without stalls beat t is accepted in cycle t, from cycle 0 on, and leaves the FIFO one cycle later', async () => {
    const result = await runVerilator(build, folder, manifest, adderStimulus(2, 'none', false));
    expect([...result.inputs[0]]).toEqual([0, 1, 2, 3]);
    expect([...result.outputs[0].cycles]).toEqual([1, 2, 3, 4]);
    expect(result.cycles).toBe(5);
  });

  test('a second build of the same text comes from the cache, also in another folder', async () => {
    const other = await writeAdder();
    folders.push(other);
    const again = await buildVerilator(other, manifest);
    expect(again).toMatchObject({ cached: true, library: build.library });
  });

  test('two builds at once make one model', async () => {
    const edited = await writeAdder((text) => text.replace('Adds two', `Adds exactly two (${process.pid})`));
    folders.push(edited);
    const builds = await Promise.all([buildVerilator(edited, manifest), buildVerilator(edited, manifest)]);
    expect(builds.map(({ cached }) => cached).sort()).toEqual([false, true]);
    expect(builds[0].library).toBe(builds[1].library);
  });

  test('the watchdog names the stuck handshakes', async () => {
    const stimulus = adderStimulus(4, 'none', false);
    const results = await both((text) => text.replace('&& !full;', "&& !full && beats_q < 48'd3;"), stimulus, {
      watchdog: 100,
    });
    for (const result of results) {
      expect(result).toMatchObject({ failed: true, timedOut: true, crashed: false });
      expect(result.message).toBe(
        'no handshake for 100 cycles: input a has moved 3 of 8 beats (valid=1 ready=0, waits for ready), ' +
          'input b has moved 3 of 8 beats (valid=1 ready=0, waits for ready), ' +
          'output y has moved 3 of 8 beats (valid=0 ready=1, waits for valid)',
      );
    }
    expect(essence(results[0])).toEqual(essence(results[1]));
  });

  test.each([
    ['$error', `if (beats_q == 48'd2) $error("two beats are enough");`],
    ['$fatal', `if (beats_q == 48'd2) $fatal(1, "two beats are enough");`],
    ['assert', `assert (beats_q != 48'd2) else $error("two beats are enough");`],
  ])('%s in the RTL is a failure with its text', async (_, statement) => {
    const edit = (text: string) =>
      text.replace("done_q <= 2'd0;\n      if", `done_q <= 2'd0;\n      ${statement}\n      if`);
    const results = await both(edit, adderStimulus(4, 'none', false));
    for (const result of results) {
      expect(result).toMatchObject({ failed: true, asserted: true, crashed: false, timedOut: false });
      expect(result.message).toMatch(/adder\.sv:\d+: .*two beats are enough/);
    }
  });

  test('a beat more than expected is a failure', async () => {
    const stimulus = { ...adderStimulus(4, 'both', false), outputs: [7] };
    const results = await both((text) => text, stimulus);
    for (const result of results) {
      expect(result).toMatchObject({ failed: true, surplus: true });
      expect(result.message).toMatch(/^output y must deliver 7 beats, not another one in cycle \d+$/);
    }
    expect(essence(results[0])).toEqual(essence(results[1]));
  });

  test('with expected payload a run stops at the first beat that differs', async () => {
    const edit = (text: string) => text.replace('a_keep_i, sum}', "a_keep_i, beats_q == 48'd2 ? ~sum : sum}");
    const results = await both(edit, adderStimulus(4, 'none', true));
    for (const result of results) {
      expect(result).toMatchObject({ failed: true, mismatch: { output: 0, beat: 2 }, simulated: 3 });
      expect(result.message).toBe('output y differs from the expected payload at beat 2 (cycle 3)');
    }
  });

  test('lanes that are not kept may hold anything', async () => {
    const edit = (text: string) =>
      text.replace('a_keep_i, sum}', 'a_keep_i, a_keep_i[2] ? sum : {~sum[23:16], sum[15:0]}}');
    const results = await both(edit, adderStimulus(4, 'none', true));
    expect(results.map(({ message }) => message)).toEqual(['', '']);
  });

  test('valid that falls before ready breaks the protocol', async () => {
    const edit = (text: string) =>
      text.replace('assign y_valid_o = write_q != read_q;', 'assign y_valid_o = write_q != read_q && !done_q[0];');
    const results = await both(edit, adderStimulus(8, 'out', false));
    for (const result of results) {
      expect(result).toMatchObject({ failed: true, protocol: true });
      expect(result.message).toMatch(/^output y: valid or payload changed before ready \(cycle \d+, beat \d+\)$/);
    }
    expect(essence(results[0])).toEqual(essence(results[1]));
  });

  test('payload that changes before ready breaks the protocol', async () => {
    const edit = (text: string) =>
      text.replace('= fifo_q[read_q[1:0]];', "= fifo_q[read_q[1:0]] ^ {28'd0, beats_q[0]};");
    const results = await both(edit, adderStimulus(8, 'out', false));
    for (const result of results) {
      expect(result).toMatchObject({ failed: true, protocol: true });
      expect(result.message).toMatch(/^output y: valid or payload changed before ready \(cycle \d+, beat \d+\)$/);
    }
    expect(essence(results[0])).toEqual(essence(results[1]));
  });

  test('valid during reset breaks the protocol', async () => {
    const edit = (text: string) => text.replace('y_valid_o = write_q', 'y_valid_o = rst_i || write_q');
    for (const result of await both(edit, adderStimulus(2, 'none', false))) {
      expect(result).toMatchObject({ failed: true, protocol: true });
      expect(result.message).toBe('output y: valid is high during reset (cycle 0, beat 0)');
    }
  });

  test('a counter that reset does not clear breaks the protocol', async () => {
    const edited = await writeAdder((text) => text.replace("held_q  <= 96'd0;", "held_q  <= 96'd1;"));
    folders.push(edited);
    const broken = await buildVerilator(edited, manifest);
    const result = await runVerilator(broken, edited, manifest, adderStimulus(2, 'none', false));
    expect(result).toMatchObject({ failed: true, protocol: true });
    expect(result.message).toBe('a counter is not 0 in reset (cycle 0, beat 0)');
  });

  test('error_o ends the run', async () => {
    const stimulus = adderStimulus(4, 'none', false);
    stimulus.inputs[1].eos[1] = 1;
    const results = [
      await runVerilator(build, folder, manifest, stimulus),
      await runIcarus(folder, manifest, stimulus),
    ];
    for (const result of results) {
      expect(result).toMatchObject({ failed: true, errorFlag: true });
      expect(result.message).toBe('error_o must stay low, not rise in cycle 2');
    }
  });

  test('a lint warning fails the build with the text of Verilator', async () => {
    const edited = await writeAdder((text) =>
      text.replace('logic        full;', 'logic        full;\n  logic        idle;'),
    );
    folders.push(edited);
    await expect(buildVerilator(edited, manifest)).rejects.toMatchObject({
      code: 'check',
      sentence: 'RTL of adder must pass Verilator without a warning, not with 1',
      message: expect.stringMatching(
        /%Warning-UNUSEDSIGNAL: rtl\/adder\.sv:\d+:\d+: Signal is not driven, nor used: 'idle'/,
      ),
    });
  });

  test('a missing memory file is a failure that names it', async () => {
    const edited = await writeAdder();
    folders.push(edited);
    rmSync(join(edited, 'mem/offset.mem'));
    const result = await runVerilator(build, edited, manifest, adderStimulus(1, 'none', false));
    expect(result).toMatchObject({ failed: true, asserted: true });
    expect(result.message).toContain('offset.mem');
  });

  test('a run can be interrupted', async () => {
    const controller = new AbortController();
    const stimulus = { ...adderStimulus(1, 'none', false), outputs: [3] };
    const options = { watchdog: 4e9, signal: controller.signal };
    const pending = runVerilator(build, folder, manifest, stimulus, options);
    setTimeout(() => controller.abort(), 300);
    expect(await pending).toMatchObject({ failed: true, canceled: true, message: 'simulation was interrupted' });
  });

  test('a run that takes too long is stopped', async () => {
    const stimulus = { ...adderStimulus(1, 'none', false), outputs: [3] };
    const result = await runVerilator(build, folder, manifest, stimulus, { watchdog: 4e9, timeout: 300 });
    expect(result).toMatchObject({ timedOut: true, message: 'simulation took longer than 0.3 s' });
  });

  test('a mutant is selected by the plusarg +mutant', async () => {
    const edited = await writeAdder((text) =>
      text
        .replace(
          'initial $readmemh',
          'initial if ($value$plusargs("mutant=%d", dendra_mutants::selected) == 0) dendra_mutants::selected = 0;\n  initial $readmemh',
        )
        .replace('a_keep_i, sum}', 'a_keep_i, dendra_mutants::selected == 3 ? ~sum : sum}'),
    );
    folders.push(edited);
    writeFileSync(join(edited, mutantSource), 'package dendra_mutants;\n  int selected;\nendpackage\n');
    const mutants = await buildVerilator(edited, manifest, { mutants: true });
    const stimulus = adderStimulus(2, 'none', true);
    const results = await Promise.all(
      [0, 2, 3].map((mutant) => runVerilator(mutants, edited, manifest, stimulus, { mutant })),
    );
    expect(results.map(({ failed }) => failed)).toEqual([false, false, true]);
  });

  test('waves are written on request', async () => {
    const out = mkdtempSync(join(tmpdir(), 'dendra-test-'));
    folders.push(out);
    const stimulus = adderStimulus(2, 'none', false);
    const traced = await buildVerilator(folder, manifest, { trace: true });
    const a = await runVerilator(traced, folder, manifest, stimulus, { waves: join(out, 'a.fst') });
    const b = await runIcarus(folder, manifest, stimulus, { waves: join(out, 'b.vcd') });
    expect([a.message, b.message]).toEqual(['', '']);
    expect(statSync(join(out, 'a.fst')).size).toBeGreaterThan(500);
    expect(statSync(join(out, 'b.vcd')).size).toBeGreaterThan(500);
  });
});
