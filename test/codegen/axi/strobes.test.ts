// WSTRB of the registers, with a WDATA that holds something in every byte: bus models send zeros where no strobe is.
import { expect } from 'vitest';
import { Clock, ClockCycles, type Dut, hwtest, RisingEdge } from '../../../src/sim/runner/index.ts';
import { axiDesign, pairDesign } from './design.ts';

const design = axiDesign(pairDesign('ultrascale-plus'));

/** Writes a word and gives its response. */
async function write(dut: Dut, offset: number, data: number, strobes: number): Promise<number> {
  dut.s_axi_ctrl_awaddr.value = offset;
  dut.s_axi_ctrl_wdata.value = data;
  dut.s_axi_ctrl_wstrb.value = strobes;
  dut.s_axi_ctrl_awvalid.value = 1;
  dut.s_axi_ctrl_wvalid.value = 1;
  // Both channels are free, so one edge takes both.
  await RisingEdge(dut.aclk);
  dut.s_axi_ctrl_awvalid.value = 0;
  dut.s_axi_ctrl_wvalid.value = 0;
  do await RisingEdge(dut.aclk);
  while (dut.s_axi_ctrl_bvalid.value !== 1);
  return dut.s_axi_ctrl_bresp.value as number;
}

async function read(dut: Dut, offset: number): Promise<number> {
  dut.s_axi_ctrl_araddr.value = offset;
  dut.s_axi_ctrl_arvalid.value = 1;
  await RisingEdge(dut.aclk);
  dut.s_axi_ctrl_arvalid.value = 0;
  do await RisingEdge(dut.aclk);
  while (dut.s_axi_ctrl_rvalid.value !== 1);
  return dut.s_axi_ctrl_rdata.value as number;
}

hwtest('bytes without a strobe do nothing', { model: design.model, timeout: [5, 'us'] }, async (dut) => {
  const { SCRATCH: scratch, CONTROL: control } = design.offsets as { SCRATCH: number; CONTROL: number };
  for (const { name } of design.axi.streams) {
    dut.get(`${name}_${name.startsWith('s_') ? 'tvalid' : 'tready'}`).value = 0;
  }
  for (const name of ['awvalid', 'wvalid', 'arvalid']) dut.get(`s_axi_ctrl_${name}`).value = 0;
  dut.s_axi_ctrl_bready.value = 1;
  dut.s_axi_ctrl_rready.value = 1;
  dut.aresetn.value = 0;
  new Clock(dut.aclk, 10, 'ns').start(false);
  await ClockCycles(dut.aclk, 5);
  dut.aresetn.value = 1;
  await ClockCycles(dut.aclk, 16);
  expect(await write(dut, scratch, 0x1122_3344, 0b1111)).toBe(0);
  expect(await write(dut, scratch, 0xaabb_ccdd, 0b0100)).toBe(0);
  expect(await read(dut, scratch)).toBe(0x11bb_3344);
  expect(await write(dut, scratch, 0xffff_ffff, 0b0000)).toBe(0);
  expect(await read(dut, scratch)).toBe(0x11bb_3344);
  // Clears cycles and resets the datapath where byte 0 counts, and does neither here.
  const before = await read(dut, design.offsets.CYCLES_LO!);
  expect(await write(dut, control, 0xffff_ffff, 0b1110)).toBe(0);
  expect(await read(dut, design.offsets.CYCLES_LO!)).toBeGreaterThan(before);
  expect((await read(dut, design.offsets.STATUS!)) & 2).toBe(0);
});
