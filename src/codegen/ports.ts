// The streams of a module as plain data for templates: fields, widths and port declarations.
import {
  type Cell,
  ceilLog2,
  counterBits,
  type Edge,
  isSigned,
  isVariable,
  type Lowered,
  rowLength,
  type StreamType,
  widthOf,
} from '../ir/index.ts';

/** One stream as templates see it. */
export interface PortData {
  readonly name: string;
  readonly lanes: number;
  /** Bits of one element. */
  readonly width: number;
  readonly signed: boolean;
  /** `signed ` or nothing, for declarations. */
  readonly sign: string;
  readonly dataBits: number;
  /** Ranges for declarations, such as `[7:0] `: one element, all elements of a beat, keep, index. */
  readonly range: string;
  readonly dataRange: string;
  readonly keepRange: string;
  readonly indexRange: string;
  readonly events: boolean;
  /** Bits of the index of an event within its row; 0 for a dense stream. */
  readonly indexBits: number;
  /** Bits of a whole beat: eos, last, keep, index, data. */
  readonly beatBits: number;
  readonly variable: boolean;
  /** Slots of the FIFO behind an output; 0 for an input. */
  readonly depth: number;
}

/** A port of a module; 0 bits stand for a scalar. */
export interface Port {
  readonly name: string;
  readonly dir: 'in' | 'out';
  readonly bits: number;
  /** True for data whose elements are in two's complement. */
  readonly signed: boolean;
}

/** Describes a stream under its port name. */
export function portData(name: string, type: StreamType, lanes: number, depth = 0): PortData {
  const width = widthOf(type.elem);
  const events = type.order === 'events';
  const indexBits = events ? Math.max(1, ceilLog2(rowLength(type))) : 0;
  const signed = isSigned(type.elem);
  return {
    name,
    lanes,
    width,
    signed,
    sign: signed ? 'signed ' : '',
    dataBits: lanes * width,
    range: range(width),
    dataRange: range(lanes * width),
    keepRange: range(lanes),
    indexRange: range(indexBits),
    events,
    indexBits,
    beatBits: lanes * width + lanes + indexBits + 2,
    variable: isVariable(type),
    depth,
  };
}

/** Field name and width of a stream's ports besides valid and ready, in port order. */
export function fields(port: PortData): readonly (readonly [field: string, bits: number])[] {
  return [
    ...(port.events ? ([['index', port.indexBits]] as const) : []),
    ['data', port.dataBits],
    ['keep', port.lanes],
    ['last', 0],
    ['eos', 0],
  ];
}

/** `[7:0] ` for 8 bits; nothing for 0, which stands for a scalar. */
export function range(bits: number): string {
  return bits === 0 ? '' : `[${bits - 1}:0] `;
}

/** A port that carries a plain bit or number. */
export function port(name: string, dir: Port['dir'], bits = 0): Port {
  return { name, dir, bits, signed: false };
}

/** Ports of a stream; `reads` is true where the module reads the stream. */
export function streamPorts(stream: PortData, reads: boolean): Port[] {
  const [from, to] = reads ? ['i', 'o'] : ['o', 'i'];
  const [dir, back] = reads ? (['in', 'out'] as const) : (['out', 'in'] as const);
  return [
    port(`${stream.name}_valid_${from}`, dir),
    port(`${stream.name}_ready_${to}`, back),
    ...fields(stream).map(([field, bits]) => ({
      ...port(`${stream.name}_${field}_${from}`, dir, bits),
      signed: field === 'data' && stream.signed,
    })),
  ];
}

/** Ports of a unit's counters. */
export function counterPorts(names: readonly string[]): Port[] {
  if (names.length === 0) return [];
  return [port('count_done_o', 'out'), ...names.map((name) => port(`count_${name}_o`, 'out', counterBits))];
}

/** The load bus of a module with reloadable memories: lib/dendra_load says what its cycles mean. */
export function loadPorts(loads: number): Port[] {
  if (loads === 0) return [];
  return [port('load_valid_i', 'in'), port('load_start_i', 'in'), port('load_data_i', 'in', 32)];
}

/** Declarations of ports, with their names in one column. */
export function portLines(ports: readonly Port[]): string[] {
  const column = Math.max(...ports.map(({ bits }) => range(bits).length));
  return ports.map(
    ({ name, dir, bits }) => `${dir === 'in' ? 'input ' : 'output'} logic ${range(bits).padEnd(column)}${name}`,
  );
}

/** Inputs and outputs of a cell. */
export function cellPorts(lowered: Lowered, { unit, site }: Cell): { inputs: PortData[]; outputs: PortData[] } {
  const { inputs, outputs } = unit.ports(site.attrs);
  const edge = (end: 'from' | 'to', port: string): Edge | undefined =>
    lowered.edges.find((candidate) => candidate[end] === `${site.name}.${port}`);
  return {
    inputs: inputs.flatMap(({ name }) => {
      const found = edge('to', name);
      return found === undefined ? [] : [portData(name, found.type, found.lanes)];
    }),
    outputs: outputs.flatMap(({ name }) => {
      const found = edge('from', name);
      return found === undefined ? [] : [portData(name, found.type, found.lanes, found.depth)];
    }),
  };
}
