// The register map of a design, generated once and used for RTL, drivers and docs.
import { ceilLog2, counterBits, type Manifest, type ManifestLoad, type ManifestStream } from '../../ir/index.ts';

/** How software may use a register: `w1c` clears the bits that are written as 1, `wo` reads as 0. */
export type Access = 'ro' | 'rw' | 'w1c' | 'wo';

/** A field of a register. */
export interface Field {
  readonly name: string;
  readonly lsb: number;
  readonly width: number;
  readonly about: string;
}

/** A register of 32 bits. */
export interface Register {
  readonly name: string;
  /** Bytes from the base; a multiple of 4. */
  readonly offset: number;
  readonly access: Access;
  /** Value after reset; a constant keeps it. */
  readonly reset: number;
  readonly fields: readonly Field[];
  readonly about: string;
  /** Half of a 64-bit value: reading the low one keeps the high one for the next read, so that both belong together. */
  readonly half?: 'low' | 'high' | undefined;
  /** What it shows, as an expression in the register module; absent for a constant. Of a half, the whole value. */
  readonly signal?: string | undefined;
}

/** An event counter of a unit: the total over samples since it was cleared, 64 bits from `offset` on. */
export interface EventCounter {
  readonly node: string;
  readonly counter: string;
  readonly offset: number;
}

/** Registers of one stream. */
export interface StreamRegisters {
  readonly stream: string;
  readonly samples: number;
  /** Of an input. */
  readonly errors?: number | undefined;
}

/** All registers of a design. */
export interface RegisterMap {
  readonly version: number;
  /** Bits of an address; at least those of the smallest page of 4 KiB. */
  readonly addressBits: number;
  /** In the order of their offsets. */
  readonly registers: readonly Register[];
  readonly events: readonly EventCounter[];
  readonly inputs: readonly StreamRegisters[];
  readonly outputs: readonly StreamRegisters[];
}

/** Reads "DNDR". */
export const magic = 0x444e_4452;

/** Changes when a register changes its place or meaning. */
export const mapVersion = 1;

/** Errors of an input, from bit 0 on. */
export const inputErrors = [
  [
    'frame',
    'TLAST came too early or too late, or TKEEP does not fit the tensor; the datapath is out of step until a soft reset',
  ],
  ['keep', 'the TKEEP bits of one lane differed'],
  ['range', 'an element did not fit the bits of the stream'],
] as const;

type Draft = Omit<Register, 'offset'>;

const field = (name: string, lsb: number, width: number, about: string): Field => ({ name, lsb, width, about });

function register(name: string, access: Access, about: string, rest: Partial<Draft> = {}): Draft {
  const fields = rest.fields ?? [field('value', 0, 32, about)];
  return { name, access, reset: 0, about, ...rest, fields };
}

/** Two registers of one value with up to 64 bits. */
function wide(name: string, bits: number, about: string, signal: string): Draft[] {
  const low = [field('value', 0, 32, 'bits 31 to 0')];
  const high = [field('value', 0, bits - 32, `bits ${bits - 1} to 32, as they were when the low half was read`)];
  return [
    register(`${name}_LO`, 'ro', `${about}; read before its high half`, { fields: low, half: 'low', signal }),
    register(`${name}_HI`, 'ro', about, { fields: high, half: 'high', signal }),
  ];
}

/** The register map of an emitted design. */
export function registerMap(manifest: Manifest): RegisterMap {
  const { inputs, outputs, counters, irHash, loads } = manifest;
  const events = counters.flatMap(({ node, names }) => names.map((counter) => ({ node, counter })));
  const registers: Register[] = [];
  /** Places registers behind those that are there; the offset of the first one. */
  const place = (drafts: readonly Draft[]): number => {
    const start = 4 * registers.length;
    for (const draft of drafts) {
      const name = distinct(draft.name.toUpperCase(), registers);
      registers.push({ ...draft, name, offset: 4 * registers.length });
    }
    return start;
  };
  place(identity(manifest, events.length));
  place(
    Array.from({ length: 8 }, (_, i) => {
      const about = `digits ${8 * i} to ${8 * i + 7} of the hash in manifest.json`;
      return register(`IR_HASH_${i}`, 'ro', about, { reset: Number.parseInt(irHash.slice(8 * i, 8 * i + 8), 16) });
    }),
  );
  place(wide('CYCLES', 64, 'clock cycles since reset or clear', 'cycles_q'));
  const blocks = {
    events: events.map(({ node, counter }, i) => {
      const about = `\`${counter}\` of unit \`${node}\`: total over the samples that it ended since reset or clear`;
      const signal = `total[${counterBits * i} +: ${counterBits}]`;
      return { node, counter, offset: place(wide(`COUNT_${node}_${counter}`, counterBits, about, signal)) };
    }),
    inputs: inputs.map((stream, i) => {
      const start = place(inputRegisters(stream, i));
      return { stream: stream.name, samples: start + 8, errors: start + 12 };
    }),
    outputs: outputs.map((stream, i) => ({ stream: stream.name, samples: place(outputRegisters(stream, i)) + 8 })),
  };
  if (loads !== undefined) place(loadRegisters(loads));
  const addressBits = Math.max(12, ceilLog2(4 * registers.length));
  return { version: mapVersion, addressBits, registers, ...blocks };
}

