// Emits the drivers of a design: bare-metal C and Python, from its register map and interface.
import type { Manifest, ManifestLoad } from '../../ir/index.ts';
import type { Files } from '../emit.ts';
import type { Render } from '../templates.ts';
import type { AxiInterface } from './interface.ts';
import { magic, type RegisterMap, type StreamRegisters } from './registers.ts';

const hex = (value: number, digits = 3): string => value.toString(16).padStart(digits, '0');

/** The reloadable memories by node, as the drivers load them together. */
function loadsOf(loads: readonly ManifestLoad[]) {
  const nodes = [...new Set(loads.map(({ node }) => node))];
  return nodes.map((node) => ({
    node,
    memories: loads.flatMap(({ shape, tile, ...load }, index) => {
      const [rows, columns] = shape;
      const [tileRows, tileColumns] = tile;
      const pieces = load.words * Math.ceil(load.width / 32);
      return load.node === node ? [{ ...load, index, rows, columns, tileRows, tileColumns, pieces }] : [];
    }),
    biased: loads.some((load) => load.node === node && load.memory === 'bias'),
  }));
}

/** The files below `driver/` by path. */
export function driverFiles(manifest: Manifest, axi: AxiInterface, map: RegisterMap, render: Render): Files {
  const { design, irHash, steps, loads = [] } = manifest;
  const streams = (all: readonly StreamRegisters[]) =>
    all.map((registers) => {
      const { laneBytes, tdataBytes, width, signed, shape, variable } = axi.streams.find(
        ({ stream }) => stream === registers.stream,
      )!;
      return {
        ...{ stream: registers.stream, laneBytes, beatBytes: tdataBytes, width },
        signed: signed ? 'True' : 'False',
        variable: variable ? 'True' : 'False',
        // A Python tuple.
        shape: shape
          .map((size) => `${size}, `)
          .join('')
          .trimEnd(),
        samplesHex: hex(registers.samples),
        errorsHex: hex(registers.errors ?? 0),
      };
    });
  const data = {
    ...{ design, irHash, steps, version: map.version, magic: hex(magic), macro: design.toUpperCase() },
    bytesHex: hex(axi.control.bytes),
    registers: map.registers.map(({ name, offset }) => ({ name, hex: hex(offset) })),
    fields: map.registers
      .filter(({ fields }) => fields.length > 1)
      .flatMap(({ name, fields }) =>
        fields.map(({ name: field, lsb, width }) => ({
          name: `${name}_${field.toUpperCase()}`,
          lsb,
          mask: hex((2 ** width - 1) * 2 ** lsb, 8),
        })),
      ),
    inputs: streams(map.inputs),
    outputs: streams(map.outputs),
    counters: map.events.map(({ node, counter, offset }) => ({ node, counter, hex: hex(offset) })),
    hash: irHash.match(/.{8}/g),
    loads: loadsOf(loads),
    sampleArgs: map.inputs.map(({ stream }) => `"${stream}": ${stream}`).join(', '),
  };
  return Object.fromEntries(
    ['h', 'c', 'py'].map((suffix) => [`driver/${design}.${suffix}`, render(`driver/driver.${suffix}.hbs`, data)]),
  );
}
