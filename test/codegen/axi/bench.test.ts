// The AXI top behind its wrapper in Verilator: golden vectors through its ports under random stalls, and what its registers say.
import { beforeAll, describe, expect } from 'vitest';
import avDigits from '../../../examples/av-digits/design.ts';
import { randomSamples } from '../../../src/golden/index.ts';
import { targets } from '../../../src/ir/index.ts';
import { lower } from '../../../src/passes/index.ts';
import { AxiResp, pauseRandom } from '../../../src/sim/bus/index.ts';
import { ClockCycles, type Dut, getSimTime, hwtest, RisingEdge, startSoon } from '../../../src/sim/runner/index.ts';
import { compose } from '../../../src/timing/index.ts';
import { registry } from '../../../src/units/index.ts';
import {
  type AxiBench,
  type AxiDesign,
  axiDesign,
  bytesOf,
  goldenSample,
  pairDesign,
  sendSample,
  startAxi,
  takeSample,
} from './design.ts';

/** Bits of CONTROL and STATUS. */
const [softReset, clear] = [1, 2];
const [busy, resetting, error] = [1, 2, 4];

/** Reads a register by name. */
const read = ({ master }: AxiBench, { offsets }: AxiDesign, name: string) => master.readDword(offsets[name]!);
const write = ({ master }: AxiBench, { offsets }: AxiDesign, name: string, value: number) =>
  master.writeDword(offsets[name]!, value);

/** Every event total, read as a driver does. */
async function totals({ master }: AxiBench, { map }: AxiDesign) {
  const all: Record<string, number> = {};
  for (const { node, counter, offset } of map.events) {
    const [low, high] = [await master.readDword(offset), await master.readDword(offset + 4)];
    all[`${node}.${counter}`] = low + 2 ** 32 * high;
  }
  return all;
}

/** The same of golden, over some samples. */
function goldenTotals({ map, golden }: AxiDesign, samples: readonly number[]) {
  return Object.fromEntries(
    map.events.map(({ node, counter }) => [
      `${node}.${counter}`,
      samples.reduce((sum, i) => sum + Number(golden[i]!.counts[node]![counter]), 0),
    ]),
  );
}

/** Pauses every channel at random. */
function stall(bench: AxiBench, random: Parameters<typeof pauseRandom>[0]): void {
  const { master } = bench;
  const channels = [...bench.sources.map(({ source }) => source), ...bench.sinks.map(({ sink }) => sink)];
  for (const channel of [...channels, master.aw, master.w, master.b, master.ar, master.r]) {
    channel.setPauseGenerator(pauseRandom(random, 0.4, { maximum: 7 }));
  }
}

/** Time of the next clock edge at which all of these signals are 1. */
async function passing(dut: Dut, ...signals: readonly string[]): Promise<number> {
  do await RisingEdge(dut.aclk);
  while (!signals.every((name) => dut[name].value === 1));
  return getSimTime('ns');
}

/** Waits until the datapath takes beats. */
async function ready(bench: AxiBench, design: AxiDesign): Promise<void> {
  while (((await read(bench, design, 'STATUS')) & resetting) !== 0);
}

/** Sends samples and compares all that comes. */
async function replay(bench: AxiBench, design: AxiDesign, samples: readonly number[]): Promise<void> {
  const sending = startSoon(async () => {
    for (const i of samples) await sendSample(bench, design.inputs[i]!);
  });
  for (const i of samples) expect(await takeSample(bench, design.manifest.steps)).toEqual(goldenSample(design, i));
  await sending;
}

