// Lowering as a whole, on fake units: what is inserted, which folds are chosen, and what the text form says.
import { describe, expect, test } from 'vitest';
import { graph, signedElem, targets, tensor, unsignedElem } from '../../src/ir/index.ts';
import { describeGraph, lower } from '../../src/passes/index.ts';
import { fakeUnits } from '../support/fake-units.ts';

const target = targets['ultrascale-plus'];
const weights = (rows: number, columns: number) =>
  tensor(signedElem(8), [rows, columns], new Int32Array(rows * columns));
const text = (g: Parameters<typeof lower>[0]): string => describeGraph(lower(g, fakeUnits, target));

describe('lower', () => {
  test('keeps a chain as it is', () => {
    const g = graph('chain');
    g.input('x', unsignedElem(4), [6]);
    g.node('copy', 'first', {}, { x: 'x' });
    g.output('out', g.node('copy', 'second', {}, { x: 'first' }));
    expect(text(g.build())).toMatchInlineSnapshot(`
      "graph chain, 1 step, ultrascale-plus
      x: input : 6 of 0..15, 1 lane, depth 2
      first: copy() { lanes: 1 } <- x=x : 6 of 0..15, 1 lane, depth 3
      second: copy() { lanes: 1 } <- x=first.y : 6 of 0..15, 1 lane, depth 3
      out: output <- second.y
      "
    `);
  });

  test('forks a source with two readers and converts lanes', () => {
    const g = graph('forked');
    g.input('x', unsignedElem(4), [8]);
    g.node('copy', 'a', {}, { x: 'x' }, { fold: { lanes: 4 } });
    g.node('copy', 'b', {}, { x: 'x' }, { fold: { lanes: 2 } });
    g.output('out', g.node('add', 'sum', {}, { a: 'a', b: 'b' }));
    expect(text(g.build())).toMatchInlineSnapshot(`
      "graph forked, 1 step, ultrascale-plus
      x: input : 8 of 0..15, 4 lanes, depth 2
      x_fork: fork(branches: 2) { lanes: 4 } <- x=x : 8 of 0..15, 4 lanes, depth 3; 8 of 0..15, 4 lanes, depth 3
      a: copy() { lanes: 4 } <- x=x_fork.y0 : 8 of 0..15, 4 lanes, depth 3
      b_x_width: width-converter() { from: 4, to: 2 } <- x=x_fork.y1 : 8 of 0..15, 2 lanes, depth 3
      b: copy() { lanes: 2 } <- x=b_x_width.y : 8 of 0..15, 2 lanes, depth 3
      sum_a_width: width-converter() { from: 4, to: 2 } <- x=a.y : 8 of 0..15, 2 lanes, depth 3
      sum: add() { lanes: 2 } <- a=sum_a_width.y, b=b.y : 8 of 0..30, 2 lanes, depth 3
      out: output <- sum.y
      "
    `);
  });

  test('puts a sparsifier in front of an input that wants events', () => {
    const g = graph('sparse');
    g.input('x', unsignedElem(4), [3, 8], { lanes: 4 });
    g.output('out', g.node('dense', 'layer', { weights: weights(5, 8), skip: true }, { x: 'x' }));
    expect(text(g.build())).toMatchInlineSnapshot(`
      "graph sparse, 1 step, ultrascale-plus
      x: input : 3x8 of 0..15, 4 lanes, depth 2
      layer_x_sparsify: sparsify(row: 8) { lanes: 4 } <- x=x : 3x8 of 0..15 as events, 1 lane, depth 3
      layer: dense(weights: tensor 5x8, skip: true) { pes: 1 } <- x=layer_x_sparsify.y : 3x5 of -15360..15360, 1 lane, depth 3
      out: output <- layer.y
      "
    `);
  });

  test('drops nodes that no output depends on', () => {
    const g = graph('dead');
    g.input('x', unsignedElem(4), [4]);
    g.node('copy', 'unused', {}, { x: 'x' });
    g.node('copy', 'used', {}, { x: 'x' });
    g.output('out', 'used');
    expect(lower(g.build(), fakeUnits, target).cells.map(({ site }) => site.name)).toEqual(['used']);
  });

  test('finds the interval around a delay by going round as often as a sample has steps', () => {
    const g = graph('running_sum', { steps: 3 });
    g.input('x', unsignedElem(4), [4]);
    g.node('delay', 'past', { shape: [4], frac: 0 }, { x: 'sum' });
    g.node('add', 'sum', {}, { a: 'x', b: 'past' });
    g.output('out', 'sum');
    expect(text(g.build())).toMatchInlineSnapshot(`
      "graph running_sum, 3 steps, ultrascale-plus
      x: input : 4 of 0..15, 1 lane, depth 2
      sum: add() { lanes: 1 } <- a=x, b=past.y : 4 of 0..45, 1 lane, depth 3
      sum_fork: fork(branches: 2) { lanes: 1 } <- x=sum.y : 4 of 0..45, 1 lane, depth 3; 4 of 0..45, 1 lane, depth 3
      past: delay(shape: [4], frac: 0) { lanes: 1 } <- x=sum_fork.y0 : 4 of 0..30, 1 lane, depth 3
      out: output <- sum_fork.y1
      "
    `);
  });

  test('takes the same graph to the same text', () => {
    const build = () => {
      const g = graph('again');
      g.input('x', unsignedElem(4), [4]);
      g.output('out', g.node('split', 's', {}, { x: 'x' }).concat('.y'));
      g.output('sign', 's.sign');
      return g.build();
    };
    expect(text(build())).toBe(text(build()));
  });
});
