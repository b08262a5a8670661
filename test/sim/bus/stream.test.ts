// dendra's streams: tensors and events arrive as they were sent, the scoreboard compares them, and broken rules are named.
import { expect, test } from 'vitest';
import {
  checkResetValues,
  pauseBitmap,
  pauseRandom,
  Scoreboard,
  StreamBus,
  StreamChecker,
  StreamMonitor,
  StreamSink,
  StreamSource,
} from '../../../src/sim/bus/index.ts';
import { ClockCycles, type Dut, hwtest, RisingEdge } from '../../../src/sim/runner/index.ts';
import { messageOf, modelOf, startUp } from './models.ts';

hwtest.use({ model: modelOf('streams'), timeout: [100, 'us'] });

const ends = (dut: Dut, options = {}) => {
  new StreamChecker(StreamBus.fromPrefix(dut, 'x'), dut.clk, dut.rst, options);
  new StreamChecker(StreamBus.fromPrefix(dut, 'y'), dut.clk, dut.rst, options);
  return {
    source: new StreamSource(StreamBus.fromPrefix(dut, 'x'), dut.clk, dut.rst, options),
    sink: new StreamSink(StreamBus.fromPrefix(dut, 'y'), dut.clk, dut.rst, { signed: true }),
    monitor: new StreamMonitor(StreamBus.fromPrefix(dut, 'x'), dut.clk, dut.rst),
  };
};

const tensor = (length: number) => Int8Array.from({ length }, (_, i) => i * 29 + length);

hwtest.parametrize({ stall: ['none', 'in', 'out', 'both'], variable: [false, true] })(
  'tensors of every length are compared',
  async (dut, { random }, { stall, variable }) => {
    await startUp(dut);
    const { source, sink, monitor } = ends(dut, { variable });
    if (stall === 'in' || stall === 'both') source.setPauseGenerator(pauseRandom(random, 0.5));
    if (stall === 'out' || stall === 'both') sink.setPauseGenerator(pauseRandom(random, 0.5));
    const [sent, inverted] = [new Scoreboard('x'), new Scoreboard('y')];
    sent.watch(monitor);
    inverted.watch(sink);
    for (let length = 0; length <= 13; length++) {
      const data = tensor(length);
      const eos = length % 3 === 0;
      sent.expect({ data: new Uint8Array(data.buffer), eos });
      inverted.expect({ data: data.map((value) => ~value), eos });
      await source.send({ data, eos });
    }
    await inverted.wait();
    sent.finish();
    inverted.finish();
    expect([sent.matched, inverted.matched]).toEqual([14, 14]);
  },
);

hwtest('a beat takes one cycle where nothing pauses', async (dut) => {
  await startUp(dut);
  const { source, sink } = ends(dut);
  source.sendNowait(tensor(64));
  source.sendNowait(tensor(64));
  const [first, second] = [await sink.recv(), await sink.recv()];
  expect([first.eos, second.simTimeEnd - first.simTimeStart]).toEqual([true, 31 * 10_000]);
  await source.wait();
  expect(source.idle()).toBe(true);
});

hwtest.parametrize({ rows: [[0], [1], [3], [2, 2, 5], [0, 0]] })(
  'events arrive with their index',
  async (dut, _, { rows }) => {
    await startUp(dut);
    const [from, to] = [StreamBus.fromPrefix(dut, 'a'), StreamBus.fromPrefix(dut, 'b')];
    new StreamChecker(to, dut.clk, dut.rst);
    const source = new StreamSource(from, dut.clk, dut.rst);
    const sink = new StreamSink(to, dut.clk, dut.rst, { signed: true });
    const count = rows.at(-1);
    const events = { data: tensor(count), index: Array.from({ length: count }, (_, i) => 3 * i), rows, eos: false };
    source.sendNowait(events);
    const board = new Scoreboard('b');
    board.expect(events);
    board.observe(await sink.recv());
  },
);

hwtest('what cannot be sent is refused', async (dut) => {
  await startUp(dut);
  const { source } = ends(dut);
  const events = new StreamSource(StreamBus.fromPrefix(dut, 'a'), dut.clk, dut.rst);
  const refusals: [() => unknown, string][] = [
    [() => source.sendNowait([300]), 'data for x[0] must be an integer of 8 bits, -128 to 255, not 300'],
    [() => events.sendNowait([1, 2]), 'index for a must have 2 values, one an event, not 0'],
    [() => StreamBus.fromPrefix(dut, 'z'), 'streams must have a signal z_valid for StreamBus, but has none'],
  ];
  for (const [action, message] of refusals) expect(action).toThrow(expect.objectContaining({ message }));
});

