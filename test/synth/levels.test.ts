// Logic levels of netlists whose depth is known, by hand and from Yosys, and of those that must not pass.
import { describe, expect, test } from 'vitest';
import { logicLevels, type Netlist, type NetlistCell, synthesise } from '../../src/synth/index.ts';

type Bits = readonly (number | string)[];

function cell(type: string, inputs: Record<string, Bits>, outputs: Record<string, Bits>): NetlistCell {
  const directions = (ports: object, dir: string) => Object.keys(ports).map((name) => [name, dir]);
  return {
    type,
    port_directions: Object.fromEntries([...directions(inputs, 'input'), ...directions(outputs, 'output')]),
    connections: { ...inputs, ...outputs },
  };
}

const netlist = (cells: readonly NetlistCell[], names: Record<string, Bits> = {}): Netlist => ({
  modules: {
    top: {
      cells: Object.fromEntries(cells.map((each, i) => [`c${i}`, each])),
      netnames: Object.fromEntries(Object.entries(names).map(([name, bits]) => [name, { bits }])),
    },
  },
});

const carry = (ci: Bits, s: Bits, co: Bits, o: Bits): NetlistCell =>
  cell('CARRY4', { CI: ci, CYINIT: ['0'], S: s, DI: ['0', '0', '0', '0'] }, { CO: co, O: o });

describe('logic levels of a netlist', () => {
  test('LUTs count, multiplexers and inverters behind them do not, registers cut', () => {
    const cells = [
      cell('FDRE', { C: [1], D: [2], CE: ['1'], R: ['0'] }, { Q: [3] }),
      cell('LUT2', { I0: [3], I1: [4] }, { O: [5] }),
      cell('MUXF7', { I0: [5], I1: [4], S: [3] }, { O: [6] }),
      cell('INV', { I: [6] }, { O: [7] }),
      cell('LUT3', { I0: [7], I1: [4], I2: ['x'] }, { O: [8] }),
      cell('FDRE', { C: [1], D: [8], CE: ['1'], R: ['0'] }, { Q: [9] }),
      cell('LUT1', { I0: [9] }, { O: [10] }),
    ];
    expect(logicLevels(netlist(cells, { start: [3], stop: [9] }), 'top')).toEqual({
      levels: 2,
      from: 'start',
      to: 'stop.D',
      path: ['LUT2', 'MUXF7', 'INV', 'LUT3'],
    });
  });

  test('a carry chain is one level however long, and a sum that passes through two chains is two', () => {
    const first = [
      carry(['0'], [1, 2, 3, 4], [11, 12, 13, 14], [21, 22, 23, 24]),
      carry([14], [5, 6, 7, 8], [15, 16, 17, 18], [25, 26, 27, 28]),
    ];
    expect(logicLevels(netlist(first), 'top').levels).toBe(1);
    const second = carry(['0'], [28, 41, 42, 43], [51, 52, 53, 54], [61, 62, 63, 64]);
    expect(logicLevels(netlist([...first, second]), 'top').levels).toBe(2);
  });

  test('a sum bit does not depend on the places above it', () => {
    // O[0] feeds S[1] of the same block, which ltp takes for a loop.
    const cells = [
      carry(['0'], [1, 30, 2, 3], [11, 12, 13, 14], [21, 22, 23, 24]),
      cell('LUT1', { I0: [21] }, { O: [30] }),
    ];
    expect(logicLevels(netlist(cells), 'top').levels).toBe(3);
  });

  test('the read of a LUT RAM is a level, its write is not', () => {
    const ram = cell('RAM32M', { ADDRA: [1], DIA: [2], WE: [3], WCLK: [4] }, { DOA: [5] });
    const before = cell('LUT1', { I0: [9] }, { O: [2] });
    expect(logicLevels(netlist([ram]), 'top').levels).toBe(1);
    expect(logicLevels(netlist([before, ram]), 'top').levels).toBe(1);
  });

  test('a loop and an unknown cell are errors, not depth 0', () => {
    const loop = [cell('LUT1', { I0: [2] }, { O: [1] }), cell('LUT1', { I0: [1] }, { O: [2] })];
    expect(() => logicLevels(netlist(loop), 'top')).toThrow('combinational loop');
    expect(() => logicLevels(netlist([cell('GTYE4', { I: [1] }, { O: [2] })]), 'top')).toThrow('GTYE4');
  });
});

describe('synthesis', () => {
  // Parity of 216 bits is three levels of LUT6; a sum is one LUT and one chain; its memory is a LUT RAM.
  const text = `
module known (
  input  logic clk_i, we_i,
  input  logic [4:0] address_i,
  input  logic [215:0] x_i,
  input  logic [15:0] a_i, b_i,
  output logic parity_o,
  output logic [15:0] sum_o, read_o
);
  logic [215:0] x;
  logic [15:0] a, b;
  logic [15:0] memory[0:31];
  always_ff @(posedge clk_i) begin
    x <= x_i;
    a <= a_i;
    b <= b_i;
    parity_o <= ^x;
    sum_o <= a + b;
    if (we_i) memory[address_i] <= a;
    read_o <= memory[address_i];
  end
endmodule`;
  const sum = text.replace('parity_o <= ^x;', 'parity_o <= x[0];');

  test('finds the depth and the area of modules that are known', { timeout: 240_000 }, async () => {
    const known = await synthesise({ 'rtl/known.sv': text }, 'known', { family: 'xcup' });
    expect(known).toMatchObject({ ff: 281, dsp: 0, bram: 0, carry: 4, levels: { levels: 3 } });
    expect(known.version).toMatch(/^Yosys /);
    const shallow = await synthesise({ 'rtl/known.sv': sum }, 'known', { family: 'xcup' });
    expect(shallow.levels).toMatchObject({ levels: 2, path: ['LUT2', 'CARRY4'] });
    expect(shallow.lut).toBeLessThan(known.lut);
  });

  test('RTL that Yosys refuses is an error with its text', { timeout: 120_000 }, async () => {
    const wrong = { 'rtl/known.sv': 'module known (input logic a_i); assign = a_i; endmodule' };
    await expect(synthesise(wrong, 'known', { family: 'xcup' })).rejects.toThrow(
      /must pass synthesis[\s\S]*syntax error/,
    );
  });
});
