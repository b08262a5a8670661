// Writes the benches of a design with their vectors: what Icarus runs here, and anyone without dendra elsewhere.
import { cocotbFiles, type Files, hwtestFiles, templates, tidy } from '../codegen/index.ts';
import type { GoldenSample, Sample } from '../golden/index.ts';
import type { Manifest } from '../ir/index.ts';
import { defaults } from './defaults.ts';
import { encodeHex } from './hex.ts';
import { portData } from './template.ts';
import type { Stimulus } from './types.ts';
import { stimulusOf } from './verify.ts';

/** Name of the bench's module. */
export function benchName(manifest: Manifest): string {
  return `tb_${manifest.top}`;
}

/** Paths of the SystemVerilog bench and of the vectors that it reads. */
export function benchPaths(manifest: Manifest): string[] {
  const { inputs, outputs } = manifest;
  const names = [...inputs.map(({ name }) => `in_${name}`), ...outputs.map(({ name }) => `out_${name}`)];
  return [`tb/${benchName(manifest)}.sv`, ...names.map((name) => `vectors/${name}.hex`)];
}

/** The SystemVerilog, cocotb and TypeScript benches and their vectors, by path relative to the design's folder. */
export async function benchFiles(
  manifest: Manifest,
  samples: readonly Sample[],
  golden: readonly GoldenSample[],
): Promise<Files> {
  const stimulus = stimulusOf(manifest, samples, golden, { mode: 'none', seed: 1 }, true);
  const vectors = Object.entries(vectorFiles(manifest, stimulus)).map(([name, text]) => [`vectors/${name}`, text]);
  return {
    [`tb/${benchName(manifest)}.sv`]: benchText(manifest, stimulus),
    ...Object.fromEntries(vectors),
    ...(manifest.counters.length === 0 ? {} : { 'vectors/counters.json': counterText(manifest, golden) }),
    ...cocotbFiles(manifest, defaults),
    ...hwtestFiles(manifest, defaults),
  };
}

/** What each unit counts in each sample, a line a sample. */
function counterText({ counters }: Manifest, golden: readonly GoldenSample[]): string {
  const units = counters.map(({ node, names }) => {
    const samples = golden.map(({ counts }) => {
      const values = names.map((name) => `${JSON.stringify(name)}: ${counts[node]![name]}`);
      return `    { ${values.join(', ')} }`;
    });
    return `  ${JSON.stringify(node)}: [\n${samples.join(',\n')}\n  ]`;
  });
  return `{\n${units.join(',\n')}\n}\n`;
}

/** Vector files of a stimulus by name; those of outputs only where it says what to expect. */
export function vectorFiles(manifest: Manifest, { inputs, expected = [] }: Stimulus): Record<string, string> {
  return Object.fromEntries([
    ...inputs.map((beats, i) => [`in_${manifest.inputs[i].name}.hex`, encodeHex(manifest.inputs[i], beats)]),
    ...expected.map((beats, i) => [`out_${manifest.outputs[i].name}.hex`, encodeHex(manifest.outputs[i], beats)]),
  ]);
}

/** Text of the bench for the beats of a stimulus; stalls and the rest are plusargs. */
export function benchText(manifest: Manifest, stimulus: Stimulus): string {
  const { inputs, outputs, clock, reset, ...ports } = portData(manifest);
  const expects = stimulus.expected !== undefined;
  const data = {
    ...ports,
    clockPort: clock,
    resetPort: reset,
    inputs: inputs.map((port, index) => {
      const { count } = stimulus.inputs[index];
      return { ...port, index, count, ...depthOf(count) };
    }),
    outputs: outputs.map((port, index) => {
      const count = stimulus.outputs[index];
      const sign = manifest.outputs[index].signed ? '$signed' : '';
      return { ...port, index, count, ...depthOf(count), sign, expected: expects && count > 0 };
    }),
    resetCycles: defaults.resetCycles,
    watchdog: defaults.watchdog,
    drain: defaults.drain,
    pulses: stimulus.pulses ?? 0,
    beats: expects ? stimulus.outputs.reduce((sum, count) => sum + count, 0) : 0,
  };
  return tidy(templates()('sim/tb.sv.hbs', data));
}

/** A memory has a word even where no beat travels. */
function depthOf(count: number) {
  return { depth: Math.max(count, 1), last: Math.max(count, 1) - 1 };
}
