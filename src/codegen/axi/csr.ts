// Data of the register module: its ports, what each word shows, and the stages in which a read selects it.
import { assert, ceilLog2, counterBits, type Manifest, type Target } from '../../ir/index.ts';
import { loadPorts, type Port, port, range } from '../ports.ts';
import { inputErrors, type Register, type RegisterMap } from './registers.ts';

/** Bits that one stage of a read decodes: a multiplexer of 16 ways is two LUT6 levels. */
const stageBits = 4;

/** Two words, whether there are such words, and whether they are one value. */
const slotBits = 67;

/** Ports of the AXI4-Lite side. */
export function controlPorts(addressBits: number): Port[] {
  const bus = (name: string, dir: Port['dir'], bits = 0): Port => port(`s_axi_ctrl_${name}`, dir, bits);
  return [
    ...[bus('awvalid', 'in'), bus('awready', 'out'), bus('awaddr', 'in', addressBits)],
    ...[bus('wvalid', 'in'), bus('wready', 'out'), bus('wdata', 'in', 32), bus('wstrb', 'in', 4)],
    ...[bus('bvalid', 'out'), bus('bready', 'in'), bus('bresp', 'out', 2)],
    ...[bus('arvalid', 'in'), bus('arready', 'out'), bus('araddr', 'in', addressBits)],
    ...[bus('rvalid', 'out'), bus('rready', 'in'), bus('rdata', 'out', 32), bus('rresp', 'out', 2)],
  ];
}

/** Ports towards the datapath, each with the wire that it meets in the AXI top. */
export function datapathPorts(manifest: Manifest, coreReset: string): (Port & { readonly wire: string })[] {
  const { inputs, outputs, counters, loads = [] } = manifest;
  const to = (wire: string, name: string, bits = 0) => ({ ...port(name, 'in', bits), wire });
  const counts = counters.reduce((sum, { names }) => sum + names.length, 0);
  return [
    ...(counts === 0
      ? []
      : [to('count_done', 'count_done_i', counters.length), to('count', 'count_i', counts * counterBits)]),
    to('in_sample', 'in_sample_i', inputs.length),
    to('out_sample', 'out_sample_i', outputs.length),
    to('frame_error', 'frame_error_i', inputs.length),
    to('keep_error', 'keep_error_i', inputs.length),
    to('range_error', 'range_error_i', inputs.length),
    to('busy', 'busy_i'),
    to('timed', 'timed_i'),
    to('latency', 'latency_i', 32),
    { ...port('resetting_o', 'out'), wire: 'resetting' },
    { ...port('core_reset_o', 'out'), wire: coreReset },
    ...loadPorts(loads.length).map(({ name, bits }) => {
      const wire = name.replace(/_i$/, '');
      return { ...port(`${wire}_o`, 'out', bits), wire };
    }),
  ];
}

/** Data of `verilog/axi/csr.sv.hbs` besides the port lines. */
export function csrData(manifest: Manifest, map: RegisterMap, target: Target): object {
  const { inputs, outputs, counters, loads } = manifest;
  const wordBits = map.addressBits - 2;
  const slots = slotsOf(map.registers);
  const stages = stagesOf(slots.length);
  const covered = stages.reduce((sum, { bits }) => sum + bits, 1);
  const word = (name: string) => map.registers.find((register) => register.name === name)!.offset / 4;
  const units = counters.flatMap(({ index, names }) => names.map(() => index));
  return {
    design: manifest.design,
    target,
    active: target.resetActive,
    released: 1 - target.resetActive,
    addressBits: map.addressBits,
    wordBits,
    inputs: inputs.length,
    outputs: outputs.length,
    errorBits: inputErrors.length,
    inputRange: range(inputs.length),
    writable: [
      { name: 'write_control', word: word('CONTROL') },
      { name: 'write_scratch', word: word('SCRATCH') },
      ...map.inputs.map(({ errors }, i) => ({ name: `write_errors[${i}]`, word: errors! / 4 })),
    ],
    loads: loads === undefined ? false : { select: word('LOAD_SELECT'), data: word('LOAD_DATA') },
    counterBits,
    totalBits: units.length * counterBits,
    totals: map.events.map(({ node, counter }, i) => ({ node, counter, unit: units[i], low: i * counterBits })),
    slots: slots.map((slot, i) => ({ ...slot, low: i * slotBits })),
    slotCount: slots.length,
    stages,
    stageCount: stages.length,
    beyondRange: covered === wordBits ? '' : `${wordBits - 1}:${covered}`,
  };
}

/** The registers in pairs. */
function slotsOf(registers: readonly Register[]): { flags: string; value: string }[] {
  const pairs = Array.from({ length: Math.ceil(registers.length / 2) }, (_, i) => registers.slice(2 * i, 2 * i + 2));
  return pairs.map(([low, high]) => {
    if (low!.half !== undefined) {
      assert(low!.half === 'low' && high?.half === 'high', `${low!.name} must begin a pair`);
      return { flags: "3'b111", value: `64'(${low!.signal})` };
    }
    assert(high?.half === undefined, `${high?.name} must end a pair`);
    const shown = ({ signal, reset, access }: Register): string => {
      return signal !== undefined
        ? `32'(${signal})`
        : `32'h${(access === 'wo' ? 0 : reset).toString(16).padStart(8, '0')}`;
    };
    return high === undefined
      ? { flags: "3'b001, 32'd0", value: shown(low!) }
      : { flags: `3'b011, ${shown(high)}`, value: shown(low!) };
  });
}

/** Stages that select one of so many pairs; the word's lowest bit selects within the pair. */
function stagesOf(
  pairs: number,
): { number: number; words: number; outputs: number; bits: number; low: number; from: string }[] {
  const stages = [];
  let [words, low] = [pairs, 1];
  for (let number = 1; words > 1; number++) {
    const bits = Math.min(stageBits, ceilLog2(words));
    const outputs = Math.ceil(words / 2 ** bits);
    stages.push({ number, words, outputs, bits, low, from: number === 1 ? 'slots' : `stage_${number - 1}` });
    words = outputs;
    low += bits;
  }
  return stages;
}
