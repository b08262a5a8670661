// AXI-stream: frames arrive as they were sent, under pauses, limits and resets.
import { expect } from 'vitest';
import {
  AxiStreamBus,
  AxiStreamChecker,
  AxiStreamFrame,
  AxiStreamMonitor,
  AxiStreamSink,
  AxiStreamSource,
  pauseBitmap,
  pauseRandom,
} from '../../../src/sim/bus/index.ts';
import {
  ClockCycles,
  type Dut,
  Event,
  getSimTime,
  hwtest,
  QueueEmpty,
  QueueFull,
  RisingEdge,
  randomFrom,
  startSoon,
  withTimeout,
} from '../../../src/sim/runner/index.ts';
import { modelOf, startUp } from './models.ts';

hwtest.use({ model: modelOf('streams'), timeout: [100, 'us'] });

const ends = (dut: Dut) => ({
  source: new AxiStreamSource(AxiStreamBus.fromPrefix(dut, 's_axis'), dut.clk, dut.rst),
  sink: new AxiStreamSink(AxiStreamBus.fromPrefix(dut, 'm_axis'), dut.clk, dut.rst),
  monitor: new AxiStreamMonitor(AxiStreamBus.fromPrefix(dut, 'm_axis'), dut.clk, dut.rst),
  checker: new AxiStreamChecker(AxiStreamBus.fromPrefix(dut, 'm_axis'), dut.clk, dut.rst, { packed: true }),
});

const bytes = (length: number, seed = length) => Uint8Array.from({ length }, (_, i) => (i * 37 + seed) & 255);

hwtest.parametrize({ source: ['none', 'bitmap', 'random'], sink: ['none', 'bitmap', 'random'] })(
  'frames of every length arrive, also at the monitor',
  async (dut, { random }, pauses) => {
    await startUp(dut);
    const { source, sink, monitor } = ends(dut);
    const patterns = {
      none: () => undefined,
      bitmap: () => pauseBitmap('1101'),
      random: () => pauseRandom(random, 0.4, { minimum: 1, maximum: 5 }),
    };
    source.setPauseGenerator(patterns[pauses.source as 'none']());
    sink.setPauseGenerator(patterns[pauses.sink as 'none']());
    const lengths = Array.from({ length: 17 }, (_, i) => i + 1);
    for (const length of lengths) {
      await source.send(
        new AxiStreamFrame({ tdata: bytes(length), tid: length & 15, tdest: 15 - (length & 15), tuser: length & 3 }),
      );
    }
    for (const length of lengths) {
      const frame = await sink.recv();
      expect(frame.tdata).toEqual(bytes(length));
      expect([frame.tkeep, frame.tid, frame.tdest, frame.tuser]).toEqual([
        undefined,
        length & 15,
        15 - (length & 15),
        length & 3,
      ]);
      expect(frame.simTimeEnd! - frame.simTimeStart!).toBeGreaterThanOrEqual((Math.ceil(length / 4) - 1) * 10_000);
      expect((await monitor.recv()).equals(frame)).toBe(true);
    }
    await source.wait();
    expect([source.idle(), source.empty(), sink.empty(), monitor.empty()]).toEqual([true, true, true, true]);
  },
);

hwtest('a beat takes one cycle where nothing pauses', async (dut) => {
  await startUp(dut);
  const { source, sink } = ends(dut);
  const done: AxiStreamFrame[] = [];
  const event = new Event();
  source.sendNowait({ tdata: bytes(400), txComplete: (frame) => done.push(frame) });
  source.sendNowait({ tdata: bytes(400), txComplete: event });
  await event.wait();
  const [first, second] = [await sink.recv(), await sink.recv()];
  expect(first.simTimeEnd! - first.simTimeStart!).toBe(99 * 10_000);
  expect(second.simTimeStart! - first.simTimeEnd!).toBe(10_000);
  expect(done.map((frame) => frame.simTimeEnd! - frame.simTimeStart!)).toEqual([99 * 10_000]);
});

hwtest('a bitmap of pauses decides the cycles of the beats', async (dut) => {
  await startUp(dut);
  const { sink } = ends(dut);
  const source = new AxiStreamSource(AxiStreamBus.fromPrefix(dut, 's_axis'), dut.clk, dut.rst);
  source.setPauseGenerator(pauseBitmap('011'));
  source.sendNowait(bytes(40));
  const taken: number[] = [];
  startSoon(function* () {
    for (let cycle = 0; ; cycle++) {
      yield RisingEdge(dut.clk);
      if (dut.s_axis_tvalid.value === 1 && dut.s_axis_tready.value === 1) taken.push(cycle);
    }
  });
  await sink.recv();
  expect(taken.map((cycle) => cycle - taken[0]!)).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24, 27]);
});

