// Speed of bulk co-simulation beside the same Verilated model in a bare C++ loop: no files, no checks, the same stimulus.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomSamples, runGolden } from '../src/golden/index.ts';
import { loadDesign } from '../src/import/index.ts';
import { type Graph, graph, signedElem } from '../src/ir/index.ts';
import { bulkTransfer, StreamBus } from '../src/sim/bus/index.ts';
import { type Beats, buildVerilator, runVerilator, type Stimulus } from '../src/sim/index.ts';
import { Clock, ClockCycles, simulate } from '../src/sim/kernel/index.ts';
import { buildModel, type NativeModel } from '../src/sim/model/index.ts';
import { run } from '../src/sim/process.ts';
import { toolchain } from '../src/sim/toolchain.ts';
import { stimulusOf } from '../src/sim/verify.ts';
import { bareLoop } from './bare-loop.ts';
import { type Benchmark, type Placed, rounded, withDesign } from './support.ts';
import { weights } from './unit-designs.ts';

/** About a tenth of a microsecond a cycle: what the harness adds weighs most here. */
function small(): Graph {
  const g = graph('small_bench');
  const x = g.input('x', signedElem(12), [64], { lanes: 2 });
  const rounding = { shift: 4, rounding: 'halfEven', out: signedElem(8) };
  const narrow = g.node('requantise', 'narrow', rounding, { x }, { fold: { lanes: 2 } });
  const y = g.node('relu', 'positive', {}, { x: narrow }, { fold: { lanes: 2 } });
  g.output(
    'y',
    g.node('dense', 'layer', { weights: weights(8, 64, 8), skip: false }, { x: y }, { fold: { in: 2, out: 8 } }),
  );
  return g.build();
}

/** Compiles the bare loop at the same level, with Verilator's own runtime and nothing of dendra's. */
async function buildBare({ emitted, folder }: Placed, inputs: readonly Beats[], outputs: readonly number[]) {
  const { compiler, include } = await toolchain();
  const work = join(folder, 'bare');
  mkdirSync(work);
  const flags = ['--cc', '--no-timing', '--assert', '--x-assign', 'unique', '--x-initial', 'unique', '-Wall'];
  const { manifest } = emitted;
  const args = [...flags, '--top-module', manifest.top, '--prefix', 'Vdut', '--Mdir', work, ...manifest.rtl];
  const made = await run({ program: 'verilator', args, folder });
  if (made.failed) throw new Error(made.output);
  const models = readdirSync(work).filter((name) => name.endsWith('.cpp'));
  const all = [...models.map((name) => `#include "${name}"`), bareLoop(manifest, inputs, outputs)].join('\n');
  const [source, program] = [join(work, 'bare.cc'), join(work, 'bare')];
  writeFileSync(source, all);
  const runtime = ['verilated.cpp', 'verilated_threads.cpp'].map((name) => join(include, name));
  const includes = [`-I${include}`, `-I${join(include, 'vltstd')}`];
  // clang++ leaves questions about atomics to a library.
  const atomics = compiler === 'clang++' ? ['-latomic'] : [];
  const compiled = await run({
    program: compiler,
    args: [
      '-std=gnu++17',
      '-O2',
      '-w',
      ...includes,
      source,
      ...runtime.filter(existsSync),
      '-o',
      program,
      '-pthread',
      ...atomics,
    ],
  });
  if (compiled.failed) throw new Error(compiled.output);
  return program;
}

/** The vectors of random samples; samples and golden results, which are large, are garbage when they are packed. */
function stimulusFor({ emitted, lowered }: Placed, count: number): Stimulus {
  const samples = randomSamples(lowered, count, 1);
  return stimulusOf(emitted.manifest, samples, runGolden(lowered, samples), { mode: 'none', seed: 1 });
}

/**
 * Runs all three in turn and compares their best times. A shared machine has slow phases of seconds, which several trials must
 * outlast: the same program was seen to take 0.18 and 0.30 s.
 */
