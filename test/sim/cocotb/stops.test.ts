// Tests whose RTL stops, fails or complains: each a clear message and a failed test.
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { buildModel, ModelError } from '../../../src/sim/model/index.ts';
import { Clock, ClockCycles, RisingEdge, runTest, score } from '../../../src/sim/runner/index.ts';

const source = fileURLToPath(new URL('stops.sv', import.meta.url));
const model = buildModel({ sources: [source], top: 'stops', timescale: '1ns/1ps' });

const verdictOf = async (how: number, expectError?: typeof ModelError) => {
  const ending = await runTest(`stops ${how}`, { model: () => model }, async (dut) => {
    new Clock(dut.clk, 10).start(false);
    dut.how.value = 0;
    await RisingEdge(dut.clk);
    dut.how.value = how;
    await ClockCycles(dut.clk, 5);
  });
  const { status, message } = score(ending, expectError === undefined ? {} : { expectError });
  return { status, message, stop: ending.stop };
};

test.each([
  [0, 'passed', /^$/, 55],
  [1, 'failed', /\$finish/, 15],
  [2, 'failed', /the fifo overflowed/, 15],
  [
    3,
    'failed',
    /^Error: the RTL must report no errors in a test, not 4: .*stops.sv:11: Assertion failed in stops: the checksum is wrong$/,
    55,
  ],
  [5, 'failed', /\$stop/, 15],
  [
    6,
    'failed',
    /^Error: the RTL must report no errors in a test, not 1: .*: Assertion failed in stops: a frame is left over$/,
    55,
  ],
  [7, 'failed', /^Error: the RTL must report no errors in a test, not 1: .*: two frames are left over$/, 55],
] as const)('RTL that stops in way %d: the test is %s', async (how, status, message, stop) => {
  const verdict = await verdictOf(how);
  expect(verdict).toEqual({ status, message: expect.stringMatching(message), stop });
});

test('a stop that is expected is the pass', async () => {
  expect(await verdictOf(1, ModelError)).toEqual({ status: 'passed', message: 'errored as expected', stop: 15 });
});

test('what the simulator says about the RTL is printed once', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  try {
    const suspicious = { ...(await model), warnings: '%Warning-WIDTH: stops.sv:9' };
    for (const name of ['one', 'two']) await runTest(name, { model: suspicious }, () => {});
    expect(warn.mock.calls).toEqual([['%Warning-WIDTH: stops.sv:9']]);
  } finally {
    warn.mockRestore();
  }
});

test('what the design prints goes to the log of the test, also at its end', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    await verdictOf(4);
    expect(
      log.mock.calls.flat().filter((line) => String(line).includes('hello from the design')).length,
    ).toBeGreaterThan(3);
    await verdictOf(8);
    expect(log.mock.calls.flat().at(-1)).toBe('goodbye from the design');
  } finally {
    log.mockRestore();
  }
});
