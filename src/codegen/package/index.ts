// Emits what hands a design to other tools: FuseSoC, IP-XACT, Vivado, constraints, LibreLane.
import type { Manifest, Target } from '../../ir/index.ts';
import type { Files } from '../emit.ts';
import { type Render, templates } from '../templates.ts';
import { type Bench, type Block, blockOf, type PackageOptions } from './block.ts';
import { constraintData } from './constraints.ts';
import { coreFile } from './fusesoc.ts';
import { componentXml } from './ipxact.ts';
import { librelaneConfig } from './librelane.ts';
import { readmeData } from './readme.ts';
import { vivadoData } from './vivado.ts';

type Write = (block: Block, render: Render) => string;

const template =
  (name: string, data: (block: Block) => object): Write =>
  (block, render) =>
    render(`package/${name}.hbs`, data(block));

/** Which files a target gets, by path; `*` stands for the design. */
const table: Readonly<Record<Target['name'], Readonly<Record<string, Write>>>> = {
  'ultrascale-plus': {
    'README.md': template('README.md', readmeData),
    '*.core': coreFile,
    'component.xml': componentXml,
    'constraints/*.xdc': template('block.xdc', constraintData),
    'constraints/*_ooc.xdc': template('ooc.xdc', constraintData),
    'vivado/stage.tcl': template('stage.tcl', vivadoData),
    'vivado/package_ip.tcl': template('package_ip.tcl', vivadoData),
    'vivado/ooc.tcl': template('ooc.tcl', vivadoData),
  },
  asic: {
    'README.md': template('README.md', readmeData),
    '*.core': coreFile,
    'constraints/*.sdc': template('block.sdc', constraintData),
    'librelane/config.json': librelaneConfig,
    'librelane/*.sdc': template('librelane.sdc', constraintData),
  },
};

/** The package of an emitted design by path, relative to the design's folder. */
export function packageFiles(
  manifest: Manifest,
  bench: Bench,
  options: PackageOptions = {},
  render: Render = templates(),
): Files {
  const block = blockOf(manifest, bench, options);
  const files = Object.entries(table[manifest.target as Target['name']]);
  return Object.fromEntries(files.map(([path, write]) => [path.replace('*', manifest.design), write(block, render)]));
}
