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

/** A line of a port list. */
export interface PortLine {
  readonly text: string;
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

/** Declarations of a stream's ports; `reads` is true where the module reads the stream. */
export function streamLines(port: PortData, reads: boolean): string[] {
  const [from, to] = reads ? ['i', 'o'] : ['o', 'i'];
  const [dir, back] = reads ? ['input ', 'output'] : ['output', 'input '];
  return [
    `${dir} logic ${port.name}_valid_${from}`,
    `${back} logic ${port.name}_ready_${to}`,
    ...fields(port).map(([field, bits]) => `${dir} logic ${range(bits)}${port.name}_${field}_${from}`),
  ];
}

/** Declarations of a unit's counter ports. */
export function counterLines(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  return [
    'output logic count_done_o',
    ...names.map((name) => `output logic ${range(counterBits)}count_${name}_o`),
  ];
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
