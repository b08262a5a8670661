// The IP-XACT description of a block: IEEE 1685-2009, in the names of bus definitions that Vivado knows.
import { XMLBuilder } from 'fast-xml-parser';
import { ipPorts, splitPort } from '../axi/top.ts';
import type { Port } from '../ports.ts';
import type { Block } from './block.ts';
import { memoryMap } from './ipxact-registers.ts';

const builder = new XMLBuilder({
  format: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: true,
});

/** Element names are those of the standard unless they name a namespace. */
function spirit(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(spirit);
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(
    Object.entries(tree)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [/^[@#?]|:/.test(key) ? key : `spirit:${key}`, spirit(value)]),
  );
}

/** Text of `component.xml`. */
export function componentXml(block: Block): string {
  const { axi, map, manifest, vlnv } = block;
  const [vendor, library, name, version] = vlnv;
  const ports = ipPorts(axi);
  const component = {
    '@xmlns:spirit': 'http://www.spiritconsortium.org/XMLSchema/SPIRIT/1685-2009',
    '@xmlns:xilinx': 'http://www.xilinx.com',
    ...{ vendor, library, name, version },
    busInterfaces: { busInterface: busInterfaces(block, ports) },
    memoryMaps: { memoryMap: memoryMap(axi, map) },
    model: {
      views: { view: Object.keys(views).map((view) => viewOf(view, axi.modules.ip)) },
      ports: { port: ports.map(wire) },
    },
    fileSets: { fileSet: fileSets(block) },
    description: `${manifest.design}, emitted by ${manifest.generator}; hash ${manifest.irHash}`,
    // Vivado does not list a component without families and a taxonomy.
    vendorExtensions: {
      'xilinx:coreExtensions': {
        'xilinx:supportedFamilies': {
          'xilinx:family': families.map((family) => ({ '@xilinx:lifeCycle': 'Production', '#text': family })),
        },
        'xilinx:taxonomies': { 'xilinx:taxonomy': '/UserIP' },
        'xilinx:displayName': manifest.design,
        'xilinx:coreRevision': 1,
      },
    },
  };
  return builder.build(spirit({ '?xml': { '@version': '1.0', '@encoding': 'UTF-8' }, component }));
}

/** Families of UltraScale+ as Vivado names them. */
const families = ['zynquplus', 'kintexuplus', 'virtexuplus', 'artixuplus'] as const;

/** Views as Vivado names them, with what each is for. */
const views = {
  xilinx_anylanguagesynthesis: 'synthesis',
  xilinx_anylanguagebehavioralsimulation: 'simulation',
} as const;

function viewOf(name: string, modelName: string) {
  return {
    name,
    envIdentifier: `:vivado.xilinx.com:${views[name as keyof typeof views]}`,
    language: 'Verilog',
    modelName,
    fileSetRef: { localName: `${name}_view_fileset` },
  };
}

/** Sources and memories for both views; constraints for synthesis alone. */
function fileSets({ manifest, axi }: Block) {
  const common = [
    // Vivado has the cells itself whose models lie in `sim/`.
    ...[...manifest.rtl, ...axi.rtl]
      .filter((name) => !name.startsWith('sim/'))
      .map((name) => {
        return { name, fileType: name.endsWith('.v') ? 'verilogSource' : 'systemVerilogSource' };
      }),
    ...manifest.memories.map((name) => ({ name, userFileType: 'mem' })),
  ];
  const constraints = { name: `constraints/${manifest.design}.xdc`, userFileType: 'xdc' };
  return Object.entries(views).map(([view, use]) => ({
    name: `${view}_view_fileset`,
    file: use === 'synthesis' ? [...common, constraints] : common,
  }));
}

function wire({ name, dir, bits }: Port) {
  const vector = bits === 0 ? {} : { vector: { left: bits - 1, right: 0 } };
  return { name, wire: { direction: dir, ...vector } };
}

/** A bus type or its abstraction, among those that come with Vivado. */
function definition(kind: 'interface' | 'signal', name: string) {
  return { '@spirit:vendor': 'xilinx.com', '@spirit:library': kind, '@spirit:name': name, '@spirit:version': '1.0' };
}

/** Parameters of a bus interface; Vivado finds them by their identifiers. */
function parameters(bus: string, values: Readonly<Record<string, string | number>>) {
  return {
    parameter: Object.entries(values).map(([name, value]) => ({
      name,
      value: { '@spirit:id': `BUSIFPARAM_VALUE.${bus.toUpperCase()}.${name}`, '#text': value },
    })),
  };
}

/** Streams, registers, clock and reset. */
function busInterfaces({ axi }: Block, ports: readonly Port[]) {
  const { streams, control, clock, reset } = axi;
  const portMap = (logical: string, physical: string) => ({
    logicalPort: { name: logical },
    physicalPort: { name: physical },
  });
  const portMaps = (bus: string) => ({
    portMap: ports
      .filter(({ name }) => splitPort(name)[0] === bus)
      .map(({ name }) => portMap(splitPort(name)[1], name)),
  });
  const signal = (name: string, kind: string, logical: string, values: Readonly<Record<string, string>>) => ({
    name,
    busType: definition('signal', kind),
    abstractionType: definition('signal', `${kind}_rtl`),
    slave: {},
    portMaps: { portMap: portMap(logical, name) },
    parameters: parameters(name, values),
  });
  return [
    ...streams.map(({ name, direction, tdataBytes, tuserBits }) => ({
      name,
      busType: definition('interface', 'axis'),
      abstractionType: definition('interface', 'axis_rtl'),
      [direction]: {},
      portMaps: portMaps(name),
      parameters: parameters(name, {
        TDATA_NUM_BYTES: tdataBytes,
        TUSER_WIDTH: tuserBits,
        HAS_TREADY: 1,
        HAS_TKEEP: 1,
        HAS_TLAST: 1,
      }),
    })),
    {
      name: control.name,
      busType: definition('interface', 'aximm'),
      abstractionType: definition('interface', 'aximm_rtl'),
      slave: { memoryMapRef: { '@spirit:memoryMapRef': control.name } },
      portMaps: portMaps(control.name),
      parameters: parameters(control.name, {
        PROTOCOL: 'AXI4LITE',
        DATA_WIDTH: control.dataBits,
        ADDR_WIDTH: control.addressBits,
      }),
    },
    signal(clock.name, 'clock', 'CLK', {
      ASSOCIATED_BUSIF: [...streams.map(({ name }) => name), control.name].join(':'),
      ASSOCIATED_RESET: reset.name,
    }),
    signal(reset.name, 'reset', 'RST', { POLARITY: 'ACTIVE_LOW' }),
  ];
}
