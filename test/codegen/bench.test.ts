// The bench that comes with a design: it runs without dendra, passes, and says what differs first.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emit } from '../../src/codegen/index.ts';
import { randomSamples, runGolden } from '../../src/golden/index.ts';
import { stallModes } from '../../src/ir/index.ts';
import { benchFiles } from '../../src/sim/index.ts';
import { writeFiles } from '../support/write-files.ts';
import { smallDesign } from './small.ts';

const has = (tool: string): boolean => {
  try {
    execFileSync('which', [tool], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Writes the small design with its bench. */
async function write(folder: string): Promise<void> {
  const lowered = smallDesign();
  const samples = randomSamples(lowered, 4, 1);
  const { files, manifest } = emit(lowered);
  writeFiles(folder, { ...files, ...(await benchFiles(manifest, samples, runGolden(lowered, samples))) });
}

const commands = {
  icarus: {
    tool: 'iverilog',
    build: ['iverilog', '-g2012', '-o', 'tb.vvp', '-f', 'filelist.f', 'tb/tb_small_net.sv'],
    run: ['vvp', 'tb.vvp'],
  },
  verilator: {
    tool: 'verilator',
    build: ['verilator', '--binary', '--top-module', 'tb_small_net', '-f', 'filelist.f', 'tb/tb_small_net.sv'],
    run: ['obj_dir/Vtb_small_net'],
  },
} as const;

describe.for(Object.entries(commands))('the emitted bench in %s', ([, { tool, build, run }]) => {
  describe.skipIf(!has(tool))(`(skipped without ${tool})`, () => {
    let folder: string;
    const start = ([program, ...args]: readonly string[], ...plusargs: string[]): { status: number; text: string } => {
      try {
        const options = { cwd: folder, encoding: 'utf8', stdio: 'pipe' } as const;
        return { status: 0, text: execFileSync(program!, [...args, ...plusargs], options) };
      } catch (error) {
        const { status, stdout, stderr } = error as { status: number | null; stdout: string; stderr: string };
        return { status: status ?? -1, text: `${stdout}${stderr}` };
      }
    };
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'dendra-bench-'));
      await write(folder);
      const { status, text } = start(build);
      expect(status, text).toBe(0);
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    test.each(stallModes)('passes with stalls: %s', (mode) => {
      const { status, text } = start(run, `+stall=${mode}`, '+seed=7');
      expect(text).toContain('PASS small_net: 32 beats compared in');
      expect(text).toContain(`(stalls: ${mode}, seed 7)`);
      expect(status).toBe(0);
    });

    test('passes after a reset in mid-sample', () => {
      expect(start(run, '+reset_at=9').text).toContain('PASS small_net');
    });

    test('names the first element that differs, and fails', () => {
      const file = join(folder, 'vectors/out_y.hex');
      const text = readFileSync(file, 'utf8');
      const lines = text.split('\n');
      // Beat 7 is the second one of the second tensor of sample 1; its highest lane is lane 2.
      const beat = BigInt(`0x${lines[7]}`);
      lines[7] = (beat ^ (1n << 14n)).toString(16);
      writeFileSync(file, lines.join('\n'));
      const result = start(run, '+stall=out');
      writeFileSync(file, text);
      expect(result.text).toMatch(
        /FAIL small_net: cycle \d+: y sample 1 element 5 \(beat 7, lane 2\) must be 51, not 50\n/,
      );
      expect(result.status).not.toBe(0);
    });

    test('names the flags that differ', () => {
      const file = join(folder, 'vectors/out_best.hex');
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, text.replace(/^./, 'f'));
      const result = start(run);
      writeFileSync(file, text);
      expect(result.text).toMatch(/best sample 0 beat 0: eos, last, keep must be 111, not 011\n/);
      expect(result.status).not.toBe(0);
    });

    test('refuses an unknown stall mode', () => {
      const { status, text } = start(run, '+stall=often');
      expect(text).toContain('+stall must be none, in, out or both, not often');
      expect(status).not.toBe(0);
    });
  });
});
