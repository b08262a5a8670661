// The data of a transfer function as a Verilog module of its own, without streams around it.
import { isSigned, type Target, targets, widthOf } from '../ir/index.ts';
import { hexWord, range } from '../ir/verilog.ts';
import type { ExpressionGraph } from './expression.ts';
import { hardwareGraph, resultTypes } from './hardware.ts';
import { multiplierModules, withMultipliers } from './multipliers.ts';
import { schedule } from './pipeline.ts';
import { datapath } from './verilog.ts';

/** What the template `verilog/transfer_function.sv.hbs` needs, and the files that the module reads. */
export interface FunctionModule {
  readonly data: Readonly<Record<string, unknown>>;
  /** Cycles from operands to results. */
  readonly latency: number;
  /** Modules of templates/verilog/lib and cells of the target that it instantiates. */
  readonly library: readonly string[];
  /** Contents of the memory files, by path. */
  readonly memories: Readonly<Record<string, string>>;
}

/** How to make a module. */
export interface ModuleOptions {
  /** Register stages; as many as the usual levels of logic ask for by default. */
  readonly stages?: number;
  readonly target?: Target;
  /** Where the simulator finds memory files; `mem` by default. */
  readonly folder?: string;
}

/** A module for a function without state; ports are `<name>_i` and `<name>_o`, `valid_i` and `valid_o`. */
export function functionModule(
  graph: ExpressionGraph,
  module: string,
  { stages, target = targets['ultrascale-plus'], folder = 'mem' }: ModuleOptions = {},
): FunctionModule {
  const hardware = hardwareGraph(graph);
  const plan = schedule(hardware, stages);
  const path = withMultipliers(datapath(hardware, plan, resultTypes(graph)), target);
  const types = new Map(graph.nodes.map(({ detail, type }) => [detail.name, type]));
  const port = (name: string, signal: string, type = types.get(name)!) => ({
    name,
    signal,
    type: `${isSigned(type) ? 'signed ' : ''}${range(widthOf(type))}`,
  });
  const tables = path.tables.map((table) => ({ ...table, file: `${folder}/${module}_${table.name}.mem` }));
  return {
    data: {
      module,
      summary: 'a transfer function',
      target,
      indent: '  ',
      stages: plan.stages,
      datapath: { ...path, tables },
      inputs: path.inputs.map(({ name, signal }) => port(name, signal)),
      outputs: path.outputs.map(({ name, signal, type }) => port(name, signal, type)),
    },
    latency: plan.stages,
    library: multiplierModules(path),
    memories: Object.fromEntries(
      tables.map(({ file, entries, width }) => [file, `${entries.map((entry) => hexWord(entry, width)).join('\n')}\n`]),
    ),
  };
}
