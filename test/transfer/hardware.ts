// Runs many transfer functions on codes in one Verilator model: each is an instance with ports of its own.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { templates } from '../../src/codegen/templates.ts';
import { isSigned, widthOf } from '../../src/ir/index.ts';
import { buildModel } from '../../src/sim/model/index.ts';
import type { ExpressionGraph } from '../../src/transfer/expression.ts';
import { functionModule } from '../../src/transfer/module.ts';

/** A function with the codes of its operands; `y` is its only result. */
export interface Job {
  readonly graph: ExpressionGraph;
  readonly stages?: number;
  /** By operand. */
  readonly codes: Readonly<Record<string, ArrayLike<number | bigint>>>;
}

/** Codes of result `y` of every job; linted with -Wall first. */
export async function runHardware(jobs: readonly Job[]): Promise<(number | bigint)[][]> {
  const folder = mkdtempSync(join(tmpdir(), 'dendra-transfer-'));
  try {
    const write = (path: string, text: string): string => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      return path;
    };
    const modules = jobs.map(({ graph, stages }, i) => {
      const options = { folder: join(folder, 'mem'), ...(stages === undefined ? {} : { stages }) };
      return functionModule(graph, `function${i}`, options);
    });
    const render = templates();
    const sources = modules.map(({ data, memories }, i) => {
      for (const [path, text] of Object.entries(memories)) write(path, text);
      return write(join(folder, `function${i}.sv`), render('verilog/transfer_function.sv.hbs', data));
    });
    sources.push(write(join(folder, 'functions.sv'), topOf(jobs)));
    const model = await buildModel({ sources, top: 'functions', lint: true });
    const instance = model.open();
    try {
      const at = Object.fromEntries(instance.signals.map(({ path, storage }) => [path, storage]));
      return drive(
        jobs,
        modules.map(({ latency }) => latency),
        at,
        () => instance.eval(),
      );
    } finally {
      instance.free();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function inputsOf({ graph }: Job) {
  return graph.nodes.filter(({ op }) => op === 'input').map(({ detail, type }) => ({ name: detail.name!, type }));
}

function topOf(jobs: readonly Job[]): string {
  const ports = jobs.flatMap((job, i) => [
    ...inputsOf(job).map(
      ({ name, type }) => `input logic ${isSigned(type) ? 'signed ' : ''}[${widthOf(type) - 1}:0] f${i}_${name}_i`,
    ),
    `output logic [${widthOf(resultType(job)) - 1}:0] f${i}_y_o`,
    `output logic f${i}_valid_o`,
  ]);
  const instances = jobs.map((job, i) => {
    const operands = inputsOf(job).map(({ name }) => `.${name}_i(f${i}_${name}_i)`);
    const pins = [
      '.clk_i(clk_i)',
      '.rst_i(rst_i)',
      '.valid_i(valid_i)',
      ...operands,
      `.valid_o(f${i}_valid_o)`,
      `.y_o(f${i}_y_o)`,
    ];
    return `  function${i} u_${i} (${pins.join(', ')});`;
  });
  const all = ['input logic clk_i', 'input logic rst_i', 'input logic valid_i', ...ports];
  return `module functions (\n  ${all.join(',\n  ')}\n);\n${instances.join('\n')}\nendmodule\n`;
}

function resultType({ graph }: Job) {
  return graph.nodes[graph.outputs.y!]!.type;
}

function drive(
  jobs: readonly Job[],
  latencies: readonly number[],
  at: Readonly<Record<string, Uint8Array>>,
  evaluate: () => void,
): (number | bigint)[][] {
  const cycle = (): void => {
    for (const level of [0, 1]) {
      at.clk_i![0] = level;
      evaluate();
    }
  };
  at.rst_i![0] = 1;
  cycle();
  at.rst_i![0] = 0;
  at.valid_i![0] = 1;
  const plans = jobs.map((job, i) => {
    const type = resultType(job);
    return {
      count: Object.values(job.codes)[0]!.length,
      latency: latencies[i]!,
      inputs: inputsOf(job).map(({ name, type }) => ({
        codes: job.codes[name]!,
        bits: widthOf(type),
        storage: at[`f${i}_${name}_i`]!,
      })),
      y: at[`f${i}_y_o`]!,
      valid: at[`f${i}_valid_o`]!,
      bits: widthOf(type),
      signed: isSigned(type),
      results: [] as (number | bigint)[],
    };
  });
  const cycles = Math.max(...plans.map(({ count, latency }) => count + latency));
  for (let now = 0; now < cycles; now++) {
    for (const { count, inputs } of plans) {
      if (now >= count) continue;
      for (const { codes, bits, storage } of inputs) put(storage, codes[now]!, bits);
    }
    cycle();
    for (const { count, latency, y, valid, bits, signed, results } of plans) {
      if (results.length === count) continue;
      // The first result is valid as many cycles after its operands as the schedule says, and none before.
      if ((valid[0] === 1) !== now + 1 >= latency)
        throw new Error(`valid_o must be ${now + 1 >= latency} in cycle ${now}`);
      if (valid[0] === 1) results.push(get(y, bits, signed));
    }
  }
  return plans.map(({ results }) => results);
}

/** Little-endian bytes; all but the widest codes go as numbers, which is what makes a million of them quick. */
function put(storage: Uint8Array, code: number | bigint, bits: number): void {
  let rest = typeof code === 'number' && bits < 32 ? code : BigInt.asUintN(bits, BigInt(code));
  if (typeof rest === 'number') {
    if (rest < 0) rest += 2 ** bits;
    for (let i = 0; i < storage.length; i++, rest = Math.floor(rest / 256)) storage[i] = rest & 255;
    return;
  }
  for (let i = 0; i < storage.length; i++, rest >>= 8n) storage[i] = Number(rest & 0xffn);
}

function get(storage: Uint8Array, bits: number, signed: boolean): number | bigint {
  if (bits < 53) {
    let value = 0;
    for (let i = storage.length - 1; i >= 0; i--) value = value * 256 + storage[i]!;
    return signed && value >= 2 ** (bits - 1) ? value - 2 ** bits : value;
  }
  let value = 0n;
  for (let i = storage.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(storage[i]!);
  return signed ? BigInt.asIntN(bits, value) : value;
}
