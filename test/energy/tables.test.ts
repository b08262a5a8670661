// Every table says where each value comes from, and every class of operations is charged or listed.
import { describe, expect, test } from 'vitest';
import { charge, technologies, technologyOf } from '../../src/energy/index.ts';

const classes = ['synapse', 'context', 'context.add.16', 'multiply.8', 'add.20', 'compare.8', 'sram.bits', 'mac', 'ac'];

describe.each(Object.values(technologies))('table $name', (technology) => {
  test('gives value, unit, node, source and status of every entry', () => {
    for (const [id, entry] of Object.entries(technology.entries)) {
      expect(entry.unit, id).toBe('pJ');
      expect(entry.value, id).toBeGreaterThan(0);
      expect(entry.high ?? entry.value, id).toBeGreaterThanOrEqual(entry.value);
      for (const text of [entry.name, entry.node, entry.source, entry.status]) expect(text, id).not.toBe('');
    }
  });

  test('has an entry for every class that it charges', () => {
    for (const kind of technology.charges) {
      expect(
        Object.keys(technology.entries).some((id) => id === kind || id.startsWith(`${kind}.`)),
        kind,
      ).toBe(true);
    }
  });

  test.each(classes)('charges %s or says why not', (operation) => {
    const cost = charge(technology, { [operation]: 1000 }, 4096);
    expect(cost.joules > 0).toBe(cost.notCharged.length === 0);
    for (const { count, why } of cost.notCharged) expect([count, why === '']).toEqual([1000, false]);
  });
});

describe('charge', () => {
  const horowitz = technologyOf('horowitz45');

  test.each([
    ['multiply.3', 0.2],
    ['multiply.8', 0.2],
    ['multiply.9', 1],
    ['multiply.17', 3.1],
    ['add.8', 0.03],
    ['add.16', 0.05],
    ['add.32', 0.1],
  ])('horowitz45 charges one %s at the narrowest entry that holds it, %d pJ', (operation, value) => {
    expect(charge(horowitz, { [operation]: 1 }).joules).toBeCloseTo(value / 1e12, 24);
  });

  test.each([
    [1, 10],
    [8192, 10],
    [8193, 20],
    [32_768, 20],
    [1_048_576, 100],
  ])('horowitz45 charges 64 bits of a memory of %d bytes at %d pJ', (bytes, value) => {
    expect(charge(horowitz, { 'sram.bits': 64 }, bytes).columns).toEqual({
      compute: 0,
      context: 0,
      memory: value / 1e12,
    });
  });

  test('horowitz45 lists what it has no entry for', () => {
    const cost = charge(horowitz, { 'multiply.33': 5, 'compare.8': 6, 'sram.bits': 7 }, 2 ** 21);
    expect(cost.joules).toBe(0);
    expect(cost.notCharged).toEqual([
      { operation: 'multiply.33', count: 5, why: 'horowitz45 has no entry for multiply of 33 bits' },
      { operation: 'compare.8', count: 6, why: 'horowitz45 has no entry for compare' },
      { operation: 'sram.bits', count: 7, why: 'horowitz45 has no entry for a memory of 2097152 bytes' },
    ]);
  });

  test('lemaire45 interpolates memories by size, from 0 at 0 bytes', () => {
    const lemaire = technologyOf('lemaire45');
    const word = (bytes: number): number => charge(lemaire, { 'sram.bits': 32 }, bytes).joules * 1e12;
    expect(word(4096)).toBeCloseTo(5, 9);
    expect(word(8192)).toBeCloseTo(10, 9);
    expect(word(20_480)).toBeCloseTo(15, 9);
    expect(word(32_768)).toBeCloseTo(20, 9);
    expect(word(1_048_576)).toBeCloseTo(100, 9);
  });

  test('arithmetic stands under context where the unit says so, and nowhere else', () => {
    const { columns } = charge(horowitz, { synapse: 30, context: 10, 'multiply.8': 40, 'context.add.16': 20 });
    expect(columns.compute * 1e12).toBeCloseTo(40 * 0.2, 9);
    expect(columns.context * 1e12).toBeCloseTo(20 * 0.05, 9);
    expect(charge(horowitz, { 'context.compare.8': 3 }).notCharged).toEqual([
      { operation: 'context.compare.8', count: 3, why: 'horowitz45 has no entry for compare' },
    ]);
  });

  test('an unknown table is an error that lists all tables', () => {
    expect(() => technologyOf('snn45')).toThrow(
      [
        'technology must be a known table, not snn45',
        '  (rule technology-known)',
        '  use one of mcc-ultrascale, snn45-fp32, snn45-fp16, snn45-int8, horowitz45, lemaire45, loihi14, truenorth28, shiftadd-eyeriss, ecoformer45, jouppi7, aladdin40, spatten40',
      ].join('\n'),
    );
  });
});
