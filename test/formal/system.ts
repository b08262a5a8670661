// From a proof to the transition system that Yosys writes of it: the module under proof as it is emitted, in a harness.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { emit, templates } from '../../src/codegen/index.ts';
import { type Elem, graph, type Target } from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { runScript, yosysTool } from '../../src/synth/yosys.ts';
import { compose } from '../../src/timing/index.ts';
import { registry } from '../../src/units/index.ts';
import type { Depths } from './smt.ts';

/** A module with its properties. */
export interface Proof {
  /** What is proven, with all its sizes. */
  readonly name: string;
  readonly target: Target;
  /** The harness: `sv/<harness>.sv`. */
  readonly harness: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly defines?: Readonly<Record<string, string>>;
  /** The module under proof; its name is DUT in the harness, where it is instantiated as `dut`. */
  readonly dut: string;
  /** Emitted sources by module. */
  readonly modules: Readonly<Record<string, string>>;
  /** Wires of the harness, and the signals below it that they show. */
  readonly probes: Readonly<Record<string, string>>;
  /** Pairs of an output and an input between which there must be no combinational path. */
  readonly apart: readonly (readonly [output: string, input: string])[];
  readonly depths: Depths;
}

/** A seeded bug: the text that it replaces must be there. */
export interface Bug {
  readonly name: string;
  readonly module: string;
  readonly from: string;
  readonly to: string;
}

const checkers = ['watch', 'stored'];

/** The system as SMT-LIB 2; throws a DendraError where Yosys refuses it or a forbidden path exists. */
export async function systemOf(proof: Proof, bug?: Bug): Promise<string> {
  const { target, harness, parameters, dut, probes, apart } = proof;
  const modules = bug === undefined ? proof.modules : { ...proof.modules, [bug.module]: seeded(proof, bug) };
  const emitted = Object.fromEntries(Object.entries(modules).map(([name, text]) => [`${name}.sv`, text]));
  const own = Object.fromEntries([...checkers, harness].map((name) => [`${name}.sv`, source(name)]));
  const reset = `${target.reset}(${target.resetActive === 1 ? '' : '!'}rst)`;
  const defines = { DUT: dut, RESET: reset, ...proof.defines };
  const script = [
    ...Object.entries(defines).map(([name, text]) => `verilog_defines -D${name}=${text.replaceAll(' ', '')}`),
    // Yosys takes no assertion that an edge of reset triggers, too.
    `read_verilog -sv -formal ${target.edge.includes(' or ') ? '-noassert ' : ''}${Object.keys(emitted).join(' ')}`,
    `read_verilog -sv -formal ${Object.keys(own).join(' ')}`,
    ...Object.entries(parameters).map(([name, value]) => `chparam -set ${name} ${value} ${harness}`),
    `hierarchy -check -top ${harness}; proc; flatten; memory_collect; memory_map`,
    ...Object.entries(probes).map(([wire, signal]) => `connect -nounset -set ${wire} ${signal}`),
    'opt; async2sync; dffunmap; opt_clean',
    // From an output back to registers.
    ...apart.map(([output, input]) => `select -assert-none w:${output} %ci*:-$dff w:${input} %i`),
    'write_smt2 system.smt2',
  ].join('\n');
  const [system] = await runScript(await yosysTool('wasm'), {
    script,
    files: { ...emitted, ...own },
    results: ['system.smt2'],
  });
  return system!;
}

function source(name: string): string {
  return readFileSync(join(import.meta.dirname, 'sv', `${name}.sv`), 'utf8');
}

function seeded({ modules }: Proof, { module, from, to }: Bug): string {
  const text = modules[module]!;
  if (text.split(from).length !== 2) throw new Error(`${module} must hold "${from}" once`);
  return text.replace(from, () => to);
}

/** Library modules of a target. */
export function library(target: Target, ...names: readonly string[]): Record<string, string> {
  const render = templates();
  const data = { target, counterBits: 48, counterRange: '[47:0]' };
  return Object.fromEntries(
    names.map((name) => [name, render(`verilog/lib/${name}.sv.hbs`, { module: name, ...data })]),
  );
}

/** A unit as emitted in a design of its own, as module `formal_dut`, and the depth of its output FIFOs. */
export function unit(
  target: Target,
  kind: string,
  attrs: object,
  inputs: Readonly<Record<string, readonly [Elem, readonly number[]]>>,
  outputs: readonly string[],
  fold: Readonly<Record<string, number>>,
): { text: string; depth: number } {
  const g = graph('formal');
  for (const [name, [elem, shape]] of Object.entries(inputs)) g.input(`in_${name}`, elem, shape);
  const sources = Object.fromEntries(Object.keys(inputs).map((name) => [name, `in_${name}`]));
  g.node(kind, 'dut', attrs, sources, { fold });
  for (const name of outputs) g.output(`out_${name}`, `dut.${name}`);
  const text = emit(lower(g.build(), registry, target, { compose })).files['rtl/formal_dut.sv'] as string;
  return { text, depth: Number(/\.Depth\((\d+)\)/.exec(text)![1]) };
}

/** Probes of the checker `stored` at a path, for the FIFO at another. */
export function storedProbes(checker: string, fifo: string, depth: number, width: number): Record<string, string> {
  const slots = Array.from({ length: depth }, (_, i) => `\\${fifo}.mem[${depth - 1 - i}][${width - 1}:0]`);
  const registers = ['write', 'read', 'used', 'filled'].map((name) => [name, `\\${fifo}.${name}_q`]);
  const signals = [['mem', slots.join(',')], ...registers, ['push', `\\${fifo}.push_i`], ['data', `\\${fifo}.data_i`]];
  return Object.fromEntries(signals.map(([name, signal]) => [`\\${checker}.probe_${name}`, signal!]));
}