describe.each(['ultrascale-plus', 'asic'] as const)('target %s', (target) => {
  const design = axiDesign(pairDesign(target));
  const all = design.inputs.map((_, i) => i);
  hwtest.use({ model: design.model, timeout: [5, 'ms'] });

  hwtest.parametrize({ stalls: [false, true] })(
    'gives its golden vectors and event totals',
    async (dut, { random }, { stalls }) => {
      const bench = await startAxi(dut, design);
      if (stalls) stall(bench, random);
      await replay(bench, design, all);
      await ClockCycles(bench.clock, 32);
      expect(await totals(bench, design)).toEqual(goldenTotals(design, all));
      for (const name of ['IN_A_SAMPLES', 'IN_B_SAMPLES', 'OUT_Y_SAMPLES', 'OUT_BEST_SAMPLES']) {
        expect([name, await read(bench, design, name)]).toEqual([name, all.length]);
      }
      expect(await read(bench, design, 'STATUS')).toBe(0);
      await write(bench, design, 'CONTROL', clear);
      expect(new Set(Object.values(await totals(bench, design)))).toEqual(new Set([0]));
      for (const name of ['IN_A_SAMPLES', 'OUT_Y_SAMPLES', 'OUT_BEST_SAMPLES', 'LATENCY']) {
        expect([name, await read(bench, design, name)]).toEqual([name, 0]);
      }
      await replay(bench, design, [2]);
      await ClockCycles(bench.clock, 32);
      expect(await totals(bench, design)).toEqual(goldenTotals(design, [2]));
    },
  );

  hwtest('says who it is', async (dut) => {
    const bench = await startAxi(dut, design);
    const words = await bench.master.readDwords(design.offsets.IR_HASH_0!, 8);
    expect(words.map((word) => word.toString(16).padStart(8, '0')).join('')).toBe(design.manifest.irHash);
    const constants = design.map.registers.filter(({ signal, access }) => signal === undefined && access === 'ro');
    for (const { name, reset } of constants) expect([name, await read(bench, design, name)]).toEqual([name, reset]);
    expect(await read(bench, design, 'ID')).toBe(0x444e4452);
    expect(await read(bench, design, 'STREAMS')).toBe(0x0001_0202);
    expect(await read(bench, design, 'STEPS')).toBe(2);
    expect(await read(bench, design, 'IN_A_FORMAT')).toBe(0x8902_0003);
  });

  hwtest('counts cycles, and a low half keeps the high one', async (dut) => {
    const bench = await startAxi(dut, design);
    const cycles = dut.u_axi.u_csr.cycles_q;
    const [first, at] = [await read(bench, design, 'CYCLES_LO'), getSimTime('ns')];
    await ClockCycles(bench.clock, 100);
    const [second, then] = [await read(bench, design, 'CYCLES_LO'), getSimTime('ns')];
    expect(second - first).toBe((then - at) / 10);
    // The value passes 2^32 between the two reads.
    cycles.value = 0xffff_fff8n;
    const low = await read(bench, design, 'CYCLES_LO');
    await ClockCycles(bench.clock, 20);
    expect(low).toBeGreaterThan(0xffff_fff0);
    expect(await read(bench, design, 'CYCLES_HI')).toBe(0);
    expect(await read(bench, design, 'CYCLES_LO')).toBeLessThan(100);
    expect(await read(bench, design, 'CYCLES_HI')).toBe(1);
    await write(bench, design, 'CONTROL', clear);
    expect(await read(bench, design, 'CYCLES_LO')).toBeLessThan(10);
  });

  hwtest('times a sample and is busy meanwhile', async (dut) => {
    const bench = await startAxi(dut, design);
    await ready(bench, design);
    for (const { sink } of bench.sinks) sink.pause = true;
    const [{ source }] = bench.sources as [AxiBench['sources'][number]];
    const sent = { tdata: bytesOf(design.inputs[0]!.a![0]!.data, 2), txComplete: undefined };
    await source.send(sent);
    await ClockCycles(bench.clock, 40);
    expect(await read(bench, design, 'STATUS')).toBe(busy);
    await bench.sources[1]!.source.send(bytesOf(design.inputs[0]!.b![0]!.data, 1));
    await ClockCycles(bench.clock, 40);
    for (const { port, source } of bench.sources) {
      await source.send(bytesOf(design.inputs[0]![port.stream]![1]!.data, port.laneBytes));
    }
    for (const { sink } of bench.sinks) sink.pause = false;
    const begin = getSimTime('ns');
    await takeSample(bench, 2);
    await ClockCycles(bench.clock, 8);
    expect(await read(bench, design, 'STATUS')).toBe(0);
    const latency = await read(bench, design, 'LATENCY');
    expect(latency).toBeGreaterThan(80);
    expect(latency).toBeLessThan(begin / 10);
    // At the ports: from the edge that takes the first beat to the one that takes the final beat, which the output register delays.
    const first = startSoon(() => passing(dut, 's_axis_a_tvalid', 's_axis_a_tready'));
    const final = startSoon(() => passing(dut, 'm_axis_y_tvalid', 'm_axis_y_tready', 'm_axis_y_tuser'));
    await replay(bench, design, [1]);
    await ClockCycles(bench.clock, 8);
    expect(await read(bench, design, 'LATENCY')).toBe(((await final) - (await first)) / 10 - 1);
  });

  hwtest('remembers broken frames of each input, and a soft reset recovers', async (dut) => {
    const bench = await startAxi(dut, design);
    const [a, b] = bench.sources.map(({ source }) => source) as [
      AxiBench['sources'][0]['source'],
      AxiBench['sources'][0]['source'],
    ];
    const errors = async () => [await read(bench, design, 'IN_A_ERRORS'), await read(bench, design, 'IN_B_ERRORS')];
    const recover = async () => {
      await write(bench, design, 'CONTROL', softReset);
      expect(await read(bench, design, 'STATUS')).toBe(error | resetting);
      await ready(bench, design);
      const left = await errors();
      await write(bench, design, 'IN_A_ERRORS', 7);
      await write(bench, design, 'IN_B_ERRORS', 7);
      expect(await errors()).toEqual([0, 0]);
      for (const { sink } of bench.sinks) sink.clear();
      await replay(bench, design, [0, 1]);
      return left;
    };
    const [frameA, frameB] = [bytesOf(design.inputs[0]!.a![0]!.data, 2), bytesOf(design.inputs[0]!.b![0]!.data, 1)];
    // TLAST too early.
    await b.send(frameB.slice(0, 3));
    await ClockCycles(bench.clock, 16);
    expect(await errors()).toEqual([0, 1]);
    expect(await read(bench, design, 'STATUS')).toBe(error | 0);
    // What is set stays when another bit is written, and while the datapath is broken.
    await write(bench, design, 'IN_B_ERRORS', 6);
    await write(bench, design, 'IN_B_ERRORS', 1);
    expect(await errors()).toEqual([0, 1]);
    await write(bench, design, 'SCRATCH', 0x1234);
    expect(await recover()).toEqual([0, 1]);
    expect(await read(bench, design, 'SCRATCH')).toBe(0x1234);
    // Half of an element.
    await a.send({ tdata: frameA, tkeep: [...frameA.keys()].map((i) => (i === 3 ? 0 : 1)) });
    await b.send(frameB);
    await ClockCycles(bench.clock, 16);
    expect(await errors()).toEqual([2, 0]);
    expect(await recover()).toEqual([2, 0]);
    // An element of 9 bits that its upper byte does not extend.
    await a.send(frameA.map((byte, i) => (i === 5 ? byte ^ 0x40 : byte)));
    await b.send(frameB);
    await ClockCycles(bench.clock, 16);
    expect(await errors()).toEqual([4, 0]);
    expect(await recover()).toEqual([4, 0]);
  });

  hwtest('a soft reset withdraws no offer', async (dut) => {
    const bench = await startAxi(dut, design);
    for (const { sink } of bench.sinks) sink.pause = true;
    await sendSample(bench, design.inputs[0]!);
    await ClockCycles(bench.clock, 60);
    expect(dut.m_axis_y_tvalid.value).toBe(1);
    await write(bench, design, 'CONTROL', softReset);
    await ready(bench, design);
    // The checkers watch that the offers stay; all behind them is gone.
    for (const { sink } of bench.sinks) sink.pause = false;
    await ClockCycles(bench.clock, 60);
    expect([dut.m_axis_y_tvalid.value, await read(bench, design, 'STATUS')]).toEqual([0, 0]);
    // A frame is complete where its only beat was offered.
    expect(bench.sinks.map(({ sink }) => sink.count())).toEqual([0, 1]);
  });

  hwtest.parametrize({ late: ['aw', 'w', 'b'] as const })(
    'writes in order when a channel is late',
    async (dut, _, { late }) => {
      const bench = await startAxi(dut, design);
      const { master } = bench;
      const channel = { aw: master.aw, w: master.w, b: master.b }[late as 'aw' | 'w' | 'b'];
      channel.pause = true;
      const bytes = [0x12, 0x34, 0x56, 0x78];
      const writes = bytes.map((byte, i) => master.write(design.offsets.SCRATCH! + i, [byte]));
      await ClockCycles(bench.clock, 40);
      expect(writes.map(({ done }) => done)).toEqual([false, false, false, false]);
      channel.pause = false;
      for (const write of writes) expect((await write).resp).toBe(AxiResp.OKAY);
      expect(await read(bench, design, 'SCRATCH')).toBe(0x7856_3412);
    },
  );

  hwtest('answers addresses without a register and writes to others with SLVERR', async (dut, { random }) => {
    const bench = await startAxi(dut, design);
    stall(bench, random);
    const { master } = bench;
    const { registers, addressBits } = design.map;
    const end = registers.at(-1)!.offset + 4;
    for (const address of [end, end + 4, 2 ** (addressBits - 1), 2 ** addressBits - 4]) {
      const { resp, data } = await master.read(address, 4);
      expect([address, resp, ...data]).toEqual([address, AxiResp.SLVERR, 0, 0, 0, 0]);
      expect((await master.write(address, [1, 2, 3, 4])).resp).toBe(AxiResp.SLVERR);
    }
    for (const { name, offset, access } of registers) {
      expect([name, (await master.read(offset, 4)).resp]).toEqual([name, AxiResp.OKAY]);
      const { resp } = await master.write(offset, [0, 0, 0, 0]);
      expect([name, resp]).toEqual([name, access === 'ro' ? AxiResp.SLVERR : AxiResp.OKAY]);
    }
    // Strobes.
    const { SCRATCH: scratch } = design.offsets;
    await master.writeDword(scratch!, 0x1122_3344);
    for (const [i, byte] of [0xaa, 0xbb, 0xcc, 0xdd].entries()) await master.writeByte(scratch! + i, byte);
    expect(await master.readDword(scratch!)).toBe(0xddcc_bbaa);
    await master.writeWord(scratch! + 2, 0x5566);
    expect(await master.readDword(scratch!)).toBe(0x5566_bbaa);
    // A command without its strobe does nothing.
    await ready(bench, design);
    await master.writeByte(design.offsets.CONTROL! + 1, 1);
    expect((await read(bench, design, 'STATUS')) & resetting).toBe(0);
    await ClockCycles(bench.clock, 200);
    const cycles = await read(bench, design, 'CYCLES_LO');
    await master.writeByte(design.offsets.CONTROL! + 2, 3);
    expect(await read(bench, design, 'CYCLES_LO')).toBeGreaterThan(cycles);
  });
});

describe('av-digits', () => {
  const lowered = lower(avDigits, registry, targets['ultrascale-plus'], { compose });
  const design = axiDesign(lowered, randomSamples(lowered, 2, 5));
  // Models read memory files from the present folder.
  beforeAll(() => process.chdir(design.folder));
  hwtest.use({ model: design.model, timeout: [20, 'ms'] });

  hwtest('gives its golden vectors and event totals under stalls', async (dut, { random }) => {
    const bench = await startAxi(dut, design);
    stall(bench, random);
    await replay(bench, design, [0, 1]);
    await ClockCycles(bench.clock, 64);
    expect(await totals(bench, design)).toEqual(goldenTotals(design, [0, 1]));
    expect(await read(bench, design, 'STATUS')).toBe(0);
  });
});
