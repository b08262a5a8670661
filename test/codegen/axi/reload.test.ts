// Weights that software writes: loaded over the simulated bus by the emitted drivers, they give what golden gives with them.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emit, registerMap } from '../../../src/codegen/index.ts';
import { draw, generator, randomSamples, runGolden } from '../../../src/golden/index.ts';
import { graph, type Lowered, signedElem, spike, type Target, targets, tensor } from '../../../src/ir/index.ts';
import { lower } from '../../../src/passes/index.ts';
import { ClockCycles, type Dut, hwtest } from '../../../src/sim/runner/index.ts';
import { synthesise } from '../../../src/synth/index.ts';
import { compose } from '../../../src/timing/index.ts';
import { registry } from '../../../src/units/index.ts';
import { numpy } from '../../support/python.ts';
import { type AxiDesign, axiDesign, goldenSample, sendSample, startAxi, takeSample } from './design.ts';
import { Program } from './program.ts';

const found = await numpy();
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Tensors of both units, row by row. */
interface Case {
  readonly d: readonly (readonly number[])[];
  readonly bias: readonly number[];
  readonly p: readonly (readonly number[])[];
}

const matrix = (rows: number, columns: number, value: () => number) =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, value));

function caseOf(weight: () => number, bias: () => number, small: () => number): Case {
  return { d: matrix(5, 9, weight), bias: matrix(1, 5, bias)[0]!, p: matrix(7, 11, small) };
}

function randomCase(seed: number): Case {
  const next = generator(seed);
  const within = (lo: bigint, hi: bigint) => () => Number(draw(next, lo, hi));
  return caseOf(within(-128n, 127n), within(-2048n, 2047n), within(-16n, 15n));
}

const initial = caseOf(
  () => 1,
  () => -3,
  () => 2,
);
const cases: readonly Case[] = [
  randomCase(1),
  caseOf(
    () => -128,
    () => 2047,
    () => -16,
  ),
  randomCase(2),
];

/** Words of 48 bits and of 55, the last group of each unit with a lane to spare, and a bias beside a unit without. */
function reloadDesign(target: Target['name'], { d, bias, p }: Case): Lowered {
  const g = graph('reload_net', { steps: 2 });
  const x = g.input('x', signedElem(8), [9], { lanes: 3 });
  const s = g.input('s', spike, [11]);
  const dense = {
    weights: tensor(signedElem(8), [5, 9], d.flat()),
    bias: tensor(signedElem(12), [5], bias),
    ...{ skip: false, reload: { weights: 8, bias: 12 } },
  };
  const spiking = { weights: tensor(signedElem(5), [7, 11], p.flat()), reload: { weights: 5 } };
  g.output('y', g.node('dense', 'd', dense, { x }, { fold: { in: 3, out: 2 } }));
  g.output('z', g.node('spiking-dense', 'p', spiking, { x: s }, { fold: { out: 4 } }));
  return lower(g.build(), registry, targets[target], { compose });
}

/** All at the least, and random ones. */
function samplesOf(lowered: Lowered) {
  const least = {
    x: [0, 1].map(() => tensor(signedElem(8), [9], Array(9).fill(-128))),
    s: [0, 1].map(() => tensor(spike, [11], Array(11).fill(1))),
  };
  return [least, ...randomSamples(lowered, 3, 5)];
}

/** Serves a program until it is done: `run` sends every sample under stalls and compares with golden of that case. */
async function serve(dut: Dut, design: AxiDesign, target: Target['name'], name: string, command: readonly string[]) {
  const bench = await startAxi(dut, design);
  const next = generator(7);
  const stalls = function* () {
    for (;;) yield draw(next, 0n, 2n) === 0n;
  };
  for (const { source } of bench.sources) source.setPauseGenerator(stalls());
  for (const { sink } of bench.sinks) sink.setPauseGenerator(stalls());
  const goldens = cases.map((own) => runGolden(reloadDesign(target, own), design.inputs));
  const { steps } = design.manifest;
  const halves = (step: number) =>
    sendSample(bench, { x: [design.inputs[1]!.x![step]!], s: [design.inputs[1]!.s![step]!] });
  const program = new Program(join(design.folder, name), command);
  let runs = 0;
  const commands: Record<string, (first: number, second: number) => Promise<number | string>> = {
    r: async (offset) => await bench.master.readDword(offset),
    w: async (offset, value) => {
      await bench.master.writeDword(offset, value);
      return 0;
    },
    run: async (number) => {
      for (const [i, sample] of design.inputs.entries()) {
        await sendSample(bench, sample);
        const expected = goldenSample({ ...design, golden: goldens[number]! }, i);
        expect(await takeSample(bench, steps), `case ${number}, sample ${i}`).toEqual(expected);
        runs++;
      }
      return 0;
    },
    begin: async () => {
      await halves(0);
      await ClockCycles(bench.clock, 64);
      return 0;
    },
    end: async () => {
      await halves(1);
      await takeSample(bench, steps);
      return 0;
    },
  };
  for (;;) {
    const [what, ...rest] = program.line().split(' ');
    const command = commands[what!];
    if (command === undefined) {
      program.close();
      expect(what, `${name} must end with its result`).toBe('done');
      // Each case before and behind a soft reset.
      expect(runs).toBe(2 * cases.length * design.inputs.length);
      return { result: JSON.parse(rest.join(' ')), bench };
    }
    program.answer(await command(Number(rest[0]), Number(rest[1])));
  }
}

