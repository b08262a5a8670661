// Two registers behind AXI-Lite, written and read through the bus and behind it; other addresses must be refused.
import { expect } from 'vitest';
import { AxiLiteBus, AxiResp, ChannelSink, ChannelSource } from '../../../src/sim/bus/index.ts';
import { buildModel, Clock, type Dut, hwtest, Timer } from '../../../src/sim/runner/index.ts';
import { published } from '../published.ts';

const hdl = (name: string): string => published(`cocotb-1.4.0/examples/axi_lite_slave/hdl/${name}`);

hwtest.use({
  model: () =>
    buildModel({
      sources: [hdl('axi_lite_slave.v'), hdl('axi_lite_demo.v'), hdl('tb_axi_lite_slave.v')],
      includes: [hdl('')],
      top: 'tb_axi_lite_slave',
      publicSignals: ['test_id', 'dut.r_temp_0', 'dut.r_temp_1'],
    }),
  timeout: [10, 'us'],
});

/** The bus refused an address. */
class RefusedError extends Error {
  override name = 'RefusedError';
}

/**
 * Reads and writes whole words. The slave counts its addresses in registers, not in bytes, so this drives the channels;
 * AxiLiteMaster would split a word at address 1 into two beats.
 */
class RegisterMaster {
  private readonly aw: ChannelSource<'addr' | 'prot'>;
  private readonly w: ChannelSource<'data' | 'strb'>;
  private readonly b: ChannelSink<'resp'>;
  private readonly ar: ChannelSource<'addr' | 'prot'>;
  private readonly r: ChannelSink<'data' | 'resp'>;

  constructor(dut: Dut) {
    const bus = AxiLiteBus.fromPrefix(dut, 'AXIML');
    this.aw = new ChannelSource(bus.aw, dut.clk);
    this.w = new ChannelSource(bus.w, dut.clk);
    this.b = new ChannelSink(bus.b, dut.clk);
    this.ar = new ChannelSource(bus.ar, dut.clk);
    this.r = new ChannelSink(bus.r, dut.clk);
  }

  async write(addr: number, data: number): Promise<void> {
    await this.aw.send({ addr });
    await this.w.send({ data, strb: 0xf });
    checkResponse('write to', addr, (await this.b.recv()).resp);
  }

  async read(addr: number): Promise<number> {
    await this.ar.send({ addr });
    const { data, resp } = await this.r.recv();
    checkResponse('read of', addr, resp);
    return Number(data);
  }
}

function checkResponse(what: string, addr: number, resp: number | bigint): void {
  if (resp !== AxiResp.OKAY) throw new RefusedError(`response to the ${what} register ${addr} must be 0, not ${resp}`);
}

const cycles = (count: number) => Timer(10 * count, 'ns');

/** Starts the clock and resets the design. */
async function setUp(dut: Dut, testId: number): Promise<RegisterMaster> {
  dut.rst.value = 1;
  dut.test_id.value = testId;
  const master = new RegisterMaster(dut);
  new Clock(dut.clk, 10, 'ns').start();
  await cycles(10);
  dut.rst.value = 0;
  return master;
}

hwtest('write_address_0', async (dut) => {
  const master = await setUp(dut, 0);
  await master.write(0, 0xab);
  await cycles(10);
  expect(dut.dut.r_temp_0.value).toBe(0xab);
});

hwtest('read_address_1', async (dut) => {
  const master = await setUp(dut, 1);
  await cycles(1);
  dut.dut.r_temp_1.value = 0xcd;
  await cycles(10);
  expect(await master.read(1)).toBe(0xcd);
});

hwtest('write_and_read', async (dut) => {
  const master = await setUp(dut, 2);
  await master.write(0, 0xab);
  await cycles(10);
  expect(await master.read(0)).toBe(0xab);
  expect(dut.dut.r_temp_0.value).toBe(0xab);
});

hwtest('write_fail', async (dut) => {
  const master = await setUp(dut, 3);
  await expect(master.write(2, 0xab)).rejects.toThrow('response to the write to register 2 must be 0, not 3');
});

hwtest('read_fail', async (dut) => {
  const master = await setUp(dut, 4);
  await expect(master.read(2)).rejects.toThrow('response to the read of register 2 must be 0, not 3');
});