async function measure(design: Placed, samples: number, trials: number): Promise<object> {
  const { manifest } = design.emitted;
  const stimulus = stimulusFor(design, samples);
  const bare = await buildBare(design, stimulus.inputs, stimulus.outputs);
  const build = await buildVerilator(design.folder, manifest, { profile: 'speed' });
  const vectors = join(design.folder, 'bare', 'stimulus.bin');
  writeFileSync(vectors, interleaved(stimulus.inputs));
  const model = await buildModel({
    ...{ folder: design.folder, sources: manifest.rtl, top: manifest.top, profile: 'speed', timescale: '1ns/1ps' },
  });
  let [ours, inBench, theirs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let cycles = 0;
  for (let trial = 0; trial < trials; trial++) {
    const result = await runVerilator(build, design.folder, manifest, stimulus);
    if (result.failed) throw new Error(result.message);
    const { output, seconds, failed } = await run({ program: bare, args: [vectors], folder: design.folder });
    if (failed || Number(output) !== result.cycles)
      throw new Error(`the bare loop ran ${output}, not ${result.cycles} cycles`);
    cycles = result.cycles;
    inBench = Math.min(inBench, await transferSeconds(model, design, stimulus));
    ours = Math.min(ours, result.seconds);
    theirs = Math.min(theirs, seconds);
  }
  return {
    cycles,
    nanosecondsPerCycle: {
      verify: rounded((ours / cycles) * 1e9),
      bulkTransfer: rounded((inBench / cycles) * 1e9),
      bare: rounded((theirs / cycles) * 1e9),
    },
    ratios: { verify: rounded(theirs / ours), bulkTransfer: rounded(theirs / inBench) },
  };
}

/** Seconds of the same vectors as a bulk transfer inside a bench, from its call to its result. */
async function transferSeconds(model: NativeModel, { emitted, folder }: Placed, stimulus: Stimulus): Promise<number> {
  const { inputs, outputs, reset, clock: clockPort } = emitted.manifest;
  let seconds = 0;
  const here = process.cwd();
  // The model reads its memory files relative to the design.
  process.chdir(folder);
  const ending = await simulate(model, async (dut) => {
    const clock = new Clock(dut.get(clockPort), 10, 'ns');
    const hold = dut.get(reset.port);
    hold.value = reset.active;
    for (const { name } of inputs) dut.get(`${name}_valid_i`).value = 0;
    clock.start(false);
    await ClockCycles(clock.signal, 6);
    hold.value = 1 - reset.active;
    const sent = inputs.map(({ name }, i) => {
      const { count, data, keep, last, eos } = stimulus.inputs[i]!;
      return { bus: StreamBus.fromPrefix(dut, name), count, beats: { data, keep, last, eos } };
    });
    const taken = outputs.map(({ name }, i) => ({ bus: StreamBus.fromPrefix(dut, name), count: stimulus.outputs[i]! }));
    const start = performance.now();
    await bulkTransfer(clock, { inputs: sent, outputs: taken });
    seconds = (performance.now() - start) / 1000;
  });
  process.chdir(here);
  if (ending.failed) throw ending.error;
  return seconds;
}

/** All beats of all inputs as the bare loop reads them: data words, keep words, last and eos. */
function interleaved(inputs: readonly Beats[]): Uint32Array {
  return Uint32Array.from(
    inputs.flatMap((beats) =>
      Array.from({ length: beats.count }, (_, i) => [
        ...beats.data.subarray(i * beats.words, (i + 1) * beats.words),
        ...beats.keep.subarray(i * beats.keepWords, (i + 1) * beats.keepWords),
        beats.last[i]! | (beats.eos[i]! << 1),
      ]).flat(),
    ),
  );
}

/** The benchmark. */
export const simulationBench: Benchmark = {
  name: 'simulation',
  about:
    'bulk co-simulation, and bulk transfers inside a bench, beside a bare loop over the same model; ratios of speeds (goals 0.9 and 0.65)',
  run: async () => {
    const digits = await loadDesign(fileURLToPath(new URL('../examples/av-digits/design.ts', import.meta.url)));
    return {
      machineIndependent: 'ratios',
      'av-digits': await withDesign(digits, (design) => measure(design, 400, 7)),
      small: await withDesign(small(), (design) => measure(design, 40_000, 40)),
    };
  },
};
