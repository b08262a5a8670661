// Bulk transfers: native code moves the same beats as tasks would, takes the time they take, and refuses what it cannot keep.
import { describe, expect, test } from 'vitest';
import {
  AxiStreamBus,
  AxiStreamSink,
  AxiStreamSource,
  type BulkBus,
  bulkTransfer,
  StreamBus,
} from '../../../src/sim/bus/index.ts';
import {
  Clock,
  ClockCycles,
  type Dut,
  Event,
  FallingEdge,
  getSimTime,
  hwtest,
  RisingEdge,
  startSoon,
  Timer,
  withTimeout,
} from '../../../src/sim/runner/index.ts';
import { messageOf, modelOf, startUp as startBare } from './models.ts';

hwtest.use({ model: modelOf('streams'), timeout: [10, 'ms'] });

/** Inputs have random values before somebody drives them. */
const startUp = (dut: Dut) =>
  startBare(dut, () => {
    for (const valid of [dut.s_axis_tvalid, dut.s_wide_tvalid, dut.s_bare_tvalid, dut.x_valid_i]) valid.value = 0;
    for (const ready of [dut.m_axis_tready, dut.m_wide_tready, dut.y_ready_i]) ready.value = 0;
  });
const axis = (dut: Dut, prefix: string) => AxiStreamBus.fromPrefix(dut, prefix);
const bytes = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 37 + (i >>> 8)) & 255);
const asBytes = (words: Uint32Array | undefined) => new Uint8Array(words!.buffer);
const through = (bus: BulkBus, count: number, pauses?: string) => [{ bus, count, pauses }];

describe.each([
  ['no pauses', undefined, undefined],
  ['a source that pauses', '110', undefined],
  ['a sink that pauses', undefined, '1011'],
  ['both pause', '0110', '10'],
])('%s', (_, pause, stall) => {
  hwtest('all signals of 100 beats arrive in order', async (dut) => {
    const clock = await startUp(dut);
    const count = 100;
    const side = (by: number) => Uint8Array.from({ length: count }, (__, i) => (i * by) & 15);
    const beats = { tdata: bytes(4 * count), tlast: side(1).map((v) => v & 1), tkeep: side(3), tid: side(5) };
    const { outputs, inputs } = await bulkTransfer(clock, {
      inputs: [{ bus: axis(dut, 's_axis'), count, beats, pauses: pause }],
      outputs: through(axis(dut, 'm_axis'), count, stall),
    });
    const got = outputs[0]!.beats;
    expect(asBytes(got.tdata)).toEqual(beats.tdata);
    expect(Array.from(got.tlast!)).toEqual(Array.from(beats.tlast));
    expect(Array.from(got.tkeep!)).toEqual(Array.from(beats.tkeep));
    expect(Array.from(got.tid!)).toEqual(Array.from(beats.tid));
    const [taken, given] = [inputs[0]!.cycles, outputs[0]!.cycles];
    // A beat may wait in its source; a pause of the source holds back the offer, one of the sink the handshake itself.
    if (pause === undefined && stall === undefined) {
      expect(Array.from(taken)).toEqual(Array.from({ length: count }, (__, i) => i));
      expect(Array.from(given)).toEqual(Array.from({ length: count }, (__, i) => i + 1));
    }
    if (stall !== undefined) for (const cycle of given) expect(stall[cycle % stall.length]).toBe('0');
  });
});

