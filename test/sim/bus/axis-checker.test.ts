// AXI-stream designs that break a rule: the checker names signal, cycle and rule.
import { expect, test } from 'vitest';
import {
  AxiStreamBus,
  AxiStreamChecker,
  AxiStreamSink,
  AxiStreamSource,
  pauseBitmap,
} from '../../../src/sim/bus/index.ts';
import { ClockCycles } from '../../../src/sim/runner/index.ts';
import { messageOf, startUp } from './models.ts';

const misbehave = (bug: number, options = {}) =>
  messageOf('streams', async (dut) => {
    await startUp(dut);
    dut.bug.value = bug;
    const source = new AxiStreamSource(AxiStreamBus.fromPrefix(dut, 's_axis'), dut.clk, dut.rst);
    const sink = new AxiStreamSink(AxiStreamBus.fromPrefix(dut, 'm_axis'), dut.clk, dut.rst);
    new AxiStreamChecker(AxiStreamBus.fromPrefix(dut, 'm_axis'), dut.clk, dut.rst, { packed: true, ...options });
    new AxiStreamChecker(AxiStreamBus.fromPrefix(dut, 's_axis'), dut.clk, dut.rst, { maxWait: 8 });
    sink.setPauseGenerator(pauseBitmap('1110'));
    source.sendNowait([0x11, 0x22, 0x33, 0x44, 0x55]);
    await ClockCycles(dut.clk, 40);
    dut.rst.value = 1;
    await ClockCycles(dut.clk, 4);
  });

test.each([
  ['behaves', 0, {}, 'passed'],
  [
    'lets go of valid',
    1,
    {},
    'ProtocolError: m_axis_tvalid must stay 1 until m_axis_tready is 1, not fall\n  at cycle 3, step 75000 (rule valid-until-ready)',
  ],
  [
    'changes data',
    2,
    {},
    'ProtocolError: m_axis_tdata must stay 0x44332211 until m_axis_tready is 1, not become 0xbbccddee\n  at cycle 3, step 75000 (rule stable-until-ready)',
  ],
  [
    'is not quiet in reset',
    3,
    {},
    'ProtocolError: m_axis_tvalid must be 0 in reset, not 1\n  at cycle 41, step 455000 (rule quiet-in-reset)',
  ],
  [
    'leaves lanes empty',
    4,
    {},
    'ProtocolError: m_axis_tkeep must be filled from bit 0 on, not 5\n  at cycle 4, step 85000 (rule packed-keep)',
  ],
  [
    'changes last',
    5,
    {},
    'ProtocolError: m_axis_tlast must stay 0 until m_axis_tready is 1, not become 1\n  at cycle 3, step 75000 (rule stable-until-ready)',
  ],
  [
    'is never ready',
    6,
    {},
    'ProtocolError: s_axis_tready must be 1 at most 8 cycles after s_axis_tvalid, not later\n  at cycle 9, step 135000 (rule ready-in-time)',
  ],
  [
    'sends long frames',
    0,
    { maxBeats: 1 },
    'ProtocolError: m_axis_tlast must be 1 in beat 1 at the latest, not 0\n  at cycle 4, step 85000 (rule frame-length)',
  ],
])('a design that %s: bug %i', async (_what, bug, options, message) => {
  expect(await misbehave(bug, options)).toBe(message);
});
