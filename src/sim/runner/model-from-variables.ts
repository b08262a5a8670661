// The design of a run that names it in variables: those of getRunner, or those of a Makefile of cocotb.

import process from 'node:process';
import { DendraError } from '../../ir/index.ts';
import { buildModel, type ModelOptions, type NativeModel } from '../model/index.ts';
import { type Variables, variable, words } from './variables.ts';

/** Holds the options of a model as JSON; `getRunner` sets it. */
export const modelVariable = 'DENDRA_MODEL';

/** Options of the model that the variables name, or undefined where they name none. */
export function modelFromVariables(variables: Variables = process.env): ModelOptions | undefined {
  const json = variable(variables, modelVariable)?.value;
  if (json !== undefined) return JSON.parse(json) as ModelOptions;
  const sources = words(variable(variables, 'VERILOG_SOURCES')?.value);
  const top = variable(variables, 'COCOTB_TOPLEVEL', 'TOPLEVEL')?.value;
  if (sources.length === 0) return undefined;
  if (top === undefined) {
    throw new DendraError('COCOTB_TOPLEVEL must be given beside VERILOG_SOURCES, not be absent', {
      rule: 'environment-variable',
    });
  }
  const simulator = variable(variables, 'SIM')?.value ?? 'verilator';
  if (simulator !== 'verilator') {
    throw new DendraError(`SIM must be verilator, not ${simulator}`, { rule: 'environment-variable' });
  }
  return {
    sources,
    top: top.slice(top.indexOf('.') + 1),
    includes: words(variable(variables, 'VERILOG_INCLUDE_DIRS')?.value),
    verilatorArgs: [
      ...words(variable(variables, 'COMPILE_ARGS')?.value),
      ...words(variable(variables, 'EXTRA_ARGS')?.value),
    ],
    timescale: timescaleOf(variables),
  };
}

/** Both or none: the defaults of cocotb are 1ns and 1ps. */
function timescaleOf(variables: Variables): string | undefined {
  const unit = variable(variables, 'COCOTB_HDL_TIMEUNIT')?.value;
  const precision = variable(variables, 'COCOTB_HDL_TIMEPRECISION')?.value;
  return unit === undefined && precision === undefined ? undefined : `${unit ?? '1ns'}/${precision ?? '1ps'}`;
}

let built: Promise<NativeModel> | undefined;

/** Builds that model, once a process. */
export function namedModel(): Promise<NativeModel> | undefined {
  const options = modelFromVariables();
  if (options === undefined) return undefined;
  built ??= buildModel(options);
  return built;
}
