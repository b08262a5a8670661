// Tests of width-converter: every kind of pair against its RTL, and its schedule on small explicit cases.
import { describe, expect, test } from 'vitest';
import { type Beat, type Dim, elem, type Site, signedElem, stream } from '../../src/ir/index.ts';
import { widthConverter } from '../../src/units/width-converter/index.ts';
import { describeUnit } from '../support/describe-unit.ts';

const grid = [
  { size: 1, from: 1, to: 1 },
  { size: 12, from: 1, to: 12 },
  { size: 12, from: 12, to: 1 },
  { size: 13, from: 4, to: 6 },
  { size: 17, from: 6, to: 4 },
  { size: 23, from: 5, to: 3 },
  { size: 64, from: 7, to: 64 },
].map(({ size, from, to }) => ({
  attrs: {},
  inputs: { x: { elem: signedElem(5), shape: [size] } },
  fold: { from, to },
}));

describeUnit(widthConverter, {
  grid: [
    ...grid,
    {
      attrs: {},
      inputs: { x: { elem: elem(0, 1), shape: [3, 5] } },
      fold: { from: 5, to: 2 },
      steps: 2,
      target: 'asic',
    },
  ],
});

function site(shape: readonly Dim[], from: number, to: number): Site<Record<never, never>> {
  const x = stream(elem(0, 1), shape);
  return { name: 'unit', attrs: {}, inputs: { x }, outputs: { y: x }, fold: { from, to }, steps: 1 };
}

const when = { first: true, last: true };

/** `t` takes, `g` gives, `b` does both; each with its times. */
function schedule(of: Site<Record<never, never>>, elements: number): string {
  const letter = ({ take, give }: Beat): string => (take === undefined ? 'g' : give === undefined ? 't' : 'b');
  return widthConverter
    .beats(of, { elements }, when)
    .main!.map((beat) => `${beat.times}${letter(beat)}`)
    .join(' ');
}

describe('schedule of width-converter', () => {
  const fixed = [
    { size: 8, from: 1, to: 4, beats: '3t 1b 3t 1b' },
    { size: 8, from: 4, to: 1, beats: '1b 3g 1b 3g' },
    { size: 6, from: 2, to: 3, beats: '1t 2b' },
    { size: 7, from: 2, to: 3, beats: '1t 3b' },
    { size: 5, from: 2, to: 3, beats: '1t 2b' },
    { size: 8, from: 4, to: 3, beats: '2b 1g' },
    { size: 10, from: 4, to: 6, beats: '1t 2b' },
    { size: 11, from: 4, to: 6, beats: '1t 2b' },
    { size: 4, from: 3, to: 4, beats: '1t 1b' },
  ];
  for (const { size, from, to, beats } of fixed) {
    test(`${size} elements from ${from} to ${to} lanes: ${beats}`, () => {
      expect(schedule(site([size], from, to), size)).toBe(beats);
    });
  }

  test('flushes with one more beat when the final input beat holds more than the output beat', () => {
    expect(schedule(site([9], 4, 5), 9)).toBe('1t 2b');
    expect(schedule(site([8], 3, 4), 8)).toBe('1t 2b');
    expect(schedule(site([8], 4, 5), 8)).toBe('1t 1b 1g');
  });

  const variable = [
    { elements: 0, from: 2, to: 3, beats: '1b' },
    { elements: 4, from: 2, to: 3, beats: '1t 2b 1g' },
    { elements: 6, from: 2, to: 3, beats: '1t 3b' },
    { elements: 1, from: 4, to: 1, beats: '2b' },
  ];
  for (const { elements, from, to, beats } of variable) {
    test(`${elements} of at most 8 elements from ${from} to ${to} lanes: ${beats}`, () => {
      expect(schedule(site([{ max: 8, length: 'kept' }], from, to), elements)).toBe(beats);
    });
  }

  test('gives every element once: as many beats in and out as the lengths need, for all small sizes and pairs', () => {
    for (let size = 1; size <= 24; size++) {
      for (let from = 1; from <= Math.min(size, 9); from++) {
        for (let to = 1; to <= Math.min(size, 9); to++) {
          const { main } = widthConverter.beats(site([size], from, to), { elements: size }, when);
          const sum = (port: 'take' | 'give'): number =>
            main!.reduce((total, beat) => total + (beat[port] === undefined ? 0 : beat.times), 0);
          expect(sum('take')).toBe(Math.ceil(size / from));
          expect(sum('give')).toBe(Math.ceil(size / to));
        }
      }
    }
  });
});
