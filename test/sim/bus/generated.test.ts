// The models of dendra's streams on a generated top: top-k gives its golden vectors under random pauses, and in a copy whose output
// is broken each rule of the checker and the scoreboard say what is wrong.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import graph, { samples } from '../../../examples/top-k/design.ts';
import { emit } from '../../../src/codegen/index.ts';
import { runGolden } from '../../../src/golden/index.ts';
import { targets } from '../../../src/ir/index.ts';
import { lower } from '../../../src/passes/index.ts';
import {
  pauseBitmap,
  pauseRandom,
  Scoreboard,
  StreamBus,
  StreamChecker,
  StreamSink,
  StreamSource,
} from '../../../src/sim/bus/index.ts';
import { buildModel, Clock, ClockCycles, type Dut, hwtest, RisingEdge } from '../../../src/sim/runner/index.ts';
import { compose } from '../../../src/timing/index.ts';
import { registry } from '../../../src/units/index.ts';
import { writeFiles } from '../../support/write-files.ts';
import { messageOf } from './models.ts';

/** The ends of the streams in the copy: each bug breaks `values`, 9 breaks `scores`, and 0 is as generated. */
const rtl = `
  logic scores_open, waited, again;
  logic [15:0] beat;
  assign scores_ready_o = scores_open && bug != 4'd9;
  wire lose = bug == 4'd3 && beat == 16'd1;
  wire twice = bug == 4'd4 && beat == 16'd1 && !again;
  assign values_valid_o = bug == 4'd8 && rst_i || best_values_valid && !lose && !(bug == 4'd1 && waited);
  assign best_values_ready = lose || values_ready_i && values_valid_o && !twice;
  assign values_data_o = best_values_data ^ {31'd0, bug == 4'd2 && waited};
  assign values_keep_o = best_values_keep & ~{bug == 4'd5 && beat == 16'd2, 3'd0};
  assign values_last_o = best_values_last && !(bug == 4'd7 && beat == 16'd7);
  assign values_eos_o = best_values_eos && values_last_o || bug == 4'd6 && beat == 16'd3;
  always_ff @(posedge clk_i) begin
    waited <= values_valid_o && !values_ready_i;
    if (values_valid_o && values_ready_i && twice) again <= 1'b1;
    if (best_values_valid && best_values_ready) beat <= beat + 16'd1;
    if (rst_i) begin
      waited <= 1'b0;
      again  <= 1'b0;
      beat   <= 16'd0;
    end
  end
`;

const lowered = lower(graph, registry, targets['ultrascale-plus'], { compose });
const inputs = samples().slice(0, 24);
const golden = runGolden(lowered, inputs);
const { files, manifest } = emit(lowered);
const folder = mkdtempSync(join(tmpdir(), 'dendra-generated-'));
writeFiles(folder, { ...files, [`rtl/${manifest.top}.sv`]: broken(String(files[`rtl/${manifest.top}.sv`])) });
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const built = buildModel({ sources: manifest.rtl.map((path) => join(folder, path)), top: manifest.top });
const model = () => built;

/** The top with a port `bug`. */
function broken(top: string): string {
  const replaced = top
    .replace('  input  logic        clk_i,', '  input  logic [3:0]  bug,\n$&')
    .replace('.valid_i(scores_valid_i)', ".valid_i(scores_valid_i && bug != 4'd9)")
    .replace('.ready_o(scores_ready_o)', '.ready_o(scores_open)')
    .replace(/ {2}assign values_valid_o[\s\S]*?assign values_eos_o.*\n/, () => rtl);
  expect(replaced).toContain(rtl);
  return replaced;
}

