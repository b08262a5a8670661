// Which files a package has, what options change in them, and which options are refused.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageFiles } from '../../../src/codegen/index.ts';
import { parts } from '../../../src/synth/index.ts';
import { packagedDesign, packagedFolder } from './design.ts';

const fpga = await packagedFolder('ultrascale-plus');
const asic = await packagedFolder('asic');

describe('a package', () => {
  test('holds the files that fit its target', () => {
    expect(Object.keys(fpga.packaged)).toEqual([
      'README.md',
      'tiny_net.core',
      'component.xml',
      'constraints/tiny_net.xdc',
      'constraints/tiny_net_ooc.xdc',
      'vivado/stage.tcl',
      'vivado/package_ip.tcl',
      'vivado/ooc.tcl',
    ]);
    expect(Object.keys(asic.packaged)).toEqual([
      'README.md',
      'tiny_net.core',
      'constraints/tiny_net.sdc',
      'librelane/config.json',
      'librelane/tiny_net.sdc',
    ]);
  });

  test('has the same bytes each time', async () => {
    const hash = (files: object) => createHash('sha256').update(JSON.stringify(files)).digest('hex');
    expect(hash((await packagedDesign('ultrascale-plus')).packaged)).toBe(hash(fpga.packaged));
  });

  test.for([fpga, asic])('names in its README only files that exist, and every one of the package', (design) => {
    const readme = String(design.packaged['README.md']);
    const named = [...readme.matchAll(/^\| `([\w./]+\.\w+)`/gm)].map(([, path]) => path!);
    const others = Object.keys(design.packaged).filter((path) => !/README|stage\.tcl/.test(path));
    expect(named).toEqual(expect.arrayContaining(others));
    for (const path of named) expect(existsSync(join(design.folder, path)), path).toBe(true);
  });

  test('carries vendor, part and period into every file that asks for them', async () => {
    const options = { vendor: 'acme.org', part: 'xck26-sfvc784-2LV-c', period: 4.5 };
    const { packaged } = await packagedDesign('ultrascale-plus', options);
    const files = packaged as Record<string, string>;
    expect(files['tiny_net.core']).toContain('name: acme.org:generated:tiny_net:1.0\n');
    expect(files['component.xml']).toContain('<spirit:vendor>acme.org</spirit:vendor>');
    expect(files['vivado/package_ip.tcl']).toContain('ne "acme.org:generated:tiny_net:1.0"');
    for (const script of ['package_ip', 'ooc']) expect(files[`vivado/${script}.tcl`]).toContain('xck26-sfvc784-2LV-c');
    expect(files['constraints/tiny_net_ooc.xdc']).toContain('# 222.2 MHz.');
    expect(files['constraints/tiny_net_ooc.xdc']).toContain('-period 4.5 [get_ports aclk]');
    const { packaged: slow } = await packagedDesign('asic', { period: 12.5 });
    expect(slow['constraints/tiny_net.sdc']).toContain('create_clock -name aclk -period 12.5 [get_ports aclk]');
    expect(slow['constraints/tiny_net.sdc']).toContain('set_input_delay -max 2.5 -clock aclk');
    expect(JSON.parse(String(slow['librelane/config.json'])).CLOCK_PERIOD).toBe(12.5);
  });
});

describe('an option', () => {
  test.for([
    [fpga, { vendor: '' }, 'vendor must be a word of letters, digits, dots and hyphens, not empty'],
    [fpga, { vendor: 'a:b' }, 'vendor must be a word of letters, digits, dots and hyphens, not a:b'],
    [fpga, { period: 0 }, 'period must be a number of nanoseconds from 0.1 to 1000, not 0'],
    [fpga, { period: Number.NaN }, 'period must be a number of nanoseconds from 0.1 to 1000, not NaN'],
    [fpga, { period: 1001 }, 'period must be a number of nanoseconds from 0.1 to 1000, not 1001'],
    [
      fpga,
      { part: 'xck26-sfvc784-2LV-c; exit' },
      'part must be a name as Vivado has it, not xck26-sfvc784-2LV-c; exit',
    ],
    [fpga, { part: 'xck26-' }, 'part must be a name as Vivado has it, not xck26-'],
    [fpga, { part: '' }, 'part must be a name as Vivado has it, not empty'],
    [asic, { part: 'xck26' }, 'part must be left out for target asic, not xck26'],
  ] as const)('is refused where it makes no sense: %#', ([design, options, message]) => {
    expect(() => packageFiles(design.manifest, design.bench, options)).toThrow(
      expect.objectContaining({ message: `${message}\n  (rule package-option)` }),
    );
  });

  test.for(parts)('names the part $name by a device of its own', ({ name, device }) => {
    expect(device).toMatch(new RegExp(`^${name}-[a-z]{4}\\d{3,4}-[12](L|LV)?-[a-z]$`));
  });
});