describe.each(['ultrascale-plus', 'asic'] as const)('reloaded weights for %s', (target) => {
  const lowered = reloadDesign(target, initial);
  const design = axiDesign(lowered, samplesOf(lowered));
  const driver = join(design.folder, 'driver');
  hwtest.use({ model: design.model, timeout: [20, 'ms'] });

  // Memory files are read relative to the folder of the design.
  const before = process.cwd();
  beforeAll(() => process.chdir(design.folder));
  afterAll(() => process.chdir(before));

  hwtest('are those of golden before any load', async (dut) => {
    const bench = await startAxi(dut, design);
    for (const [i, sample] of design.inputs.entries()) {
      await sendSample(bench, sample);
      expect(await takeSample(bench, design.manifest.steps)).toEqual(goldenSample(design, i));
    }
  });

  hwtest(`come through the Python driver${found.missing ?? ''}`, { skip: found.missing !== undefined }, async (dut) => {
    if (found.missing !== undefined) return;
    const file = join(design.folder, 'cases.json');
    writeFileSync(file, JSON.stringify(cases));
    const { result } = await serve(dut, design, target, 'python', [found.python, here('reload.py'), driver, file]);
    expect(result).toEqual([
      'node must be one of d, p, not q',
      'tensors of d must be weights and bias, not weights',
      'tensors of p must be weights, not weights and bias',
      'weights of d must have shape (5, 9), not (9, 5)',
      expect.stringMatching(/^bias of d must hold -2048 to 2047, not \d+ to \d+$/),
      'weights of p must be integers, not float64',
      'the datapath must be idle during a load, not busy',
    ]);
  });

  hwtest('come through the C driver', async (dut) => {
    const file = join(design.folder, 'cases.txt');
    writeFileSync(file, cases.flatMap(({ d, bias, p }) => [...d.flat(), ...bias, ...p.flat()]).join('\n'));
    const flags = ['-std=c99', '-pedantic', '-Wall', '-Wextra', '-Werror', `-I${driver}`];
    const binary = join(design.folder, 'reload_c');
    execFileSync('gcc', [...flags, here('reload.c'), join(driver, 'reload_net.c'), '-o', binary]);
    const { result } = await serve(dut, design, target, 'c', [binary, file]);
    // RANGE and BUSY.
    expect(result).toEqual([6, 5]);
  });

  hwtest('change by nothing but whole words of a memory that is selected', async (dut) => {
    const bench = await startAxi(dut, design);
    const { master, clock } = bench;
    const { LOAD_SELECT: select, LOAD_DATA: data, LOAD_COUNT: count, CONTROL: control } = design.offsets;
    const put = (offset: number, value: number) => master.writeDword(offset!, value);
    await ClockCycles(clock, 16);
    // No memory has the number 3.
    await put(select!, 3);
    await put(data!, 0x5a5a5a5a);
    expect(await master.readDword(count!)).toBe(1);
    // Half a word of `d`; a soft reset ends the load.
    await put(select!, 0);
    await put(data!, 0x5a5a5a5a);
    await put(control!, 1);
    await ClockCycles(clock, 16);
    expect(await master.readDword(count!)).toBe(0);
    await put(data!, 0x5a5a5a5a);
    // Part of a register is no piece, and during a reset nothing is.
    await put(select!, 0);
    expect((await master.write(data!, [1, 2])).resp).toBe(2);
    expect(await master.readDword(count!)).toBe(0);
    await put(control!, 1);
    expect((await master.write(data!, [1, 2, 3, 4])).resp).toBe(2);
    await ClockCycles(clock, 16);
    // All words of `p` as they are, and more.
    await put(select!, 2);
    for (let word = 0; word < 22; word++) await put(data!, word % 2 === 0 ? 0x10842 : 0x00842);
    for (let word = 0; word < 22; word++) await put(data!, 0xffffffff);
    for (const [i, sample] of design.inputs.entries()) {
      await sendSample(bench, sample);
      expect(await takeSample(bench, design.manifest.steps)).toEqual(goldenSample(design, i));
    }
  });

  test('compile in Icarus without a warning', () => {
    const args = ['-g2012', '-Wall', '-s', 'reload_net_ip', '-o', 'top.vvp', '-f', 'filelist_axi.f'];
    const command = ['-c', 'iverilog "$@" 2>&1', 'sh', ...args];
    expect(execFileSync('sh', command, { cwd: design.folder, encoding: 'utf8' })).toBe('');
  });
});

describe('the load bus', () => {
  const { manifest } = emit(reloadDesign('ultrascale-plus', initial));

  test('is described by the manifest', () => {
    expect(manifest.loads).toEqual([
      { node: 'd', memory: 'weights', words: 9, width: 48, shape: [5, 9], tile: [2, 3], bits: 8 },
      { node: 'd', memory: 'bias', words: 3, width: 24, shape: [5, 1], tile: [2, 1], bits: 12 },
      { node: 'p', memory: 'weights', words: 22, width: 20, shape: [7, 11], tile: [4, 1], bits: 5 },
    ]);
    const { registers, version } = registerMap(manifest);
    expect([version, ...registers.slice(-3).map(({ name }) => name)]).toEqual([
      1,
      'LOAD_SELECT',
      'LOAD_DATA',
      'LOAD_COUNT',
    ]);
  });

  test('leaves weights in block RAM', { timeout: 240_000 }, async () => {
    const g = graph('big', { steps: 1 });
    const weights = tensor(signedElem(8), [2, 64], Array(128).fill(1));
    const x = g.input('x', spike, [64]);
    g.output('y', g.node('spiking-dense', 'd', { weights, reload: { weights: 8 } }, { x }, { fold: { out: 1 } }));
    const emitted = emit(lower(g.build(), registry, targets['ultrascale-plus'], { compose }));
    const { bram, levels } = await synthesise(emitted.files, 'big_d', { family: 'xcup' });
    expect(bram).toBe(0.5);
    expect(levels.levels).toBeLessThanOrEqual(6);
  });
});
