// dendra verify: what holds, what fails, and what a failure leaves behind.
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadNpz, writeNpz } from '../../src/import/index.ts';
import { isInstalled } from '../../src/sim/process.ts';
import { needsHls } from '../support/hls-grid.ts';
import { dendra, rectifier, temporary, writeDesign } from './support.ts';

const [verilator, icarus] = [await isInstalled('verilator'), existsSync('/usr/bin/iverilog')];

function withDesign(): string {
  const folder = temporary();
  writeDesign(folder, 'design.ts', rectifier());
  return folder;
}

describe.skipIf(!verilator)('dendra verify with Verilator (needs verilator)', () => {
  test.each(['none', 'in', 'out', 'both'])(
    'stalls %s: holds, and --json has the fields of design.md',
    async (stall) => {
      const args = ['verify', 'design.ts', '--stall', stall, '--vectors', '20', '--seed', '7', '--json'];
      const { status, out, err } = await dendra(withDesign(), args);
      expect([status, err]).toEqual([0, '']);
      const result = JSON.parse(out);
      expect(result).toMatchObject({
        design: 'rect',
        sim: 'verilator',
        vectors: 20,
        compared: 200,
        mismatches: 0,
        events: { golden: 0, rtl: 0 },
        stall,
        seed: 7,
        failures: [],
      });
      expect(result.cycles.measured).toBe(result.cycles.predicted);
      expect(result.cycles.measured).toBeGreaterThan(200);
    },
  );

  test('--waves writes an FST of the first sample, and results.xml names the test', async () => {
    const folder = withDesign();
    const { status, out } = await dendra(folder, ['verify', 'design.ts', '--vectors', '4', '--waves']);
    expect([status, out]).toEqual([
      0,
      [
        'rect: holds (verilator, stalls: none)',
        '  4 samples, 40 elements compared, 0 differ',
        '  cycles: 42 predicted, 42 measured',
        '  events: 0 in the golden model, 0 in hardware',
        'waves: rtl_out/rect/waves/verilator-none-sample0.fst\n',
      ].join('\n'),
    ]);
    expect(statSync(join(folder, 'rtl_out/rect/waves/verilator-none-sample0.fst')).size).toBeGreaterThan(100);
    expect(readFileSync(join(folder, 'rtl_out/rect/results.xml'), 'utf8')).toContain(
      '<testcase classname="rect" name="golden equals verilator, stalls none"',
    );
  });

  test('--inputs takes the samples of a file', async () => {
    const folder = withDesign();
    const x = { shape: [3, 2, 5], data: Int32Array.from({ length: 30 }, (_, i) => (i % 16) - 8) };
    writeFileSync(join(folder, 'in.npz'), writeNpz({ x, labels: { shape: [3], data: new Int32Array(3) } }));
    const { status, out } = await dendra(folder, ['verify', 'design.ts', '--inputs', 'in.npz', '--json']);
    expect([status, JSON.parse(out).vectors]).toEqual([0, 3]);
  });
});

describe.skipIf(!icarus)('dendra verify with Icarus (needs iverilog)', () => {
  /** A folder of programs in which iverilog first breaks the rectifier. */
  function faulty(edit: string): { PATH: string } {
    const bin = temporary();
    const script = `#!/bin/sh\ncase "$*" in *rtl/*) sed -i '${edit}' rtl/rect_half.sv ;; esac\nexec /usr/bin/iverilog "$@"\n`;
    writeFileSync(join(bin, 'iverilog'), script);
    chmodSync(join(bin, 'iverilog'), 0o755);
    return { PATH: `${bin}${delimiter}${process.env.PATH}` };
  }

  test('holds', async () => {
    const { status, out } = await dendra(withDesign(), ['verify', 'design.ts', '--sim', 'icarus', '--json']);
    expect([status, JSON.parse(out).mismatches]).toEqual([0, 0]);
  });

  test('a wrong RTL ends with status 1, keeps the vectors and says how to run again', async () => {
    const folder = withDesign();
    const args = ['verify', 'design.ts', '--sim', 'icarus', '--vectors', '5', '--seed', '3'];
    const rtl = join(folder, 'rtl_out/rect/rtl/rect_half.sv');
    await dendra(folder, ['build', 'design.ts']);
    // The comparison with zero decides what a rectifier passes.
    expect(readFileSync(rtl, 'utf8')).toContain('? ');
    const { status, out } = await dendra(folder, args, { env: faulty('s/? /? 1 + /') });
    expect(status).toBe(1);
    const lines = out.split('\n');
    expect(lines[0]).toBe('rect: FAILS (icarus, stalls: none)');
    expect(lines[1]).toMatch(/^ {2}5 samples, 50 elements compared, [1-9]\d* differ$/);
    expect(out).toMatch(/ {2}y must be -?\d+, not -?\d+, in sample \d, step \d, index \d \(lane 0, cycle \d+\)/);
    expect(lines.slice(-3, -1)).toEqual([
      'vectors: rtl_out/rect/failures/icarus-none-3.npz',
      'seed 3; run again: dendra verify design.ts --vectors 5 --seed 3 --sim icarus --stall none --target ultrascale-plus',
    ]);
    const kept = await loadNpz(join(folder, 'rtl_out/rect/failures/icarus-none-3.npz'));
    expect(kept.x!.shape.slice(1)).toEqual([2, 5]);
    expect(readFileSync(join(folder, 'rtl_out/rect/results.xml'), 'utf8')).toContain('<failure ');
    // The kept vectors are inputs, and they outlive the next build.
    const again = await dendra(folder, [
      'verify',
      'design.ts',
      '--inputs',
      'rtl_out/rect/failures/icarus-none-3.npz',
      '--sim',
      'icarus',
    ]);
    expect(again.status).toBe(0);
    expect(existsSync(join(folder, 'rtl_out/rect/failures/icarus-none-3.npz'))).toBe(true);
  });

  test('a missing simulator ends with status 3 and the command that installs it', async () => {
    const env = { PATH: temporary() };
    expect(await dendra(withDesign(), ['verify', 'design.ts', '--sim', 'icarus'], { env })).toEqual({
      status: 3,
      out: '',
      err: [
        'iverilog must be installed, not missing from PATH',
        '  (rule tool-installed)',
        '  run apt-get install --yes iverilog\n',
      ].join('\n'),
    });
  });
});