/** Names are upper case here, so two of a graph may become one; then the later one gets a number. */
function distinct(name: string, before: readonly Register[]): string {
  const taken = (candidate: string): boolean => before.some((other) => other.name === candidate);
  if (!taken(name)) return name;
  let number = 2;
  while (taken(`${name}_${number}`)) number++;
  return `${name}_${number}`;
}

/** The registers that every design has at the same place. */
function identity({ inputs, outputs, steps }: Manifest, events: number): Draft[] {
  const bit = (name: string, lsb: number, about: string): Field => field(name, lsb, 1, about);
  return [
    register('ID', 'ro', '"DNDR" in ASCII, first letter in the highest byte', { reset: magic }),
    register('MAP_VERSION', 'ro', 'version of this map', { reset: mapVersion }),
    register('CONTROL', 'wo', 'commands: a bit written as 1 acts once', {
      fields: [
        bit('soft_reset', 0, 'resets the datapath and drops all samples in flight, but no register of this map'),
        bit('clear', 1, 'clears cycles, latency, samples and event totals'),
      ],
    }),
    register('STATUS', 'ro', 'state', {
      // The datapath is still in reset in the first cycles after a reset.
      reset: 2,
      signal: 'status',
      fields: [
        bit('busy', 0, 'a sample has begun at the first input and not yet left at the first output'),
        bit('resetting', 1, 'the datapath is in reset and takes no beat'),
        bit('error', 2, 'some bit of an ERRORS register is 1'),
      ],
    }),
    register('STREAMS', 'ro', 'number of streams and event counters', {
      reset: inputs.length + 256 * outputs.length + 65_536 * events,
      fields: [
        field('inputs', 0, 8, 'inputs'),
        field('outputs', 8, 8, 'outputs'),
        field('counters', 16, 16, 'event counters'),
      ],
    }),
    register('STEPS', 'ro', 'tensors of a sample', { reset: steps }),
    register('SCRATCH', 'rw', 'free for software, changes nothing', { signal: 'scratch_q' }),
    register(
      'LATENCY',
      'ro',
      'cycles from the first beat of a sample at the first input to its final beat at the first output, of the sample ' +
        'that was timed last; the next one to be timed is the next to begin',
      { signal: 'latency_q' },
    ),
  ];
}

function shapeRegisters(prefix: string, { lanes, width, signed, shape }: ManifestStream): Draft[] {
  const bytes = Math.ceil(width / 8);
  return [
    register(`${prefix}_FORMAT`, 'ro', 'layout of a beat', {
      reset: lanes + 65_536 * bytes + 2 ** 24 * width + (signed ? 2 ** 31 : 0),
      fields: [
        field('lanes', 0, 16, 'elements of a beat'),
        field('lane_bytes', 16, 8, 'bytes of an element'),
        field('width', 24, 7, 'bits of an element'),
        field('signed', 31, 1, "1 for two's complement"),
      ],
    }),
    register(`${prefix}_ELEMENTS`, 'ro', 'elements of a tensor at most', {
      reset: shape.reduce((product, dim) => product * dim, 1),
    }),
  ];
}

function inputRegisters(stream: ManifestStream, index: number): Draft[] {
  const prefix = `IN_${stream.name}`;
  return [
    ...shapeRegisters(prefix, stream),
    register(`${prefix}_SAMPLES`, 'ro', 'samples accepted since reset or clear', {
      signal: `in_samples_q[${32 * index} +: 32]`,
    }),
    register(`${prefix}_ERRORS`, 'w1c', 'errors of this input; they outlive a soft reset', {
      signal: `errors_q[${inputErrors.length * index} +: ${inputErrors.length}]`,
      fields: inputErrors.map(([name, about], lsb) => field(name, lsb, 1, about)),
    }),
  ];
}

/** Registers of the load bus; they stand last, so that all others lie where they do without them. */
function loadRegisters(loads: readonly ManifestLoad[]): Draft[] {
  const memories = loads.map(({ node, memory }, i) => `${i} \`${memory}\` of \`${node}\``).join(', ');
  const rule = 'a write needs all strobes and is answered with SLVERR while STATUS has `resetting`';
  return [
    register('LOAD_SELECT', 'wo', `number of the memory to load from its word 0 on: ${memories}; ${rule}`),
    register('LOAD_DATA', 'wo', `the next 32 bits of a word, the lowest first; ${rule}`),
    register(
      'LOAD_COUNT',
      'ro',
      'writes to LOAD_DATA since LOAD_SELECT was written; a soft reset ends a load and clears it',
      {
        signal: 'load_count_q',
      },
    ),
  ];
}

function outputRegisters(stream: ManifestStream, index: number): Draft[] {
  const prefix = `OUT_${stream.name}`;
  return [
    ...shapeRegisters(prefix, stream),
    register(`${prefix}_SAMPLES`, 'ro', 'samples that left the datapath since reset or clear', {
      signal: `out_samples_q[${32 * index} +: 32]`,
    }),
  ];
}
