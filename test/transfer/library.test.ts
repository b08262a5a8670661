// The library's modulations and neurons against the golden models of the units two-point and lif, code by code.
import { describe, expect, test } from 'vitest';
import { elem, zeros } from '../../src/ir/index.ts';
import { compile, type ExpressionGraph, lif, modulations, q } from '../../src/transfer/index.ts';
import { fire } from '../../src/units/lif/golden.ts';
import { cellOf, type Mod, mods } from '../../src/units/two-point/golden.ts';

function results(graph: ExpressionGraph, columns: readonly (readonly number[])[]): number[][] {
  const count = columns[0]!.length;
  const nodes = [...Object.values(graph.outputs), ...Object.values(graph.states).map(({ next }) => next)];
  const to = nodes.map((node) => zeros(graph.nodes[node]!.type, [count]).data);
  compile(graph)(
    columns.map((column) => Int32Array.from(column)),
    to,
    count,
  );
  return to.map((data) => Array.from(data, Number));
}

const library: Readonly<
  Record<Mod, (of: modulations.CellFormat) => { readonly graph: ExpressionGraph; readonly formats: object }>
> = { ...modulations, tm2: modulations.mul };

describe('modulations', () => {
  const formats = [
    { bits: 7, fraction: 4 },
    { bits: 5, fraction: 0 },
    { bits: 6, fraction: 5 },
  ];
  test.each(mods.flatMap((mod) => formats.map((of) => ({ mod, ...of }))))(
    '$mod of $bits bits, $fraction of them a fraction, equals two-point for all codes',
    ({ mod, bits, fraction }) => {
      const { graph, formats } = library[mod]({ bits, fraction });
      const size = 2 ** bits;
      const code = (n: number): number => (n % size) - size / 2;
      const rows = Array.from({ length: size * size }, (_, n) => [code(n), code(Math.floor(n / size)), code(n * 7)]);
      const columns = Object.keys(formats).map((_, k) => rows.map((row) => row[k]!));
      const cell = cellOf({ mod, W: bits, f: fraction });
      expect(results(graph, columns)[0]).toEqual(rows.map(([r, c, g]) => cell(r!, c!, g!)));
    },
  );
});

describe('leaky neurons', () => {
  const kinds = (['hard', 'soft'] as const).flatMap((reset) =>
    [true, false].flatMap((decayInput) => [2, 8].map((tau) => ({ reset, decayInput, tau }))),
  );
  test.each(kinds)('with $reset reset, tau $tau and decayInput $decayInput fire as lif does', (kind) => {
    const { graph } = lif({ input: q(6), membrane: q(12), threshold: 20, ...kind });
    const rows = Array.from({ length: 64 * 200 }, (_, n) => [(n % 64) - 32, Math.floor(n / 64) - 100] as const);
    const columns = graph.nodes.flatMap(({ op, detail }) =>
      op === 'input' || op === 'state' ? [rows.map(([x, v]) => (detail.name === 'x' ? x : v))] : [],
    );
    const neuron = { leak: Math.log2(kind.tau), reset: kind.reset, decayInput: kind.decayInput };
    const fired = rows.map(([x, v]) => fire(neuron, 20n, BigInt(v), BigInt(x)));
    expect(results(graph, columns)).toEqual([fired.map(({ s }) => s), fired.map(({ v }) => Number(v))]);
    expect(graph.states.v!.type).toEqual(elem(-2048, 2047));
  });
});