test.each([
  [[1, 2], [1, 3], 'item 0 of y: [1] must be 2, not 3'],
  [[1, 2], [1], 'item 0 of y must have 2 elements, not 1'],
  [{ data: [1], eos: true }, { data: [1], eos: false, more: 1 }, 'item 0 of y: eos must be true, not false'],
  [{ data: [[1, 2n]] }, { data: [[1, 2]] }, ''],
  [{ data: [[1, 2n]] }, { data: [[1, 4]] }, 'item 0 of y: data[0][1] must be 2, not 4'],
])('scoreboard: %o against %o', (expected, actual, message) => {
  const board = new Scoreboard<unknown>('y');
  board.expect(expected);
  if (message === '') board.observe(actual);
  else expect(() => board.observe(actual)).toThrow(expect.objectContaining({ message }));
});

test.each([
  ['nothing was compared', 0, false, 'ScoreboardError: y must give 1 items, not 0: next is 7'],
  ['an item came, another did not', 1, false, 'ScoreboardError: y must give 2 items, not 1: next is 7'],
  ['finish has said so before', 0, true, 'passed'],
])('a scoreboard without finish fails its test: %s', async (_, matched, finished, expected) => {
  const ended = await messageOf('streams', async () => {
    const board = new Scoreboard('y');
    for (let i = 0; i < matched; i++) {
      board.expect(i);
      board.observe(i);
    }
    board.expect(7);
    if (finished) expect(() => board.finish()).toThrow('y must give 1 items, not 0: next is 7');
  });
  expect(ended).toBe(expected);
});

const misbehave = (bug: number, items: number, options = {}) =>
  messageOf('streams', async (dut) => {
    await startUp(dut);
    dut.bug.value = bug;
    const { source, sink } = ends(dut, options);
    const board = new Scoreboard('y');
    board.watch(sink);
    for (let i = 0; i < items; i++) board.expect({ data: [~1, ~2, ~3, ~4, ~5], eos: true });
    sink.setPauseGenerator(pauseBitmap('110'));
    source.sendNowait([1, 2, 3, 4, 5]);
    await ClockCycles(dut.clk, 20);
    await RisingEdge(dut.clk);
    board.finish();
  });

test.each([
  ['behaves', 0, 1, {}, 'passed'],
  [
    'gives too few tensors',
    0,
    2,
    {},
    'ScoreboardError: y must give 2 items, not 1: next is { data: [-2, -3, -4, -5, -6], eos: true }',
  ],
  [
    'gives too many tensors',
    0,
    0,
    {},
    'ScoreboardError: y must give 0 items, not another one: { data: [-2, -3, -4, -5, -6], eos: true, simTimeStart: 75000, simTimeEnd: 105000 }',
  ],
  [
    'leaves a lane empty',
    4,
    1,
    {},
    'ProtocolError: y_keep_o must be 0xf before the last beat, not 7\n  at cycle 3, step 75000 (rule packed-keep)',
  ],
  [
    'leaves a lane of the closing beat set',
    4,
    1,
    { variable: true },
    'ProtocolError: y_keep_o must be 0 in the last beat after one that is not full, not 7\n  at cycle 6, step 105000 (rule packed-keep)',
  ],
  ['gives a wrong element', 8, 1, {}, 'ScoreboardError: item 0 of y: data[1] must be -3, not -4'],
  [
    'ends a sample in mid-tensor',
    9,
    1,
    {},
    'ProtocolError: y_eos_o must be 0 while y_last_o is 0, not 1\n  at cycle 3, step 75000 (rule eos-with-last)',
  ],
])('a design that %s: bug %i', async (_what, bug, items, options, message) => {
  expect(await misbehave(bug, items, options)).toBe(message);
});

test('a design that closes events with a full beat: bug 10', async () => {
  const message = await messageOf('streams', async (dut) => {
    await startUp(dut);
    dut.bug.value = 10;
    new StreamChecker(StreamBus.fromPrefix(dut, 'b'), dut.clk, dut.rst);
    new StreamSource(StreamBus.fromPrefix(dut, 'a'), dut.clk, dut.rst).sendNowait({ data: [1], index: [2] });
    await new StreamSink(StreamBus.fromPrefix(dut, 'b'), dut.clk, dut.rst).recv();
  });
  expect(message).toBe(
    'ProtocolError: b_keep_o must be 0 in the last beat of events, not 1\n  at cycle 3, step 75000 (rule empty-last)',
  );
});

test('a signal that reset leaves unknown is named', async () => {
  const model = await modelOf('streams')();
  const given = { clock: 'clk', reset: 'rst' };
  await checkResetValues(model, { ...given, signals: ['reset_valid', 'm_axis_tvalid', 's_axis_tready', 'y_valid_o'] });
  await expect(checkResetValues(model, { ...given, signals: ['reset_valid', 'unset_valid'] })).rejects.toThrow(
    expect.objectContaining({
      name: 'ProtocolError',
      message: expect.stringMatching(
        /^unset_valid must be the same after every start, not [01] with seed 1 and [01] with seed \d+\n {2}at cycle 0, step 25 \(rule known-after-reset\)$/,
      ),
    }),
  );
});