hwtest('values of every width: a bigint a beat, words, or bytes', async (dut) => {
  const clock = await startUp(dut);
  const wide = [1n, 2n ** 127n + 5n, -1n, 0n];
  const bare = [2n ** 71n + 3n, 7, -2];
  const { outputs } = await bulkTransfer(clock, {
    inputs: [
      { bus: axis(dut, 's_wide'), count: 4, beats: { tdata: wide, tlast: [0, 1, 0, 1] } },
      { bus: axis(dut, 's_bare'), count: 3, beats: { tdata: bare } },
      { bus: StreamBus.fromPrefix(dut, 'x'), count: 2, beats: { data: Uint32Array.of(5, 0xffffffff), keep: [15, 15] } },
    ],
    outputs: [
      ...through(axis(dut, 'm_wide'), 4),
      ...through(axis(dut, 'm_bare'), 3),
      ...through(StreamBus.fromPrefix(dut, 'y'), 2),
    ],
  });
  const value = (words: Uint32Array, each: number, beat: number) =>
    words.subarray(beat * each, (beat + 1) * each).reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);
  const [w, b, y] = outputs.map(({ beats }) => beats);
  expect(wide.map((_, i) => value(w!.tdata!, 4, i))).toEqual(wide.map((v) => BigInt.asUintN(128, v)));
  expect(Array.from(w!.tlast!)).toEqual([0, 1, 0, 1]);
  expect(bare.map((_, i) => value(b!.tdata!, 3, i))).toEqual(bare.map((v) => BigInt.asUintN(72, BigInt(v))));
  expect(Array.from(y!.data!)).toEqual([0xfffffffa, 0]);
});

hwtest('time goes on by the cycles of the transfer, and the clock with it', async (dut) => {
  const clock = await startUp(dut);
  await FallingEdge(dut.clk);
  const start = getSimTime('ns');
  const count = 50_000;
  const { cycles } = await bulkTransfer(clock, {
    inputs: [{ bus: axis(dut, 's_axis'), count, beats: { tdata: bytes(4 * count) } }],
    outputs: through(axis(dut, 'm_axis'), count),
  });
  expect(cycles).toBe(count + 1);
  // It begins at the next falling edge, one cycle after this one.
  expect(getSimTime('ns')).toBe(start + 10 + 10 * cycles);
  expect(dut.clk.value).toBe(0);
  await RisingEdge(dut.clk);
  expect(getSimTime('ns')).toBe(start + 15 + 10 * cycles);
  expect([dut.s_axis_tvalid.value, dut.m_axis_tready.value]).toEqual([0, 0]);
});

hwtest('a clock of unequal duty keeps its duty', async (dut) => {
  const clock = new Clock(dut.clk, 10, 'ns', { periodHigh: 3 });
  clock.start(false);
  dut.rst.value = 1;
  await ClockCycles(dut.clk, 4);
  dut.rst.value = 0;
  const beats = { tdata: bytes(40) };
  await bulkTransfer(clock, {
    inputs: [{ bus: axis(dut, 's_axis'), count: 10, beats }],
    outputs: through(axis(dut, 'm_axis'), 10),
  });
  const fell = getSimTime('ns');
  await RisingEdge(dut.clk);
  const rose = getSimTime('ns');
  await FallingEdge(dut.clk);
  expect([rose - fell, getSimTime('ns') - rose]).toEqual([7, 3]);
});

hwtest('transfers and tasks take turns on the same streams', async (dut) => {
  const clock = await startUp(dut);
  for (let round = 1; round <= 3; round++) {
    const count = 5 * round;
    const { outputs } = await bulkTransfer(clock, {
      inputs: [{ bus: axis(dut, 's_axis'), count, beats: { tdata: bytes(4 * count), tlast: new Uint8Array(count) } }],
      outputs: through(axis(dut, 'm_axis'), count),
    });
    expect(asBytes(outputs[0]!.beats.tdata)).toEqual(bytes(4 * count));
    const source = new AxiStreamSource(axis(dut, 's_axis'), dut.clk, dut.rst);
    const sink = new AxiStreamSink(axis(dut, 'm_axis'), dut.clk, dut.rst);
    await source.send(bytes(7 * round));
    expect((await sink.recv()).tdata).toEqual(bytes(7 * round));
    sink.stop();
    source.stop();
  }
});

hwtest('a task that waits for an event may wait on', async (dut) => {
  const clock = await startUp(dut);
  const [event, seen] = [new Event(), [] as string[]];
  startSoon(async () => {
    await event.wait();
    seen.push('woken');
  });
  await bulkTransfer(clock, {
    inputs: [{ bus: axis(dut, 's_axis'), count: 9, beats: { tdata: bytes(36) } }],
    outputs: through(axis(dut, 'm_axis'), 9),
  });
  expect(seen).toEqual([]);
  event.set();
  await RisingEdge(dut.clk);
  expect(seen).toEqual(['woken']);
});

