// The register map as data, what is made of it, and the RTL around a design in the tools that no bench runs.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { emit, registerMap } from '../../../src/codegen/index.ts';
import { synthesise } from '../../../src/synth/index.ts';
import { writeFiles } from '../../support/write-files.ts';
import { pairDesign } from './design.ts';

const { files, manifest } = emit(pairDesign('ultrascale-plus'));

describe('the register map', () => {
  test('has words without gaps, halves of 64 bits at multiples of 8, and fields that do not overlap', () => {
    const { registers, addressBits } = registerMap(manifest);
    expect(registers.map(({ offset }) => offset)).toEqual(registers.map((_, i) => 4 * i));
    expect(addressBits).toBe(12);
    for (const [i, { name, half, offset, fields }] of registers.entries()) {
      if (half === 'low') expect([name, offset % 8, registers[i + 1]!.half]).toEqual([name, 0, 'high']);
      const bits = fields.flatMap(({ lsb, width }) => Array.from({ length: width }, (_, bit) => lsb + bit));
      expect([name, new Set(bits).size, Math.max(...bits) < 32]).toEqual([name, bits.length, true]);
    }
  });

  test('says where totals and streams are', () => {
    const { registers, events, inputs, outputs } = registerMap(manifest);
    const nameAt = (offset: number) => registers.find((register) => register.offset === offset)!.name;
    expect(events.map(({ offset }) => nameAt(offset))).toEqual(
      events.map(({ node, counter }) => `COUNT_${node}_${counter}_LO`.toUpperCase()),
    );
    expect(inputs.map(({ samples, errors }) => [nameAt(samples), nameAt(errors!)])).toEqual([
      ['IN_A_SAMPLES', 'IN_A_ERRORS'],
      ['IN_B_SAMPLES', 'IN_B_ERRORS'],
    ]);
    expect(outputs.map(({ samples }) => nameAt(samples))).toEqual(['OUT_Y_SAMPLES', 'OUT_BEST_SAMPLES']);
  });

  test('gives names that differ in case alone a number, and many counters more address bits', () => {
    const unit = (node: string, index: number) => ({ node, kind: 'add', index, offset: index, names: ['adds'] });
    const twins = registerMap({ ...manifest, counters: [unit('n', 0), unit('N', 1)] });
    expect(twins.registers.map(({ name }) => name).filter((name) => name.startsWith('COUNT'))).toEqual([
      'COUNT_N_ADDS_LO',
      'COUNT_N_ADDS_HI',
      'COUNT_N_ADDS_LO_2',
      'COUNT_N_ADDS_HI_2',
    ]);
    const many = Array.from({ length: 1000 }, (_, i) => unit(`n${i}`, i));
    expect(registerMap({ ...manifest, counters: many }).addressBits).toBe(13);
  });
});

describe('the AXI top', () => {
  test.each(['ultrascale-plus', 'asic'] as const)('for %s compiles in Icarus without a warning', (target) => {
    const folder = mkdtempSync(join(tmpdir(), 'dendra-axi-icarus-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    writeFiles(folder, emit(pairDesign(target)).files);
    const args = ['-g2012', '-Wall', '-s', 'pair_net_ip', '-o', 'top.vvp', '-f', 'filelist_axi.f'];
    expect(execFileSync('sh', ['-c', 'iverilog "$@" 2>&1', 'sh', ...args], { cwd: folder, encoding: 'utf8' })).toBe('');
    const wrapper = readFileSync(join(folder, 'rtl/pair_net_ip.v'), 'utf8');
    expect(wrapper.includes('X_INTERFACE_INFO')).toBe(target === 'ultrascale-plus');
    expect(wrapper.includes('negedge aresetn')).toBe(target === 'asic');
  });

  test('has at most 6 logic levels in its register module', { timeout: 240_000 }, async () => {
    const around = Object.entries(files).filter(([path]) => /^rtl\/(dendra_|pair_net_csr)/.test(path));
    const { levels } = await synthesise(Object.fromEntries(around), 'pair_net_csr', { family: 'xcup' });
    expect(levels.levels, `${levels.from} to ${levels.to}: ${levels.path.join(' ')}`).toBeLessThanOrEqual(6);
  });
});
