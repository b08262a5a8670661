// Reads the JSON netlist of newer Verilators (`--json-only`).
import type { Bounds, NetCell, Netlist, NetModule, NetType, NetVar } from './netlist.ts';
import { rangeSize } from './netlist.ts';

type Node = Readonly<Record<string, unknown>> & { readonly type: string; readonly name: string };

const directions: Readonly<Record<string, NetVar['direction']>> = { INPUT: 'in', OUTPUT: 'out', INOUT: 'inout' };

/** The netlist in the text of a `.tree.json` file. */
export function readJson(text: string): Netlist {
  const root = JSON.parse(text) as Node;
  const nodes = list(root.modulesp).filter((node) => node.type === 'MODULE');
  const names = new Map(nodes.map((node) => [String(node.addr), node.name]));
  const modules = new Map(nodes.map((node) => [node.name, readModule(node, names)]));
  const types = new Map<string, NetType>();
  for (const table of list(root.miscsp).filter((node) => node.type === 'TYPETABLE')) {
    for (const node of list(table.typesp)) types.set(String(node.addr), readType(node));
  }
  // The top comes first, or below the wrapper of a later stage.
  const top = nodes.find((node) => node.level === 1) ?? nodes[0];
  return { top: top.name, modules, types };
}

function list(value: unknown): readonly Node[] {
  return Array.isArray(value) ? (value as Node[]) : [];
}

function readModule(node: Node, names: ReadonlyMap<string, string>): NetModule {
  const vars: NetVar[] = [];
  const cells: NetCell[] = [];
  const visit = (children: readonly Node[], scope: string): void => {
    for (const child of children) {
      if (child.type === 'VAR') vars.push(readVar(child, scope));
      const module = child.type === 'CELL' ? names.get(String(child.modp)) : undefined;
      if (module !== undefined) cells.push({ name: scope + child.name, module });
      if (child.type === 'GENBLOCK' || child.type === 'BEGIN') {
        visit([...list(child.itemsp), ...list(child.stmtsp)], child.name === '' ? scope : `${scope}${child.name}.`);
      }
    }
  };
  visit(list(node.stmtsp), '');
  return { name: node.name, source: String(node.origName ?? node.name), vars, cells };
}

function readVar(node: Node, scope: string): NetVar {
  const constant = list(node.valuep)[0];
  const parameter = { GPARAM: 'parameter', LPARAM: 'localparam' } as const;
  return {
    name: node.name,
    member: String(node.origName ?? node.name),
    scope,
    type: String(node.dtypep),
    direction:
      directions[String(node.direction)] ?? parameter[node.varType as keyof typeof parameter] ?? ('internal' as const),
    value: constant?.type === 'CONST' ? constant.name : undefined,
  };
}

function readType(node: Node): NetType {
  const inner = String(node.refDTypep ?? node.dtypep);
  switch (node.type) {
    case 'BASICDTYPE': {
      if (/^(string|double|real|event|chandle|[A-Z].*)$/.test(node.name)) return { kind: 'other', name: node.name };
      return { kind: 'bits', width: rangeSize(bounds(String(node.range ?? '0:0'))), signed: node.signed === true };
    }
    case 'UNPACKARRAYDTYPE':
      return { kind: 'unpacked', of: inner, bounds: bounds(String(node.declRange)) };
    case 'PACKARRAYDTYPE':
      return { kind: 'packed', of: inner, count: rangeSize(bounds(String(node.declRange))) };
    case 'STRUCTDTYPE':
    case 'UNIONDTYPE': {
      const members = list(node.membersp).map((member) => String(member.refDTypep ?? member.dtypep));
      return { kind: node.type === 'STRUCTDTYPE' ? 'struct' : 'union', members };
    }
    case 'ENUMDTYPE':
    case 'REFDTYPE':
    case 'CONSTDTYPE':
    case 'MEMBERDTYPE':
      return inner === String(node.addr) ? { kind: 'other', name: node.name } : { kind: 'alias', of: inner };
    default:
      return { kind: 'other', name: node.name || node.type.toLowerCase() };
  }
}

function bounds(range: string): Bounds {
  const [left, right] = range.replaceAll(/[[\]]/g, '').split(':').map(Number);
  return [left!, right!];
}
