// 100 random transfer functions: the author's function, exact numbers, the compiled golden form and hardware agree.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DendraError, signedElem, unsignedElem, zeros } from '../../src/ir/index.ts';
import { type ExpressionGraph, evaluate } from '../../src/transfer/expression.ts';
import { compile } from '../../src/transfer/golden.ts';
import type { Transfer } from '../../src/transfer/index.ts';
import { functions, type Generated, moduleOf } from './generate.ts';
import { runHardware } from './hardware.ts';
import { headers, runHls } from './hls.ts';

/** Another seed draws other functions: DENDRA_FUZZ_SEED. */
const seed = Number(process.env.DENDRA_FUZZ_SEED ?? 1);
const library = fileURLToPath(new URL('../../src/transfer/index.ts', import.meta.url));

type Raw = (values: Readonly<Record<string, number>>) => number;
type Made = Transfer<Readonly<Record<string, number>>, number>;

interface Case extends Generated {
  readonly raw: Raw;
  readonly made: Made;
  readonly graph: ExpressionGraph;
  readonly codes: Record<string, number[]>;
  readonly count: number;
}

/** All combinations of codes up to 2^16 of them; corners and random ones beyond. */
function combinations({ operands }: Generated, random: () => number): Record<string, number[]> {
  const types = operands.map(({ bits, fraction, signed }) => (signed ? signedElem : unsignedElem)(bits, fraction));
  const bounds = types.map(({ int }) => int.map(Number) as [number, number]);
  const total = operands.reduce((sum, { bits }) => sum + bits, 0);
  const all = total <= 16;
  const corners = 4 ** operands.length;
  const count = all ? 2 ** total : corners + 300;
  const codes = operands.map(() => new Array<number>(count));
  for (let n = 0; n < count; n++) {
    let rest = n;
    operands.forEach(({ bits }, i) => {
      const [lo, hi] = bounds[i]!;
      const size = all ? 2 ** bits : 4;
      const place = rest % size;
      rest = Math.floor(rest / size);
      if (all) codes[i]![n] = lo + place;
      else codes[i]![n] = n < corners ? [lo, hi, 0, 1][place]! : lo + Math.floor(random() * (hi - lo + 1));
    });
  }
  return Object.fromEntries(operands.map(({ name }, i) => [name, codes[i]!]));
}

/** Compiled results, as numbers or bigints. */
function golden({ graph, codes, count }: Case): ArrayLike<number | bigint> {
  const from = graph.nodes
    .filter(({ op }) => op === 'input')
    .map(({ detail, type }) => {
      const { data } = zeros(type, [count]);
      for (let i = 0; i < count; i++)
        data[i] = data instanceof Int32Array ? codes[detail.name!]![i]! : BigInt(codes[detail.name!]![i]!);
      return data;
    });
  const { data } = zeros(graph.nodes[graph.outputs.y!]!.type, [count]);
  compile(graph)(from, [data], count);
  return data;
}

test(`100 random functions agree in TypeScript, golden form, Verilator and HLS C++ (seed ${seed})`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dendra-random-'));
  try {
    const drawn = fc.sample(functions, { seed, numRuns: 400 });
    const file = join(folder, 'functions.ts');
    writeFileSync(file, moduleOf(drawn, library));
    const module = (await import(pathToFileURL(file).href)) as Record<string, Raw | Made>;
    const random = mulberry(seed);
    const cases: Case[] = [];
    let wide = 0;
    for (const [i, generated] of drawn.entries()) {
      if (cases.length === 100) break;
      const [raw, made] = [module[`raw${i}`] as Raw, module[`made${i}`] as Made];
      try {
        const { graph } = made;
        if (graph.nodes.some(({ op }) => op !== 'input' && op !== 'constant') === false) continue;
        const codes = combinations(generated, random);
        cases.push({ ...generated, raw, made, graph, codes, count: Object.values(codes)[0]!.length });
      } catch (error) {
        // A value of more than 64 bits is refused; that is not what this test is about.
        if (!(error instanceof DendraError) || error.place.rule !== 'transfer-width') throw error;
        wide++;
      }
    }
    expect(cases.length).toBe(100);
    expect(wide).toBeLessThan(100);
    const results = cases.map(golden);
    cases.forEach((each, n) => {
      const { operands, codes, graph, raw, made, count } = each;
      const unit = operands.map(({ fraction }) => 2 ** -fraction);
      const { frac } = graph.nodes[graph.outputs.y!]!.type;
      const inNumbers = made.exactInNumbers;
      const step = inNumbers ? 1 : Math.max(1, Math.floor(count / 200));
      const values: Record<string, number> = {};
      for (let i = 0; i < count; i += step) {
        const given = results[n]![i]!;
        if (inNumbers) {
          operands.forEach(({ name }, k) => {
            values[name] = codes[name]![i]! * unit[k]!;
          });
          if (raw(values) * 2 ** frac !== Number(given)) {
            expect.fail(
              `${each.body} with ${JSON.stringify(values)}: ${raw(values)} in TypeScript, ${given}/2^${frac} in golden`,
            );
          }
        } else {
          const exactly = made.exactly(
            Object.fromEntries(
              operands.map(({ name, fraction }) => [name, { code: BigInt(codes[name]![i]!), frac: fraction }]),
            ),
          ).y!;
          if (exactly.code << BigInt(frac - exactly.frac) !== BigInt(given))
            expect.fail(`${each.body}: ${exactly.code}/2^${exactly.frac} exactly, ${given}/2^${frac} in golden`);
        }
        if (i % 97 === 0) {
          const big = Object.fromEntries(operands.map(({ name }) => [name, BigInt(codes[name]![i]!)]));
          expect(evaluate(graph, big).y, each.body).toBe(BigInt(given));
        }
      }
    });
    const apTypes = await headers();
    const jobs = cases.map(({ graph, codes }, i) => ({ graph, codes, ...(i % 3 === 0 ? { stages: 7 } : {}) }));
    const [hardware, software] = await Promise.all([runHardware(jobs), apTypes && runHls(jobs, apTypes)]);
    const forms = { hardware, ...(software && { HLS: software }) };
    for (const [form, given] of Object.entries(forms)) {
      cases.forEach(({ body, operands, count }, n) => {
        for (let i = 0; i < count; i++) {
          const expected = results[n]![i]!;
          const found = given[n]![i]!;
          if (typeof found === typeof expected ? found === expected : BigInt(found) === BigInt(expected)) continue;
          const where = `${body} over ${JSON.stringify(operands)}, combination ${i}`;
          expect.fail(`${where}: ${found} in ${form}, ${expected} in golden`);
        }
      });
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** A small generator of random numbers from 0 to below 1. */
function mulberry(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
