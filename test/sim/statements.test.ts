// What a mutant may change: hardware alone.
import { expect, test } from 'vitest';
import { expressions } from '../../src/sim/mutate/statements.ts';

test('checks at elaboration are left alone, however many there are in a block', () => {
  const source = [
    'module m (',
    '  input  logic a_i,',
    '  output logic b_o',
    ');',
    '  initial begin',
    '    if (Bits > 8) $fatal(1, "too many");',
    '    if (Depth < 2) $fatal(1, "too few");',
    '  end',
    '  initial $readmemh("mem/a.mem", a);',
    '  assign b_o = !a_i;',
    'endmodule',
  ].join('\n');
  const texts = expressions(source).map(({ start, end, line }) => [line, source.slice(start, end)]);
  expect(texts).toEqual([[10, '!a_i']]);
});