describe('what a transfer refuses', () => {
  const transfer = (dut: Dut, clock: Clock, count = 8, options = {}) =>
    bulkTransfer(
      clock,
      {
        inputs: [{ bus: axis(dut, 's_axis'), count: 8, beats: { tdata: bytes(32) } }],
        outputs: through(axis(dut, 'm_axis'), count),
      },
      options,
    );
  const cases: Record<string, [(dut: Dut, clock: Clock) => Promise<unknown>, string]> = {
    'a task that waits for an edge': [
      async (dut, clock) => {
        startSoon(async () => {
          for (;;) await RisingEdge(dut.m_axis_tvalid);
        });
        await transfer(dut, clock);
      },
      'a bulk transfer must run while nothing waits for RisingEdge(m_axis_tvalid): cancel that task, or stop() that model, first',
    ],
    'a task whose time comes before the end': [
      async (dut, clock) => {
        startSoon(async () => void (await Timer(50, 'ns')));
        await transfer(dut, clock);
      },
      'a bulk transfer must end before step 85000, for which another task waits, and has not',
    ],
    'a stream that stops': [
      async (dut, clock) => {
        dut.bug.value = 6;
        await transfer(dut, clock, 8, { watchdog: 100 });
      },
      'a bulk transfer must move a beat within 100 cycles, not stop: s_axis has moved 0 of 8 beats (valid=1 ready=0)',
    ],
    'valid that falls': [
      async (dut, clock) => {
        dut.bug.value = 1;
        await bulkTransfer(clock, {
          inputs: [{ bus: axis(dut, 's_axis'), count: 8, beats: { tdata: bytes(32) } }],
          outputs: through(axis(dut, 'm_axis'), 8, '1'),
        });
      },
      'm_axis must keep valid and payload until ready, not change them in cycle 3',
    ],
    'a time limit': [
      async (dut, clock) => {
        await withTimeout(() => transfer(dut, clock, 9), 1, 'us');
      },
      'the wait must end within Timer(1 us), not later',
    ],
    'a clock that stands': [
      async (dut, clock) => {
        clock.stop();
        await transfer(dut, clock);
      },
      'the clock of clk must be running for a bulk transfer, not stopped',
    ],
    'a column of another length': [
      async (dut, clock) =>
        bulkTransfer(clock, { inputs: [{ bus: axis(dut, 's_axis'), count: 8, beats: { tdata: bytes(31) } }] }),
      'tdata must have 8 values, one a beat of s_axis_tdata, not 31',
    ],
    'a value too wide': [
      async (dut, clock) =>
        bulkTransfer(clock, { inputs: [{ bus: axis(dut, 's_axis'), count: 1, beats: { tid: [16] } }] }),
      'tid[0] must be an integer of 4 bits, -8 to 15, not 16',
    ],
    'words that hold too much': [
      async (dut, clock) =>
        bulkTransfer(clock, {
          inputs: [{ bus: axis(dut, 's_bare'), count: 2, beats: { tdata: Uint32Array.of(0, 0, 255, 0, 0, 256) } }],
        }),
      'tdata must hold 72 bits a beat, not more in word 5',
    ],
    'a signal that the bus does not have': [
      async (dut, clock) =>
        bulkTransfer(clock, { inputs: [{ bus: axis(dut, 's_wide'), count: 1, beats: { tkeep: [1] } }] }),
      'signal of s_wide must be one of tdata, tlast, not tkeep',
    ],
    'a bitmap of other letters': [
      async (dut, clock) => bulkTransfer(clock, { outputs: through(axis(dut, 'm_axis'), 1, '012') }),
      'pause bitmap must be made of 0 and 1, not "012"',
    ],
  };
  test.each(Object.entries(cases))('%s', async (_, [bench, message]) => {
    const seen = await messageOf('streams', async (dut) => {
      await bench(dut, await startUp(dut));
    });
    expect(seen).toContain(message);
  });
});