hwtest('keep of the sender decides what counts, and compact drops the rest', async (dut) => {
  await startUp(dut);
  const { source } = ends(dut);
  const sink = new AxiStreamSink(AxiStreamBus.fromPrefix(dut, 'm_axis'), dut.clk, dut.rst);
  source.sendNowait({
    tdata: [1, 2, 3, 4, 5, 6, 7, 8],
    tkeep: [1, 1, 1, 1, 1, 0, 0, 0],
    tuser: [0, 0, 0, 1, 2, 2, 2, 2],
  });
  source.sendNowait([9, 10]);
  const whole = await sink.recv(false);
  expect(whole.tkeep).toEqual([1, 1, 1, 1, 1, 0, 0, 0]);
  expect(whole.tuser).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
  whole.compact();
  expect(whole.toString()).toBe('AxiStreamFrame(tdata: [1, 2, 3, 4, 5], tid: 0, tdest: 0, tuser: [1, 1, 1, 1, 2])');
  expect(await sink.read(1)).toEqual([9]);
  expect(sink.readNowait()).toEqual([10]);
});

hwtest('sendMany cuts an array into frames', async (dut) => {
  await startUp(dut);
  const { source, sink } = ends(dut);
  source.queueOccupancyLimitFrames = 2;
  const sent = startSoon(() => source.sendMany(Int8Array.from([-1, 2, -3, 4, 5]), 2));
  await ClockCycles(dut.clk, 20);
  expect(sent.done()).toBe(true);
  expect([...(await sink.recv()), ...(await sink.recv()), ...(await sink.recv())]).toEqual([255, 2, 253, 4, 5]);
});

hwtest('limits of queues hold senders back', async (dut) => {
  await startUp(dut);
  const { source, sink } = ends(dut);
  source.queueOccupancyLimitBytes = 8;
  source.pause = true;
  await ClockCycles(dut.clk, 2);
  source.sendNowait(bytes(4));
  await ClockCycles(dut.clk, 2);
  expect([source.count(), source.queueOccupancyBytes, source.idle()]).toEqual([0, 0, false]);
  source.sendNowait(bytes(8));
  source.sendNowait(bytes(1));
  expect([source.full(), source.count(), source.queueOccupancyBytes, source.queueOccupancyFrames]).toEqual([
    true,
    2,
    9,
    2,
  ]);
  expect(() => source.sendNowait(bytes(1))).toThrow(
    new QueueFull('the queue of s_axis must have a free place, not 2 frames of 9 elements'),
  );
  const blocked = startSoon(() => source.send(bytes(1)));
  await ClockCycles(dut.clk, 5);
  expect(blocked.done()).toBe(false);
  source.pause = false;
  await withTimeout(blocked, 1, 'us');
  for (const length of [4, 8, 1, 1]) expect((await sink.recv()).length).toBe(length);
  expect(() => sink.recvNowait()).toThrow(new QueueEmpty('the queue must hold an item, not none'));
});

hwtest('a full sink lowers ready', async (dut) => {
  await startUp(dut);
  const { source, sink } = ends(dut);
  sink.queueOccupancyLimitFrames = 2;
  for (let i = 0; i < 10; i++) source.sendNowait([i]);
  await ClockCycles(dut.clk, 30);
  // Ready falls at the edge that takes the frame too many.
  expect([sink.count(), sink.full(), dut.m_axis_tready.value]).toEqual([3, true, 0]);
  for (let i = 0; i < 10; i++) expect((await sink.recv()).tdata).toEqual(Uint8Array.of(i));
});

hwtest('a sink waits for a frame for a time', async (dut) => {
  await startUp(dut);
  const { source, sink } = ends(dut);
  const before = getSimTime();
  await sink.wait(55, 'ns');
  expect([sink.empty(), getSimTime() - before]).toEqual([true, 55_000]);
  source.sendNowait([1]);
  await sink.wait();
  expect(sink.empty()).toBe(false);
  sink.clear();
  expect([sink.empty(), sink.queueOccupancyFrames]).toEqual([true, 0]);
});

