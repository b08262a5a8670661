// dendra synth: area per layer, parts, the ASIC flow, and every wrong input with its exit status.
import { copyFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { requireSta } from '../../src/synth/index.ts';
import { dendra, temporary, writeDesign } from './support.ts';

const small = new URL('../synth/small.lib', import.meta.url).pathname;
const slow = { timeout: 240_000 };

/** A product with a constant matrix behind a rectifier. */
const body = [
  "const g = d.graph('pair');",
  "const x = g.input('x', d.elem(-128, 127), [16]);",
  "const r = g.node('relu', 'rect', {}, { x }, { fold: { lanes: 4 } });",
  'const weights = d.tensor(d.elem(-128, 127), [8, 16], Array.from({ length: 128 }, (_, i) => (i * 37) % 251 - 125));',
  "g.output('y', g.node('dense', 'layer', { weights, skip: false }, { x: r }, { fold: { in: 4, out: 4 } }));",
  'export default g.build();',
].join('\n');

/** A product that asks for 512 multipliers. */
function wide(): string {
  return [
    "const g = d.graph('wide');",
    "const x = g.input('x', d.elem(-128, 127), [64]);",
    'const weights = d.tensor(d.elem(-128, 127), [32, 64], Array.from({ length: 2048 }, (_, i) => (i * 37) % 251 - 125));',
    "g.output('y', g.node('dense', 'layer', { weights, skip: false }, { x }, { fold: { in: 32, out: 16 } }));",
    'export default g.build();',
  ].join('\n');
}

function withDesign(): string {
  const folder = temporary();
  writeDesign(folder, 'pair.ts', body);
  copyFileSync(small, join(folder, 'small.lib'));
  return folder;
}

describe('dendra synth', () => {
  test('--json: every layer has its own cells, which add up, and a share of the part', slow, async () => {
    const folder = withDesign();
    const { status, out, err } = await dendra(folder, ['synth', 'pair.ts', '--part', 'xczu3eg', '--json']);
    expect([status, err]).toEqual([0, '']);
    const result = JSON.parse(out);
    expect(result).toMatchObject({ design: 'pair', flow: 'yosys', dsp: 16, uram: 0, part: { fits: true, excess: [] } });
    expect(result.layers.map(({ node, kind, dsp }: Record<string, unknown>) => [node, kind, dsp])).toEqual([
      ['rect', 'relu', 0],
      ['layer', 'dense', 16],
      ['(top)', 'top', 0],
    ]);
    for (const name of ['lut', 'ff', 'dsp', 'bram', 'carry']) {
      const sum = result.layers.reduce((all: number, layer: Record<string, number>) => all + layer[name]!, 0);
      expect(result[name], name).toBe(sum);
    }
    expect(result.part.share.dsp).toBe(4.44);
    expect(result.warnings[0]).toContain('Yosys does not pack registers and adders into the 16 DSP48E2');
    // The same design again, now from the cache, as text.
    const text = await dendra(folder, ['synth', 'pair.ts', '--part', 'xczu3eg']);
    expect([text.status, text.err]).toEqual([0, '']);
    expect(text.out).toMatch(/^of xczu3eg +\S+ % +\S+ % +4\.44 % +0 % +0 %$/m);
    expect(text.out).not.toMatch(/MHz/);
  });

  test('--estimate answers without Yosys, with its measured error', async () => {
    const { status, out, err } = await dendra(withDesign(), ['synth', 'pair.ts', '--estimate', '--json']);
    expect([status, err]).toEqual([0, '']);
    const result = JSON.parse(out);
    expect(result).toMatchObject({ design: 'pair', flow: 'estimate', dsp: 16, uram: 0, unknown: [] });
    expect(result.layers.map(({ node }: { node: string }) => node)).toEqual(['rect', 'layer', '(top)']);
    expect(result.warnings).toEqual([
      expect.stringMatching(
        /^error of the estimate against Yosys over \d+ units: LUT [\d.]+ % in the median, [\d.]+ % at worst; FF [\d.]+ % in the median, [\d.]+ % at worst$/,
      ),
      expect.stringMatching(/^error for relu: LUT /),
      expect.stringMatching(/^error for dense: LUT /),
    ]);
  });

  test('a design that does not fit: what lacks, and the goal of the fold pass that would fit', async () => {
    const folder = temporary();
    writeDesign(folder, 'wide.ts', wide());
    const { status, out, err } = await dendra(folder, ['synth', 'wide.ts', '--estimate', '--part', 'xczu3eg']);
    expect([status, err]).toEqual([1, '']);
    expect(out.split('\n').filter((line) => /^error: |^ {2}by/.test(line))).toEqual([
      'error: DSP48E2 must be at most 360 (xczu3eg), not 512: 152 too many',
      '  by the estimate it fits without folds of its nodes and with goal: { cycles: 8 }',
    ]);
    // The goal holds what it promises.
    const folded = wide()
      .replace(', { fold: { in: 32, out: 16 } }', '')
      .replace("graph('wide')", "graph('wide', { goal: { cycles: 8 } })");
    writeDesign(folder, 'folded.ts', folded);
    const again = await dendra(folder, ['synth', 'folded.ts', '--estimate', '--part', 'xczu3eg', '--json']);
    expect([again.status, JSON.parse(again.out).part.fits]).toEqual([0, true]);
  });

  test('--dsp explicit: two 8-bit products share a DSP48E2, with the registers behind them', slow, async () => {
    const { status, out, err } = await dendra(withDesign(), ['synth', 'pair.ts', '--dsp', 'explicit', '--json']);
    expect([status, err]).toEqual([0, '']);
    const { dsp, layers, warnings } = JSON.parse(out);
    expect(dsp).toBe(8);
    // The 16 products have 15 bits each; inferred, these are 240 flip-flops more.
    expect(layers[1]).toMatchObject({ node: 'layer', dsp: 8, ff: 317, bram: 0 });
    expect(warnings[0]).toBe(
      'the register behind a product is part of the explicit ones of the 8 DSP48E2; sums stay outside of them, in Vivado too',
    );
  });

  test.for([
    [
      ['--dsp', 'explicit', '--target', 'asic'],
      'dsp must be inferred for the target asic, not explicit\n  (rule target-dsp)\n' +
        '  DSP48E2 is a cell of ultrascale-plus; leave --dsp out, or choose that target\n',
    ],
    [['--dsp', 'packed'], '--dsp must be inferred or explicit, not packed\n  (rule option-value)\n'],
    [
      ['--part', 'xczu7e'],
      'part must be a known one, not xczu7e\n  (rule part-known)\n  did you mean xczu7ev? use one of ' +
        'xczu3eg, xczu5ev, xczu7ev, xczu9eg, xck26, xcvu9p\n',
    ],
    [
      ['--liberty', 'small.lib'],
      '--liberty must be given with --flow asic, not with --flow yosys\n  (rule option-value)\n' +
        '  add --flow asic, or leave --liberty out\n',
    ],
    [
      ['--target', 'asic', '--part', 'xck26'],
      '--part must be left out, not xck26\n  (rule option-value)\n' +
        '  the target asic has neither parts nor an estimate: use --flow asic, or another target\n',
    ],
    [
      ['--target', 'asic', '--estimate'],
      '--estimate must be left out, not given\n  (rule option-value)\n' +
        '  the target asic has neither parts nor an estimate: use --flow asic, or another target\n',
    ],
    [
      ['--estimate', '--yosys', 'machine'],
      '--yosys must be left out, not machine\n  (rule option-value)\n  an estimate runs no Yosys\n',
    ],
    [
      ['--dsp', 'explicit', '--estimate'],
      '--dsp must be inferred with --estimate, not explicit\n  (rule option-value)\n  leave --estimate out: Yosys counts them\n',
    ],
    [
      ['--flow', 'asic', '--liberty', 'small.lib', '--estimate'],
      '--estimate must be given with --flow yosys, not with --flow asic\n  (rule option-value)\n  leave --estimate out\n',
    ],
    [
      ['--flow', 'asic'],
      '--liberty must be the path of a cell library, not absent\n  (rule option-value)\n' +
        '  add --liberty FILE to --flow asic\n',
    ],
    [
      ['--flow', 'asic', '--liberty', 'small.lib', '--part', 'xck26'],
      '--part must be given with --flow yosys, not with --flow asic\n  (rule option-value)\n  leave --part out\n',
    ],
    [
      ['--flow', 'asic', '--liberty', 'none.lib'],
      'the Liberty file must be readable, not absent\n  at none.lib (rule liberty-readable)\n' +
        '  give the path of a cell library to --liberty\n',
    ],
  ] as const)('%j is a wrong input', async ([args, message]) => {
    expect(await dendra(withDesign(), ['synth', 'pair.ts', ...args])).toEqual({ status: 2, out: '', err: message });
  });

  test('without OpenSTA the ASIC flow names the package before it does any work', async () => {
    const env = { PATH: dirname(process.execPath) };
    const args = ['synth', 'pair.ts', '--flow', 'asic', '--liberty', 'small.lib'];
    expect(await dendra(withDesign(), args, { env })).toEqual({
      status: 3,
      out: '',
      err: 'sta must be installed, not missing from PATH\n  (rule tool-installed)\n  run apt-get install --yes opensta\n',
    });
  });
});

const sta = await requireSta().then(
  () => true,
  () => false,
);

describe.skipIf(!sta && !process.env.CI)(`dendra synth --flow asic${sta ? '' : ' (skipped: needs opensta)'}`, () => {
  test('area, longest path, and power at measured toggle rates', slow, async () => {
    const args = ['synth', 'pair.ts', '--flow', 'asic', '--liberty', 'small.lib', '--vectors', '2'];
    const folder = withDesign();
    const { status, out, err } = await dendra(folder, [...args, '--json']);
    expect([status, err]).toEqual([0, '']);
    const result = JSON.parse(out);
    const { layers } = result;
    expect(layers.map(({ node }: { node: string }) => node)).toEqual(['rect', 'layer', '(top)']);
    expect(result.area).toBe(layers.reduce((sum: number, { area }: { area: number }) => sum + area, 0));
    // A flip-flop alone takes 0.08 ns to switch and 0.03 ns to set up.
    expect(result.delay.ns).toBeGreaterThan(0.3);
    expect(result.delay.to).toMatch(/^u_layer\.c\d+\/D$/);
    expect(result.power.activity).toMatchObject({ samples: 2, origin: 'random samples of seed 1' });
    for (const { activity, power } of layers) {
      expect(activity).toBeGreaterThan(0.01);
      expect(activity).toBeLessThan(1);
      expect(power.internal).toBeGreaterThan(0);
      expect(power.switching).toBeGreaterThan(0);
    }
    const text = await dendra(folder, args);
    expect(text.status).toBe(0);
    expect(text.out).toMatch(/^longest path: \S+ ns, to u_layer\.c\d+\/D \(OpenSTA\)$/m);
  });

  test('a Liberty file that Yosys refuses is named with its reason', slow, async () => {
    const folder = withDesign();
    writeFileSync(join(folder, 'bad.lib'), 'nonsense\n');
    const { status, err } = await dendra(folder, ['synth', 'pair.ts', '--flow', 'asic', '--liberty', 'bad.lib']);
    expect([status, err]).toEqual([
      2,
      'the Liberty file must be one that Yosys maps to, not one that it refuses\n  at bad.lib (rule liberty-accepted)\n' +
        '  Syntax error in liberty file on line 2.\n    Top level entity isn\'t "library".\n',
    ]);
  });
});
