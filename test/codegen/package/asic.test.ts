// The ASIC package: LibreLane's configuration names what exists, Yosys reads it, OpenSTA takes the constraints.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { axiInterface } from '../../../src/codegen/index.ts';
import { requireSta } from '../../../src/synth/index.ts';
import { runScript, yosysTool } from '../../../src/synth/yosys.ts';
import { packagedFolder } from './design.ts';

const { folder, manifest } = await packagedFolder('asic');
const text = (path: string): string => readFileSync(join(folder, path), 'utf8');
const config = JSON.parse(text('librelane/config.json'));
const paths = (values: string[]): string[] =>
  values.map((value) => resolve(folder, 'librelane', value.replace(/^dir::/, '')));

describe('librelane/config.json', () => {
  test('names the wrapper, its clock, and files that exist', () => {
    const axi = axiInterface(manifest);
    expect([config.DESIGN_NAME, config.CLOCK_PORT, config.CLOCK_PERIOD]).toEqual([axi.modules.ip, 'aclk', 20]);
    const sources = [...manifest.rtl, ...axi.rtl].map((path) => join(folder, path));
    expect(paths(config.VERILOG_FILES)).toEqual(sources);
    for (const path of [...sources, ...paths([config.PNR_SDC_FILE, config.SIGNOFF_SDC_FILE])]) {
      expect([path, existsSync(path)]).toEqual([path, true]);
    }
  });

  test('is read by Yosys with the options of LibreLane in the folder of the design, memories included', {
    timeout: 60_000,
  }, async () => {
    const names = [...readdirSync(join(folder, 'rtl')).map((name) => `rtl/${name}`), ...manifest.memories];
    const files = Object.fromEntries(names.map((name) => [name, text(name)]));
    const sources = paths(config.VERILOG_FILES).map((path) => path.slice(folder.length + 1));
    const script = `read_verilog -defer -noautowire -sv ${sources.join(' ')}; hierarchy -check -top ${config.DESIGN_NAME}; stat`;
    const tool = await yosysTool('wasm');
    await runScript(tool, { script, files, results: [] });
    const { [manifest.memories[0]!]: _, ...fewer } = files;
    await expect(runScript(tool, { script, files: fewer, results: [] })).rejects.toThrow(manifest.memories[0]);
  });
});

const sta = await requireSta().then(
  () => '',
  () => '(skipped: needs opensta)',
);

describe.skipIf(sta !== '' && !process.env.CI)(`OpenSTA ${sta}`, () => {
  const forms = ['as emitted', 'as scalars'];
  test('LibreLane keeps its own constraints, without a path from the reset', () => {
    // A flow with a clock alone, and a flip-flop that the reset reaches.
    writeFileSync(join(folder, 'base.sdc'), 'create_clock -name aclk -period 20 [get_ports aclk]\n');
    const ports = [...text('rtl/tiny_net_ip.v').matchAll(/^ +(input|output) +wire +(?:\[\d+:0\])? *(\w+)/gm)];
    const netlist = [
      `module tiny_net_ip (${ports.map(([, , name]) => name).join(', ')});`,
      ...ports.map(([, dir, name]) => `  ${dir} ${name};`),
      '  wire a;',
      '  DFFR first (.CK(aclk), .RN(aresetn), .D(aresetn), .Q(a));',
      'endmodule\n',
    ].join('\n');
    writeFileSync(join(folder, 'reset.v'), netlist);
    const commands = [
      `read_liberty {${fileURLToPath(new URL('../../synth/small.lib', import.meta.url))}}`,
      'read_verilog reset.v',
      'link_design tiny_net_ip',
      'set ::env(SCRIPTS_DIR) .',
      'source librelane/tiny_net.sdc',
      'puts "clocks [llength [all_clocks]]"',
      'set_input_delay 4 -clock aclk [get_ports aresetn]',
      'puts "reset [llength [find_timing_paths -from [get_ports aresetn]]]"',
    ];
    writeFileSync(join(folder, 'flow.tcl'), `${commands.join('\n')}\n`);
    const out = execFileSync('sta', ['-no_splash', '-exit', 'flow.tcl'], { cwd: folder, encoding: 'utf8' });
    expect(out).toBe('clocks 1\nreset 0\n');
  });

  test.for(forms)('takes the constraints where vectors of one bit stay %s: clock, delays at every port', (form) => {
    // A shell with the ports of the wrapper: a flip-flop behind each input bit and in front of each output bit.
    const wrapper = text('rtl/tiny_net_ip.v').replaceAll(form === forms[1] ? ' [0:0]' : /$^/g, '');
    const ports = [...wrapper.matchAll(/^ +(input|output) +wire +(\[\d+:0\])? *(\w+)/gm)];
    const flops = ports.flatMap(([, dir, range, name], port) => {
      if (name === 'aclk' || name === 'aresetn') return [];
      const bits =
        range === undefined ? [''] : Array.from({ length: Number(/\d+/.exec(range)![0]) + 1 }, (_, i) => `[${i}]`);
      return bits.map((bit, i) => {
        const [d, q] = dir === 'input' ? [`${name}${bit}`, ''] : ['a', `${name}${bit}`];
        return `  DFFR f${port}_${i} (.CK(aclk), .RN(aresetn), .D(${d}), .Q(${q}));`;
      });
    });
    const netlist = [
      `module tiny_net_ip (${ports.map(([, , , name]) => name).join(', ')});`,
      ...ports.map(([, dir, range = '', name]) => `  ${dir} ${range} ${name};`),
      '  wire a;',
      '  DFFR first (.CK(aclk), .RN(aresetn), .D(aresetn), .Q(a));',
      ...flops,
      'endmodule\n',
    ].join('\n');
    writeFileSync(join(folder, 'shell.v'), netlist);
    const lib = fileURLToPath(new URL('../../synth/small.lib', import.meta.url));
    const commands = [
      `read_liberty {${lib}}`,
      'read_verilog shell.v',
      'link_design tiny_net_ip',
      'source constraints/tiny_net.sdc',
      'check_setup -verbose -no_clock -no_input_delay -unconstrained_endpoints',
      'puts "into [get_property [find_timing_paths -from [get_ports s_axis_x_tdata]] slack]"',
      'puts "out of [get_property [find_timing_paths -to [all_outputs]] slack]"',
      'puts "held [get_property [find_timing_paths -path_delay min -to [all_outputs]] slack]"',
      'puts "reset [llength [find_timing_paths -from [get_ports aresetn]]]"',
    ];
    writeFileSync(join(folder, 'run.tcl'), `${commands.join('\n')}\n`);
    const out = execFileSync('sta', ['-no_splash', '-exit', 'run.tcl'], { cwd: folder, encoding: 'utf8' });
    // Of 20 ns the neighbour takes 4, the flip-flop of the library a little; for hold there is that little alone.
    expect(out.replaceAll(/1\.5[0-9]+e\+01/g, '15.9').replace(/held \d\.\d+e-02/, 'held 0.0')).toBe(
      [
        'Warning: There is 1 input port missing set_input_delay.',
        '  aresetn',
        'Warning: There is 1 unconstrained endpoint.',
        '  first/D',
        ...['into 15.9', 'out of 15.9', 'held 0.0', 'reset 0\n'],
      ].join('\n'),
    );
  });
});
