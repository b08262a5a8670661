// Samples that a design offers itself are checked like those of a file.
import { expect, test } from 'vitest';
import { dendra, rectifier, temporary, writeDesign } from './support.ts';

const tensor = (values: string, shape = '[5]') => `{ shape: ${shape}, data: Int32Array.of(${values}) }`;
const good = tensor('-8, 7, 0, 1, 2');

test.for([
  [`[${good}]`, 'input "x" of sample 1 must be 2 tensor(s), one a step, not 1', 'sample-steps'],
  ['undefined', 'input "x" of sample 1 must be 2 tensor(s), one a step, not none', 'sample-steps'],
  [`[${good}, ${tensor('1, 2', '[2]')}]`, 'input "x" of sample 1 must have the shape [5], not [2]', 'sample-shape'],
  [`[${good}, 3]`, 'input "x" of sample 1 must have the shape [5], not number', 'sample-shape'],
  [`[${good}, ${tensor('1, 2, 8, 0, 0')}]`, 'input "x" of sample 1 must hold -8..7, not 8 at [2]', 'sample-interval'],
] as const)('a sample of %s is refused', async ([x, sentence, rule]) => {
  const folder = temporary();
  const samples = `export const samples = () => [{ x: [${good}, ${good}] }, { x: ${x} }];`;
  writeDesign(folder, 'design.ts', `${rectifier()}\n${samples}`);
  const { status, out, err } = await dendra(folder, ['energy', 'design.ts']);
  expect([status, out, err]).toEqual([2, '', `${sentence}\n  at design.ts (rule ${rule})\n`]);
});

test.for([
  ["() => { throw new Error('odd'); }", 'samples() of a design must give samples, not fail: Error: odd'],
  ['() => 3', 'samples() of a design must give a list of samples, not number'],
])('samples that are %s are refused', async ([samples, sentence]) => {
  const folder = temporary();
  writeDesign(folder, 'design.ts', `${rectifier()}\nexport const samples = ${samples};`);
  const { status, out, err } = await dendra(folder, ['energy', 'design.ts']);
  expect([status, out, err]).toEqual([2, '', `${sentence}\n  at design.ts (rule design-samples)\n`]);
});
