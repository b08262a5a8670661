// measure.ts of av-digits: seed 0 at 0 dB, whole conditions, equals the numpy reference of training/.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { accuracy, type Kind, networkOf, outcomes, withOtherContext } from '../../examples/av-digits/conditions.ts';
import { costOf, differences, type Figures, type Reference } from '../../examples/av-digits/figures.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'));
const { networks } = read('training/av-digits/results.json') as { networks: Record<string, Reference> };
const samples = 1000;
const level = 1;

test.each<Kind>(['two-point', 'point'])('%s: sound only at 0 dB equals the reference', async (kind) => {
  const { integer } = networks[`${kind} seed 0`]!.levels['0 dB']!;
  const found = outcomes(await networkOf(kind, 0), 'soundOnly', level, samples);
  expect(accuracy(found)).toBe(integer.soundOnly);
});

test('point: both senses at 0 dB cost the events of the reference', async () => {
  const { integer, events } = networks['point seed 0']!.levels['0 dB']!;
  const network = await networkOf('point', 0);
  const found = outcomes(network, 'both', level, samples);
  expect(accuracy(found)).toBe(integer.both);
  expect(costOf(network.lowered, found).events).toMatchObject({
    activeCells: events.activeCells,
    synapseEvents: events.synapseEvents,
    contextEvents: events.contextEvents,
  });
});

test('two-point: the context of another sample at 0 dB equals the reference', async () => {
  const { integer } = networks['two-point seed 0']!.levels['0 dB']!;
  const found = withOtherContext(await networkOf('two-point', 0), level, samples);
  expect(accuracy(found)).toBe(integer.shuffledContext);
});

test('the committed results.json holds the figures of the reference', () => {
  const results = read('examples/av-digits/results.json') as { networks: Record<string, Figures> };
  expect(Object.keys(results.networks).toSorted()).toEqual(Object.keys(networks).toSorted());
  for (const [name, reference] of Object.entries(networks)) {
    expect(differences(name, results.networks[name]!, reference)).toEqual([]);
  }
});

test('a figure that differs from the reference is named', () => {
  const reference = networks['point seed 0']!;
  const results = read('examples/av-digits/results.json') as { networks: Record<string, Figures> };
  const figures = { ...results.networks['point seed 0']!, accuracy: 0.5 };
  expect(differences('point seed 0', figures, reference)).toEqual([
    `point seed 0, accuracy: 0.5 in TypeScript, ${reference.accuracy} in the reference`,
  ]);
});
