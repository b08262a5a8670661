// Data of the HLS top: its ports, the streams between the processes, and the order in which they are called.
import type { Edge, Lowered, Manifest, ManifestStream } from '../../ir/index.ts';
import { type Process, spaceOf } from './cell.ts';
import { hlsPort } from './ports.ts';

/** A port of the top. */
interface End extends ManifestStream {
  readonly arg: string;
  readonly index: number;
  /** Bytes of a lane and of a beat. */
  readonly bytes: number;
  readonly total: number;
  readonly note: string;
}

/** Data of the templates of top and testbench; `top` is the function's name. */
export function hlsTop(
  top: string,
  lowered: Lowered,
  manifest: Pick<Manifest, 'inputs' | 'outputs' | 'counters' | 'loads'>,
  all: readonly Process[],
) {
  const inputs = manifest.inputs.map((stream, index) => endOf(stream, `in_${stream.name}`, index));
  const outputs = manifest.outputs.map((stream, index) => endOf(stream, `out_${stream.name}`, index));
  const ends = [...inputs, ...outputs];
  const counts = manifest.counters.flatMap(({ node, names }) => names.map((name) => `count_${node}_${name}`));
  const space = spaceOf(lowered);
  const cyclic = all.some(({ cell }) => cell.unit.feedback === true);
  const parameters = [
    ...ends.map(({ arg }) => `hls::stream<${space}::${arg}_t>& ${arg}`),
    ...counts.map((name) => `dendra::Count& ${name}`),
  ];
  const args = [...ends.map(({ arg }) => arg), ...counts];
  return {
    ...{ design: lowered.name, top, space, guard: `DENDRA_HLS_${top}_HPP`, steps: lowered.steps, cyclic },
    ...{ inputs, outputs, ends, counts, lead: inputs[0]?.arg, units: manifest.counters.length },
    constants: [...new Set((manifest.loads ?? []).map(({ node }) => node))].join(', '),
    parameters: `\n    ${parameters.join(',\n    ')}`,
    args: args.join(', '),
    countList: counts.join(', '),
    nodes: all.map(({ header }) => header),
    streams: streamsOf(lowered, cyclic),
    calls: callsOf(inputs, outputs, all, lowered),
  };
}

function endOf(stream: ManifestStream, arg: string, index: number): End {
  const { lanes, width, variable, shape } = stream;
  const bytes = Math.ceil(width / 8);
  const kind = `${stream.signed ? 'signed' : 'unsigned'} ${width}-bit`;
  const size = `${variable ? 'up to ' : ''}${shape.join(' x ') || 'one element'}`;
  return {
    ...stream,
    arg,
    index,
    bytes,
    total: lanes * bytes,
    note: `${size}, ${kind}, ${lanes} lane(s) of ${bytes} byte(s)`,
  };
}

/** The local that an edge is: of a node's port, or of a graph input. */
function localOf(from: string): string {
  return from.includes('.') ? `from_${from.replace('.', '_')}` : `read_${from}`;
}

/**
 * Where paths join again behind a fork, or around a cycle, a stream holds a whole tensor: processes take and give at other
 * times than the RTL, and so its depths do not say that nothing locks.
 */
function streamsOf(lowered: Lowered, cyclic: boolean) {
  const whole = cyclic || lowered.cells.some(({ site }) => Object.keys(site.outputs).length > 1);
  return lowered.edges.map(({ from, type, lanes, depth }) => {
    const port = hlsPort('', type, lanes, depth);
    return { name: localOf(from), type: port.type, depth: whole ? Math.max(depth, port.beats) : depth };
  });
}

/** The calls of one step: inputs, what delays hold, units, what delays take, outputs. */
function callsOf(inputs: readonly End[], outputs: readonly End[], all: readonly Process[], lowered: Lowered): string[] {
  const edge = (end: 'from' | 'to', name: string): Edge => lowered.edges.find((candidate) => candidate[end] === name)!;
  const boundary = (what: string, { lanes, bytes }: End, { type }: Edge): string =>
    `dendra::${what}_axi<${hlsPort('', type, lanes, 0).elem}, ${lanes}, ${bytes}>`;
  const feedback = all.filter(({ cell }) => cell.unit.feedback === true);
  const forward = all.filter((process) => !feedback.includes(process));
  const sources = ({ cell, inputs: ports }: Process): string[] =>
    ports.map(({ name }) => localOf(edge('to', `${cell.site.name}.${name}`).from));
  const sinks = ({ cell, outputs: ports }: Process): string[] =>
    ports.map(({ name }) => localOf(`${cell.site.name}.${name}`));
  const counters = ({ cell }: Process): string[] => cell.unit.counters.map((name) => `count_${cell.site.name}_${name}`);
  const call = (name: string, ...args: string[]): string => `${name}(${args.join(', ')})`;
  return [
    ...inputs.map((end) => {
      const from = edge('from', end.name);
      return call(boundary('read', end, from), end.arg, localOf(end.name));
    }),
    ...feedback.map((process) => call(`give_${process.cell.site.name}`, ...sinks(process), 'step')),
    ...forward.map((process) =>
      call(`run_${process.cell.site.name}`, ...sources(process), ...sinks(process), ...counters(process), 'step'),
    ),
    ...feedback.map((process) => call(`take_${process.cell.site.name}`, ...sources(process), 'step')),
    ...outputs.map((end) => {
      const to = edge('to', end.name);
      return call(boundary('write', end, to), localOf(to.from), end.arg);
    }),
  ];
}
