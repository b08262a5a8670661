// An elaborated design as Verilator reports it: modules with variables and cells, and their types. Readers of both formats fill it.

/** Left and right index of a dimension, as the source has them. */
export type Bounds = readonly [left: number, right: number];

/** A type, by what it is made of. */
export type NetType =
  | { readonly kind: 'bits'; readonly width: number; readonly signed: boolean }
  | { readonly kind: 'alias'; readonly of: string }
  | { readonly kind: 'packed'; readonly of: string; readonly count: number }
  | { readonly kind: 'unpacked'; readonly of: string; readonly bounds: Bounds }
  | { readonly kind: 'struct'; readonly members: readonly string[] }
  | { readonly kind: 'union'; readonly members: readonly string[] }
  | { readonly kind: 'other'; readonly name: string };

/** A variable of a module; `scope` is its generate block with a dot at the end, or nothing. */
export interface NetVar {
  readonly name: string;
  /** Name in the generated C++ and in configuration files. */
  readonly member: string;
  readonly scope: string;
  readonly type: string;
  readonly direction: 'in' | 'out' | 'inout' | 'internal' | 'parameter' | 'localparam';
  /** Text of a constant, such as `32'sh8`, if it has one. */
  readonly value?: string | undefined;
}

/** An instance of a module; `name` holds the generate blocks too. */
export interface NetCell {
  readonly name: string;
  readonly module: string;
}

/** A module with its parameters fixed. */
export interface NetModule {
  readonly name: string;
  /** Name in the source. */
  readonly source: string;
  readonly vars: readonly NetVar[];
  readonly cells: readonly NetCell[];
}

/** A whole design. */
export interface Netlist {
  readonly top: string;
  readonly modules: ReadonlyMap<string, NetModule>;
  readonly types: ReadonlyMap<string, NetType>;
}

/** What a type takes: bits of an element, its sign, and the unpacked dimensions from the outermost on. */
export interface Shape {
  readonly width: number;
  readonly signed: boolean;
  readonly dimensions: readonly Bounds[];
}

/** Shape of a type, or the name of what has no bits (a string, a real, a class). */
export function shapeOf(netlist: Netlist, id: string): Shape | string {
  const type = netlist.types.get(id);
  if (type === undefined) return `type ${id}`;
  if (type.kind === 'other') return type.name;
  if (type.kind === 'bits') return { width: type.width, signed: type.signed, dimensions: [] };
  if (type.kind === 'alias') return shapeOf(netlist, type.of);
  if (type.kind === 'struct' || type.kind === 'union') return structShape(netlist, type.kind, type.members);
  const inner = shapeOf(netlist, type.of);
  if (typeof inner === 'string') return inner;
  if (type.kind === 'unpacked') return { ...inner, dimensions: [type.bounds, ...inner.dimensions] };
  return { width: inner.width * type.count, signed: false, dimensions: inner.dimensions };
}

function structShape(netlist: Netlist, kind: 'struct' | 'union', members: readonly string[]): Shape | string {
  const widths: number[] = [];
  for (const member of members) {
    const shape = shapeOf(netlist, member);
    if (typeof shape === 'string') return shape;
    if (shape.dimensions.length > 0) return `unpacked ${kind}`;
    widths.push(shape.width);
  }
  const width = kind === 'union' ? Math.max(...widths) : widths.reduce((sum, bits) => sum + bits, 0);
  return { width, signed: false, dimensions: [] };
}

/** Elements between two bounds of a range. */
export function rangeSize([left, right]: Bounds): number {
  return Math.abs(left - right) + 1;
}

/** Elements of unpacked dimensions, 1 where there are none. */
export function elementsOf(dimensions: readonly Bounds[]): number {
  return dimensions.reduce((product, bounds) => product * rangeSize(bounds), 1);
}

/** Value of a constant such as `8'shff`; text that is no such constant stays text. */
export function constantValue(text: string): bigint | string {
  const match = /^(\d+)'(s?)([hbd])([0-9a-fA-F_]+)$/.exec(text);
  if (match === null) return text.replace(/^"(.*)"$/s, '$1');
  const [, width, signed, base, digits] = match;
  const prefix = { h: '0x', b: '0b', d: '' }[base as 'h' | 'b' | 'd'];
  const value = BigInt(prefix + digits.replaceAll('_', ''));
  return signed === 's' ? BigInt.asIntN(Number(width), value) : value;
}