describe('inputs that do not fit end with status 2', () => {
  test('--mutate with --waves', async () => {
    const { status, err } = await dendra(withDesign(), ['verify', 'design.ts', '--mutate', '3', '--waves']);
    expect([status, err]).toEqual([
      2,
      '--waves must be left out with --mutate, not given\n  (rule option-value)\n  no mutant writes waves\n',
    ]);
  });

  const x = (shape: readonly number[], value: number) => ({
    shape,
    data: new Int32Array(shape.reduce((a, b) => a * b, 1)).fill(value),
  });
  test.each([
    ['z', x([1, 2, 5], 0), 'the file must hold an array "x", not z', 'inputs-present', '  did you mean "z"?\n'],
    ['x', x([1, 3, 5], 0), 'array "x" must have the shape [samples, 2, 5], not [1, 3, 5]', 'inputs-shape', ''],
    ['x', x([0, 2, 5], 0), 'array "x" must have the shape [samples, 2, 5], not [0, 2, 5]', 'inputs-shape', ''],
    ['x', x([1, 2, 5], 8), 'array "x" must hold -8..7, not 8 at [0, 0, 0]', 'inputs-interval', ''],
  ])('array %s of %j', async (name, array, message, rule, hint) => {
    const folder = withDesign();
    writeFileSync(join(folder, 'in.npz'), writeNpz({ [name]: array }));
    expect(await dendra(folder, ['verify', 'design.ts', '--inputs', 'in.npz'])).toEqual({
      status: 2,
      out: '',
      err: `${message}\n  at in.npz (rule ${rule})\n${hint}`,
    });
    expect(existsSync(join(folder, 'rtl_out'))).toBe(false);
  });
});

describe('dendra verify --sim hls', () => {
  test('holds (needs the open headers)', async (context) => {
    await needsHls(context);
    const folder = withDesign();
    const { status, out } = await dendra(folder, ['verify', 'design.ts', '--vectors', '4', '--sim', 'hls']);
    expect([status, out]).toEqual([
      0,
      [
        'rect: holds (hls, stalls: none)',
        '  4 samples, 40 elements compared, 0 differ',
        '  cycles: none in C simulation',
        '  events: 0 in the golden model, 0 in hardware\n',
      ].join('\n'),
    ]);
  });

  test.each([
    [['--stall', 'in'], 'with --stall in'],
    [['--waves'], 'with --waves'],
    [['--mutate', '3'], 'with --mutate'],
  ])('refuses %j', async (options, given) => {
    const { status, err } = await dendra(withDesign(), ['verify', 'design.ts', '--sim', 'hls', ...options]);
    expect([status, err]).toEqual([
      2,
      `--sim hls must be alone, not ${given}\n  (rule hls-options)\n  C simulation knows no cycles; use verilator or icarus\n`,
    ]);
  });

  test('without headers and network it ends with status 3 and the command that installs them', async () => {
    const cache = temporary();
    const env = { DENDRA_CACHE: cache, PIP_INDEX_URL: `file://${cache}/nowhere`, PIP_CONFIG_FILE: '/dev/null' };
    const { status, err } = await dendra(withDesign(), ['verify', 'design.ts', '--sim', 'hls'], { env });
    const place = `${cache}/hls-headers`;
    expect(status).toBe(3);
    expect(err).toMatch(/^the headers ap_int.h and hls_stream.h must be installed, not absent \(.*hls4ml==1.3.0\)\n/);
    expect(err).toContain(
      `  run python3 -m venv ${place}/python && ${place}/python/bin/pip install --no-deps --target ${place} hls4ml==1.3.0 ` +
        '(Debian: apt-get install python3-venv), and set ',
    );
    expect(err).toContain(`DENDRA_AP_TYPES=${place}/hls4ml/templates/vivado/ap_types\n`);
  });

  test('a folder without headers is refused', async () => {
    const folder = withDesign();
    const { status, err } = await dendra(folder, ['verify', 'design.ts', '--sim', 'hls'], {
      env: { DENDRA_AP_TYPES: folder },
    });
    expect([status, err.split('\n')[0]]).toEqual([
      3,
      `DENDRA_AP_TYPES must name a folder with ap_int.h, not ${folder}`,
    ]);
  });
});
