// Products with constants as shifts and sums: the digits, no multiplier left in any text, and the same codes everywhere.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { templates } from '../../src/codegen/templates.ts';
import { readGraph, writeGraph } from '../../src/import/index.ts';
import { elem, graph, zeros } from '../../src/ir/index.ts';
import { compile, functionModule, hlsFunction, q, quantise, transfer, uq } from '../../src/transfer/index.ts';
import { signedDigits } from '../../src/transfer/shift-add.ts';
import { runHardware } from './hardware.ts';
import { headers, runHls } from './hls.ts';

const filtered = transfer(
  { x: q(10, 4), w: uq(4, 4) },
  ({ x, w }) => quantise(x * 0.7421875 - 23 * w + x * -219 + (w - x) * 7, q(20, 4), 'halfEven', 'saturate'),
  { multiply: 'shift-add' },
);
const product = transfer({ x: q(10, 4), w: uq(4, 4) }, ({ x, w }) => x * w * 5, { multiply: 'shift-add' });

const verilogOf = ({ graph }: typeof filtered): string =>
  templates()('verilog/transfer_function.sv.hbs', functionModule(graph, 'f').data).replaceAll(/\/\/.*|@\(.*?\)/g, '');
const hlsOf = ({ graph }: typeof filtered): string => hlsFunction(graph, 'f').replaceAll(/\/\/.*/g, '');
const factors = (text: string): number => text.split(' * ').length - 1;

describe('shifts and sums', () => {
  test('digits add up to the number, and no two neighbours are nonzero', () => {
    fc.assert(
      fc.property(fc.bigInt(-(1n << 40n), 1n << 40n), (value) => {
        const digits = signedDigits(value);
        expect(
          digits.reduce((sum, { place, negative }) => sum + (negative ? -1n : 1n) * (1n << BigInt(place)), 0n),
        ).toBe(value);
        const gaps = digits.slice(1).map(({ place }, i) => place - digits[i]!.place);
        expect(gaps.filter((gap) => gap < 2)).toEqual([]);
      }),
      { seed: 1 },
    );
  });

  test('leave no product with a constant in Verilog and HLS, and those of values', () => {
    expect([factors(verilogOf(filtered)), factors(hlsOf(filtered))]).toEqual([0, 0]);
    expect([factors(verilogOf(product)), factors(hlsOf(product))]).toEqual([1, 1]);
    const plain = transfer({ x: q(10, 4), w: uq(4, 4) }, ({ x, w }) => x * 23 + w);
    expect([factors(verilogOf(plain)), factors(hlsOf(plain))]).toEqual([1, 1]);
  });

  test('give what products give, in golden form, Verilator and HLS C++, for all codes', async () => {
    const codes = { x: [] as number[], w: [] as number[] };
    for (let x = -512; x < 512; x++) {
      for (let w = 0; w < 16; w++) {
        codes.x.push(x);
        codes.w.push(w);
      }
    }
    const jobs = [filtered, product].map(({ graph }) => ({ graph, codes, stages: 5 }));
    const expected = jobs.map(({ graph }) => {
      const { data } = zeros(graph.nodes[graph.outputs.y!]!.type, [codes.x.length]);
      compile(graph)([Int32Array.from(codes.x), Int32Array.from(codes.w)], [data], codes.x.length);
      return Array.from(data, Number);
    });
    expect(filtered({ x: 1.5, w: 0.25 }) * 16).toBe(expected[0]![(512 + 24) * 16 + 4]);
    const apTypes = await headers();
    for (const found of [await runHardware(jobs), ...(apTypes === undefined ? [] : [await runHls(jobs, apTypes)])]) {
      expect(found.map((column) => column.map(Number))).toEqual(expected);
    }
  });

  test('stay in a graph file', () => {
    const g = graph('filter');
    g.input('a', elem(-512, 511, 4), [2]);
    g.input('b', elem(0, 15, 4), [2]);
    g.node('transfer', 'cell_y', { fn: filtered }, { x: 'a', w: 'b' });
    const text = writeGraph(g.output('y', 'cell_y').build());
    expect(text).toContain('"multiply": "shift-add"');
    expect(writeGraph(readGraph(text, undefined, () => expect.fail('no archive')))).toBe(text);
  });

  test('are asked for by name', () => {
    expect(() => transfer({ x: q(8) }, ({ x }) => x, { multiply: 'csd' as 'shift-add' })).toThrow(
      'multiply must be one of multiplier, shift-add, not "csd"\n  (rule transfer-multiply)',
    );
  });
});