/** Clock, reset, the bug, and a checker, a model and a scoreboard of each stream. */
async function start(dut: Dut, bug: number) {
  const { clk_i: clock, rst_i: reset } = dut;
  dut.bug.value = bug;
  reset.value = 1;
  new Clock(clock, 10, 'ns').start(false);
  const bus = (name: string) => StreamBus.fromPrefix(dut, name);
  const names = ['scores', 'values', 'indices'];
  for (const name of names)
    new StreamChecker(bus(name), clock, reset, { maxWait: name === 'scores' ? 400 : undefined });
  const source = new StreamSource(bus('scores'), clock, reset);
  const outputs = ['values', 'indices'].map((name) => {
    const board = new Scoreboard<unknown>(name);
    const sink = new StreamSink(bus(name), clock, reset);
    board.watch(sink);
    return { name, board, sink };
  });
  await ClockCycles(clock, 4);
  reset.value = 0;
  return { source, outputs };
}

/** Sends samples, and returns when all that golden says has come and been compared. */
async function replay({ source, outputs }: Awaited<ReturnType<typeof start>>, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    for (const { name, board } of outputs) board.expect({ data: golden[i]!.outputs[name]![0]!.data, eos: true });
    await source.send({ data: inputs[i]!.scores![0]!.data });
  }
  for (const { board } of outputs) await board.wait();
  await ClockCycles(source.clock, 64);
  for (const { board } of outputs) board.finish();
}

hwtest.use({ model, timeout: [1, 'ms'] });

hwtest.parametrize({ pauses: ['none', 'inputs', 'outputs', 'all'] })(
  'top-k gives its golden vectors',
  async (dut, { random }, { pauses }) => {
    const bench = await start(dut, 0);
    const { source, outputs } = bench;
    if (pauses !== 'none' && pauses !== 'outputs') source.setPauseGenerator(pauseRandom(random, 0.4, { maximum: 5 }));
    if (pauses !== 'none' && pauses !== 'inputs') {
      for (const { sink } of outputs) sink.setPauseGenerator(pauseRandom(random, 0.5, { maximum: 9 }));
    }
    await replay(bench, inputs.length);
    expect(outputs.map(({ board }) => board.matched)).toEqual([inputs.length, inputs.length]);
    expect(dut.error_o.value).toBe(0);
  },
);

const misbehave = (bug: number) =>
  messageOf(model, async (dut) => {
    const bench = await start(dut, bug);
    bench.outputs[0]!.sink.setPauseGenerator(pauseBitmap('110'));
    await replay(bench, 2);
    await RisingEdge(dut.clk_i);
  });

test.each([
  ['is as generated', 0, 'passed'],
  [
    'drops valid early',
    1,
    'ProtocolError: values_valid_o must stay 1 until values_ready_i is 1, not fall\n  at cycle 135, step 1355000 (rule valid-until-ready)',
  ],
  [
    'changes data while it waits',
    2,
    'ProtocolError: values_data_o must stay 0xf0d0b0f until values_ready_i is 1, not become 0xf0d0b0e\n  at cycle 135, step 1355000 (rule stable-until-ready)',
  ],
  ['loses a beat', 3, 'ScoreboardError: item 0 of values: data[4] must be 11, not 14'],
  ['gives a beat twice', 4, 'ScoreboardError: item 0 of values: data[8] must be 14, not 11'],
  [
    'clears a lane in the middle',
    5,
    'ProtocolError: values_keep_o must be 0xf before the last beat, not 7\n  at cycle 151, step 1515000 (rule packed-keep)',
  ],
  [
    'ends a sample in mid-tensor',
    6,
    'ProtocolError: values_eos_o must be 0 while values_last_o is 0, not 1\n  at cycle 157, step 1575000 (rule eos-with-last)',
  ],
  ['does not end a tensor', 7, 'ScoreboardError: item 0 of values: data must have 32 elements, not 64'],
  [
    'is valid in reset',
    8,
    'ProtocolError: values_valid_o must be 0 in reset, not 1\n  at cycle 1, step 15000 (rule quiet-in-reset)',
  ],
  [
    'takes nothing',
    9,
    'ProtocolError: scores_ready_o must be 1 at most 400 cycles after scores_valid_i, not later\n  at cycle 405, step 4055000 (rule ready-in-time)',
  ],
])('a copy that %s: bug %i', async (_what, bug, message) => {
  expect(await misbehave(bug)).toBe(message);
});
