// The layout that is applied to every emitted module.
import { describe, expect, test } from 'vitest';
import { tidy } from '../../src/codegen/index.ts';

const words = (count: number): string => Array.from({ length: count }, (_, i) => `word${i % 10}`).join(' ');

describe('tidy', () => {
  test.each([
    ['logic [8-1:0] x;', 'logic [7:0] x;'],
    ['logic [2*12-1:0] x[0:16-1];', 'logic [23:0] x[0:15];'],
    ['q <= {q[8-1:1], d};', 'q <= {q[7:1], d};'],
    ['assign { a, b } = { c, d };', 'assign {a, b} = {c, d};'],
    ["y = (8)'(x) + (W)'(x);", "y = 8'(x) + (W)'(x);"],
    ["assign drop = step_q == 2'(4 - 1);", "assign drop = step_q == 2'(3);"],
    ['assign sign = x[8-1];', 'assign sign = x[7];'],
    ['logic [Width-1:0] x;', 'logic [Width-1:0] x;'],
    ['// 1 register stage(s), 2 row(s)', '// 1 register stage, 2 rows'],
    ['// { stays }', '// { stays }'],
    ['a\n\n\n\nb\n\nendmodule', 'a\n\nb\nendmodule'],
  ])('%j becomes %j', (before, after) => {
    expect(tidy(before)).toBe(after);
  });

  test('a long comment flows into the prose below it', () => {
    expect(tidy(`  // ${words(18)}\n  // and more.\nx`)).toBe(`  // ${words(16)}\n  // word6 word7 and more.\nx`);
  });

  test('a comment does not break in front of a word that would make it an order to a tool', () => {
    const prose = `${'x'.repeat(40)} ${'y'.repeat(50)}`;
    for (const word of ['Verilator', 'synthesis', 'pragma']) {
      expect(tidy(`// ${prose} in ${word} here`)).toBe(`// ${prose}\n// in ${word} here`);
    }
    expect(tidy(`// ${prose} in synthesised RTL`)).toBe(`// ${prose} in\n// synthesised RTL`);
  });

  test('it does not flow into a list, an empty comment or the licence', () => {
    for (const next of ['//', '//   Depth  slots', '// SPDX-License-Identifier: Apache-2.0', 'x']) {
      expect(tidy(`// ${words(18)}\n${next}`)).toBe(`// ${words(16)}\n// word6 word7\n${next}`);
    }
  });

  test('a formula or a line of a table that would break is an internal error', () => {
    const line = `//   ${words(18)}`;
    expect(() => tidy(line)).toThrow(`the line must be of at most 100 columns, not ${line.length}: ${line}`);
  });

  test('a long line of code breaks after a comma or in front of an operator', () => {
    const terms = (count: number, by: string): string => Array.from({ length: count }, (_, i) => `term_${i}`).join(by);
    expect(tidy(`  assign x = ^{${terms(13, ', ')}};`)).toBe(
      `  assign x = ^{${terms(10, ', ')},\n      term_10, term_11, term_12};`,
    );
    expect(tidy(`  assign x = ${terms(6, ' && ')} || (${terms(3, ' && ')});`)).toBe(
      `  assign x = ${terms(6, ' && ')}\n      || (${terms(3, ' && ')});`,
    );
  });

  test('a word longer than a line and a command stay whole', () => {
    for (const long of [`// ${'x'.repeat(120)}`, `//   $ ${words(18)}`]) expect(tidy(long)).toBe(long);
  });

  test('what is tidy stays as it is', () => {
    const once = tidy(`// ${words(60)}\n// ${words(3)}\nlogic [8-1:0] x;`);
    expect(tidy(once)).toBe(once);
  });
});
