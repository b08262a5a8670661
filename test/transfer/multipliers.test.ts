// Products as DSP48E2: those with a register behind them and room in the cell, and no others.
import { expect, test } from 'vitest';
import { templates } from '../../src/codegen/templates.ts';
import { targets, targetWith } from '../../src/ir/index.ts';
import { functionModule, q, transfer, uq } from '../../src/transfer/index.ts';

const explicit = targetWith('ultrascale-plus', 'explicit');
const sum = transfer({ a: q(8), b: uq(12), c: q(8) }, ({ a, b, c }) => a * b + c);
const wide = transfer({ a: q(20), b: q(20) }, ({ a, b }) => a * b);
const small = transfer({ a: q(4), b: q(4) }, ({ a, b }) => a * b);
const constant = transfer({ a: q(12) }, ({ a }) => a * 201);

/** Products that Verilog leaves to tools, and what stands for the others. */
function productsOf({ graph }: typeof sum, stages: number, target = explicit) {
  const { data, library } = functionModule(graph, 'f', { stages, target });
  const text = templates()('verilog/transfer_function.sv.hbs', data);
  const bits = [...text.matchAll(/\.(?:A|B|P)Bits\((\d+)\)/g)].map(([, width]) => Number(width));
  return { inferred: text.split(/(?<=\)) \* /).length - 1, bits, library };
}

const left = { inferred: 1, bits: [], library: [] };

test('a product with its register becomes a multiplier, the wider operand at the wider port', () => {
  const library = ['DSP48E2', 'dendra_dsp_mul'];
  expect(productsOf(sum, 2)).toEqual({ inferred: 0, bits: [13, 8, 20], library });
  expect(productsOf(wide, 1)).toEqual(left);
  expect(productsOf(sum, 2, targets['ultrascale-plus'])).toEqual(left);
});

test.each([
  ['with logic between it and the register', sum, 1],
  ['of more bits than the cell has', wide, 2],
  ['of fewer than 9 bits', small, 2],
  ['with a constant', constant, 2],
] as const)('a product %s stays as it is', (_, fn, stages) => {
  expect(productsOf(fn, stages)).toEqual(left);
});