hwtest('a reset drops the frame under way and keeps the others', async (dut) => {
  await startUp(dut);
  const { source, sink, monitor } = ends(dut);
  let flushed = 0;
  source.sendNowait({ tdata: bytes(400), txComplete: () => flushed++ });
  source.sendNowait([1, 2, 3]);
  await ClockCycles(dut.clk, 20);
  dut.rst.value = 1;
  await ClockCycles(dut.clk, 3);
  expect([flushed, source.isReset, dut.s_axis_tvalid.value, dut.m_axis_tready.value]).toEqual([1, true, 0, 0]);
  dut.rst.value = 0;
  const frame = await sink.recv();
  expect(frame.tdata).toEqual(Uint8Array.of(1, 2, 3));
  expect((await monitor.recv()).equals(frame)).toBe(true);
  source.assertReset(true);
  source.sendNowait([4]);
  await ClockCycles(dut.clk, 5);
  expect(sink.empty()).toBe(true);
  source.assertReset(false);
  expect((await sink.recv()).tdata).toEqual(Uint8Array.of(4));
});

hwtest.parametrize({ byteSize: [1, 4, 8, 12, 16, 32, 64, 128] })(
  'elements of every size on wide data',
  async (dut, _, { byteSize }) => {
    if (128 % byteSize !== 0) {
      expect(() => new AxiStreamSource(AxiStreamBus.fromPrefix(dut, 's_wide'), dut.clk, dut.rst, { byteSize })).toThrow(
        new RangeError('s_wide_tdata must divide evenly into elements of 12 bits, not have 128 bits'),
      );
      return;
    }
    await startUp(dut);
    const source = new AxiStreamSource(AxiStreamBus.fromPrefix(dut, 's_wide'), dut.clk, dut.rst, { byteSize });
    const sink = new AxiStreamSink(AxiStreamBus.fromPrefix(dut, 'm_wide'), dut.clk, dut.rst, {
      byteLanes: 128 / byteSize,
    });
    const random = randomFrom(byteSize);
    const lanes = 128 / byteSize;
    const most = (1n << BigInt(byteSize)) - 1n;
    const data = Array.from({ length: lanes * 3 }, (_, i) =>
      i === 0 ? most : BigInt.asUintN(byteSize, BigInt(Math.floor(random() * 2 ** 53)) * 0x123456789abcdefn),
    );
    await source.send(data);
    const frame = await sink.recv();
    expect([...frame].map(BigInt)).toEqual(data);
  },
);

hwtest('a stream of data and valid alone is all single beats', async (dut) => {
  await startUp(dut);
  const source = new AxiStreamSource(AxiStreamBus.fromPrefix(dut, 's_bare'), dut.clk, dut.rst);
  const sink = new AxiStreamSink(AxiStreamBus.fromPrefix(dut, 'm_bare'), dut.clk, dut.rst);
  source.sendNowait(bytes(18));
  expect([await sink.recv(), await sink.recv()].map((frame) => [...frame])).toEqual([
    [...bytes(18).slice(0, 9)],
    [...bytes(18).slice(9)],
  ]);
});

hwtest('what cannot be sent is refused', async (dut) => {
  await startUp(dut);
  const { source } = ends(dut);
  const refusals: [() => unknown, string][] = [
    [() => source.sendNowait([]), 'a frame for s_axis must have at least one element, not none'],
    [() => source.send([1, 256]), 'tdata for s_axis[1] must be an integer of 8 bits, -128 to 255, not 256'],
    [() => source.sendMany([1], 0), 'frameLength of s_axis must be an integer from 1 on, not 0'],
    [() => pauseBitmap('012').next(), 'pause bitmap must be made of 0 and 1, not "012"'],
    [() => pauseRandom(Math.random, 2).next(), 'pause probability must be from 0 to 1, not 2'],
    [
      () => new AxiStreamSource(AxiStreamBus.fromPrefix(dut, 's_axis'), dut.clk, dut.rst, { byteSize: 8 }),
      'byteSize and byteLanes of s_axis must not be given, since the width of tkeep decides',
    ],
    [
      () => AxiStreamBus.fromPrefix(dut, 's_axes'),
      'streams must have a signal s_axes_tdata for AxiStreamBus, but has none: did you mean s_axis_tdata?',
    ],
  ];
  for (const [action, message] of refusals) expect(action).toThrow(expect.objectContaining({ message }));
});
