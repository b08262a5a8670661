// Ports, parameters and internal signals of an elaborated design, by path.
import { DendraError, nearest } from '../../ir/index.ts';
import {
  type Bounds,
  constantValue,
  type Netlist,
  type NetModule,
  type NetVar,
  type Shape,
  shapeOf,
} from './netlist.ts';
import type { ParameterInfo } from './types.ts';

/** A port or an internal signal, before it has an address. */
export interface Signal {
  readonly path: string;
  readonly direction: 'in' | 'out' | 'inout' | 'internal';
  readonly width: number;
  readonly signed: boolean;
  /** The unpacked dimensions, the outermost first. */
  readonly dimensions: readonly Bounds[];
  /** Name in the generated C++. */
  readonly member: string;
  /** Hierarchy from the top module to the variable, generate blocks included. */
  readonly scope: string;
  /** Name of the variable's module in the source. */
  readonly module: string;
}

/** A parameter of the top module, and whether it is a localparam. */
export interface Parameter extends ParameterInfo {
  readonly local: boolean;
}

/** Ports of the top, in the order of its port list; a port without bits is an error. */
export function portsOf(netlist: Netlist): Signal[] {
  const top = topModule(netlist);
  return top.vars
    .filter(({ direction }) => direction === 'in' || direction === 'out' || direction === 'inout')
    .map((port) => signal(netlist, top, port, top.name, port.name));
}

/** Parameters of the top, in source order; those without a constant value are left out. */
export function parametersOf(netlist: Netlist): Parameter[] {
  return topModule(netlist).vars.flatMap(({ name, direction, value }) => {
    if ((direction !== 'parameter' && direction !== 'localparam') || value === undefined) return [];
    const constant = constantValue(value);
    const small = typeof constant === 'bigint' && Number.isSafeInteger(Number(constant));
    return [{ name, local: direction === 'localparam', value: small ? Number(constant) : constant }];
  });
}

/** The internal signal of a path; one that does not exist is an error with the nearest name. */
export function findSignal(netlist: Netlist, path: string, role: string): Signal {
  const all = allVariables(netlist);
  const found = all.get(path);
  if (found !== undefined) return signal(netlist, found.module, found.variable, found.scope, path);
  const meant = nearest(path, [...all.keys()]);
  throw new DendraError(`${role} must be the path of a signal below ${netlist.top}, not ${path}`, {
    rule: 'signal-exists',
    hint: meant === undefined ? `signals of the top are ${topNames(all)}` : `did you mean ${meant}?`,
  });
}

function topNames(all: ReadonlyMap<string, unknown>): string {
  const names = [...all.keys()].filter((path) => !path.includes('.'));
  return `${names.slice(0, 20).join(', ')}${names.length > 20 ? ', ...' : ''}`;
}

function topModule(netlist: Netlist): NetModule {
  return netlist.modules.get(netlist.top)!;
}

function signal(netlist: Netlist, module: NetModule, variable: NetVar, scope: string, path: string): Signal {
  const shape: Shape | string = shapeOf(netlist, variable.type);
  const direction = variable.direction as Signal['direction'];
  if (typeof shape === 'string') {
    throw new DendraError(
      `${direction === 'internal' ? 'signal' : 'port'} ${path} must be made of bits, not of type ${shape}`,
      { rule: 'signal-has-bits', hint: 'wrap the module in one whose ports are vectors or arrays of vectors' },
    );
  }
  return { path, direction, ...shape, member: variable.member, scope, module: module.source };
}

interface Place {
  readonly module: NetModule;
  readonly variable: NetVar;
  readonly scope: string;
}

/** Every variable of the hierarchy, by its path below the top. */
function allVariables(netlist: Netlist): Map<string, Place> {
  const all = new Map<string, Place>();
  const visit = (module: NetModule, prefix: string): void => {
    for (const variable of module.vars) {
      if (variable.direction === 'parameter' || variable.direction === 'localparam') continue;
      const inner = `${prefix}${variable.scope}`;
      const scope = `${netlist.top}.${inner}`.replace(/\.$/, '');
      all.set(`${inner}${variable.name}`, { module, variable, scope });
    }
    for (const { name, module: below } of module.cells) {
      const child = netlist.modules.get(below);
      if (child !== undefined) visit(child, `${prefix}${name}.`);
    }
  };
  visit(topModule(netlist), '');
  return all;
}
