// Reads the XML netlist of Verilator 5.006 and its contemporaries (`--xml-only`).
import type { Bounds, NetCell, Netlist, NetModule, NetType, NetVar } from './netlist.ts';
import { constantValue, rangeSize } from './netlist.ts';
import { type Element, parseXml } from './xml.ts';

const directions: Readonly<Record<string, NetVar['direction']>> = { input: 'in', output: 'out', inout: 'inout' };

/** The netlist in the text of an XML file. */
export function readXml(text: string): Netlist {
  const netlist = child(parseXml(text), 'netlist');
  const modules = new Map<string, NetModule>();
  let top = '';
  for (const element of netlist.children.filter(({ tag }) => tag === 'module')) {
    const module = readModule(element);
    modules.set(module.name, module);
    if (element.attributes.topModule === '1') top = module.name;
  }
  const types = new Map(child(netlist, 'typetable').children.map((type) => [type.attributes.id, readType(type)]));
  return { top, modules, types };
}

function child(element: Element, tag: string): Element {
  return element.children.find((candidate) => candidate.tag === tag) ?? { tag, attributes: {}, children: [] };
}

function readModule(element: Element): NetModule {
  const vars: NetVar[] = [];
  const cells: NetCell[] = [];
  const visit = (parent: Element, scope: string): void => {
    for (const { tag, attributes, children } of parent.children) {
      if (tag === 'var') vars.push(readVar({ tag, attributes, children }, scope));
      if (tag === 'instance') cells.push({ name: scope + attributes.name, module: attributes.defName });
      if (tag === 'begin') {
        const name = attributes.name ?? '';
        visit({ tag, attributes, children }, name === '' ? scope : `${scope}${name}.`);
      }
    }
  };
  visit(element, '');
  const { name, origName } = element.attributes;
  return { name, source: origName ?? name, vars, cells };
}

function readVar(element: Element, scope: string): NetVar {
  const { name, origName, dir, dtype_id, param, localparam } = element.attributes;
  const kind = param === 'true' ? 'parameter' : localparam === 'true' ? 'localparam' : 'internal';
  return {
    name,
    member: origName ?? name,
    scope,
    type: dtype_id,
    direction: directions[dir] ?? kind,
    value: child(element, 'const').attributes.name,
  };
}

function readType(element: Element): NetType {
  const { name, left, right, signed, sub_dtype_id } = element.attributes;
  switch (element.tag) {
    case 'basicdtype': {
      if (/^(string|double|real|event|chandle|[A-Z].*)$/.test(name)) return { kind: 'other', name };
      const width = left === undefined ? 1 : rangeSize([Number(left), Number(right)]);
      return { kind: 'bits', width, signed: signed === 'true' };
    }
    case 'unpackarraydtype':
    case 'packarraydtype': {
      // Bounds are integers of 32 bits, some of which are written without their sign.
      const [from, to] = child(element, 'range').children.map(
        (bound) => Number(constantValue(bound.attributes.name)) | 0,
      );
      const bounds: Bounds = [from!, to!];
      return element.tag === 'packarraydtype'
        ? { kind: 'packed', of: sub_dtype_id, count: rangeSize(bounds) }
        : { kind: 'unpacked', of: sub_dtype_id, bounds };
    }
    case 'structdtype':
    case 'uniondtype': {
      const members = element.children.filter(({ tag }) => tag === 'memberdtype');
      return {
        kind: element.tag === 'structdtype' ? 'struct' : 'union',
        members: members.map((member) => member.attributes.sub_dtype_id),
      };
    }
    case 'enumdtype':
    case 'refdtype':
    case 'constdtype':
    case 'memberdtype':
      return { kind: 'alias', of: sub_dtype_id };
    default:
      return { kind: 'other', name: name ?? element.tag };
  }
}
