// Transfer functions: how long a large one takes to compile, and the hardware of one against the template that it replaced.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { templates } from '../src/codegen/templates.ts';
import { type Graph, graph, signedElem } from '../src/ir/index.ts';
import { synthesise } from '../src/synth/index.ts';
import { compile, functionModule, hlsFunction, type Transfer } from '../src/transfer/index.ts';
import { type Benchmark, lowerGraph, rounded } from './support.ts';
import { cooperation } from './transfer-functions.ts';
import { area } from './units.ts';

/**
 * What two-point with r, p, W 16, f 12 and one lane took while `coop` was a hand-written template with one multiplier:
 * Yosys 0.55 over the same design as below.
 */
const template = { lut: 128, ff: 427, dsp: 1, bram: 0, levels: 4, stages: 4 };

/** Source of a function of 1,000 operations: sums, products, bounds and choices in turn, no two of them equal. */
function thousand(library: string): string {
  const lines: string[] = [];
  for (let i = 0; i < 200; i++) {
    const [a, b] = [i === 0 ? 'x' : `v${i - 1}`, i < 2 ? 'w' : `v${i - 2}`];
    const value = `${a} > ${b} ? ${a} - ${b} / 4 : ${a} * ${((2 * i + 3) / 256).toString()} + ${b}`;
    lines.push(`  const v${i} = quantise(${value}, q(16, 8), 'halfUp', 'saturate');`);
  }
  return [
    `import { q, quantise, transfer } from ${JSON.stringify(library)};`,
    'export const fn = transfer({ x: q(16, 8), w: q(16, 8) }, ({ x, w }) => {',
    ...lines,
    '  return v199;',
    '});',
  ].join('\n');
}

/** Processor seconds, which other programs hardly change, from the file to golden model, Verilog and HLS: with the load of the parser, and the least of three without. */
async function compileTime(): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), `dendra-bench-${process.pid}-`));
  try {
    const runs: { operations: number; seconds: number }[] = [];
    for (let i = 0; i < 4; i++) runs.push(await compileOnce(join(folder, `thousand${i}.ts`)));
    const [first, ...others] = runs as [(typeof runs)[number], ...typeof runs];
    const seconds = Math.min(...others.map((run) => run.seconds));
    assert(first.operations >= 1000, `${first.operations} operations must be at least 1000`);
    assert(seconds < 1, `${seconds} s to compile must be below 1`);
    return {
      operations: first.operations,
      processorSeconds: rounded(seconds, 2),
      withParserLoad: rounded(first.seconds, 2),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compileOnce(file: string): Promise<{ operations: number; seconds: number }> {
  writeFileSync(file, thousand(fileURLToPath(new URL('../src/transfer/index.ts', import.meta.url))));
  const started = process.cpuUsage();
  const { fn } = (await import(pathToFileURL(file).href)) as { fn: Transfer<object, number> };
  const { nodes } = fn.graph;
  compile(fn.graph);
  templates()('verilog/transfer_function.sv.hbs', functionModule(fn.graph, 'thousand').data);
  hlsFunction(fn.graph, 'thousand');
  const { user, system } = process.cpuUsage(started);
  const seconds = (user + system) / 1e6;
  const wires = ['input', 'constant', 'align', 'point'];
  return { operations: nodes.filter(({ op }) => !wires.includes(op)).length, seconds };
}

function unit(kind: string, attrs: unknown, ports: readonly string[]): Graph {
  const g = graph('bench');
  for (const name of ports) g.input(`in_${name}`, signedElem(16, 12), [64]);
  g.node(kind, 'unit', attrs, Object.fromEntries(ports.map((name) => [name, `in_${name}`])), { fold: { lanes: 1 } });
  return g.output('out', 'unit.y').build();
}

/** Area of cooperation as the unit two-point, and as a function of the author's own. */
async function against(): Promise<object> {
  const units = {
    'two-point': unit('two-point', { mod: 'coop', W: 16, f: 12 }, ['r', 'p']),
    transfer: unit('transfer', { fn: cooperation, stages: template.stages }, ['R', 'C']),
  };
  const found: Record<string, object> = { 'template before': template };
  for (const [name, design] of Object.entries(units)) {
    const lowered = lowerGraph(design);
    const now = (await area(lowered, 'bench_unit')) as typeof template;
    for (const key of ['lut', 'dsp', 'levels'] as const) {
      assert(now[key] <= template[key], `${name}: ${key} must be at most ${template[key]}, not ${now[key]}`);
    }
    const cell = lowered.cells.find(({ site }) => site.name === 'unit')!;
    const stages = Object.values(cell.unit.channels(cell.site).latency)[0]! - 1;
    assert.equal(stages, template.stages, `${name}: register stages`);
    found[name] = { ...now, stages };
  }
  return found;
}

/** Logic levels of cooperation by the number of its register stages, until a single sum is all that a stage holds. */
async function levelsByStages(): Promise<object> {
  const found: Record<number, object> = {};
  let before = Number.POSITIVE_INFINITY;
  for (const stages of [1, 2, 3, 4, 5, 6, 8]) {
    const module = functionModule(cooperation.graph, 'cooperation', { stages });
    const text = registered(templates()('verilog/transfer_function.sv.hbs', module.data));
    const { levels, lut, ff } = await synthesise({ 'rtl/f.sv': text }, 'registered', { family: 'xcup' });
    assert(levels.levels <= before, `${stages} stages: levels must not grow from ${before} to ${levels.levels}`);
    before = levels.levels;
    found[stages] = { levels: levels.levels, lut, ff };
  }
  return found;
}

/** The module behind registers, so that every path of it lies between two. */
function registered(module: string): string {
  return `${module}
module registered (
  input logic clk_i, rst_i,
  input logic signed [15:0] r_i, c_i,
  output logic [14:0] y_o
);
  logic signed [15:0] r, c;
  always_ff @(posedge clk_i) begin
    r <= r_i;
    c <= c_i;
  end
  cooperation u_f (.clk_i(clk_i), .rst_i(rst_i), .valid_i(1'b1), .R_i(r), .C_i(c), .valid_o(), .y_o(y_o));
endmodule
`;
}

/** The benchmark. */
export const transferBench: Benchmark = {
  name: 'transfer',
  about: 'a function of 1,000 operations (goal 1 s); cooperation against the template before; its levels by stages',
  run: async () => ({
    compile: await compileTime(),
    cooperation: await against(),
    levelsByStages: await levelsByStages(),
  }),
};
