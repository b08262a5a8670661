// The FuseSoC core file of a block (CAPI2): sources, lint of the wrapper, and the bench in two simulators.
import { stringify } from 'yaml';
import type { Block } from './block.ts';

/**
 * Text of `<design>.core`. Memories and vectors are copied to the place below the work root where `$readmemh` looks for
 * them; FuseSoC would otherwise leave them in a folder of the core.
 */
export function coreFile({ manifest, axi, vlnv, bench }: Block): string {
  const inPlace = (path: string) => ({ [path]: { file_type: 'user', copyto: path } });
  const verilog = (path: string) => (path.endsWith('.v') ? { [path]: { file_type: 'verilogSource' } } : path);
  const isSource = (path: string) => path.endsWith('.sv');
  const sim = (options: object) => ({
    flow: 'sim',
    flow_options: options,
    filesets: ['rtl', 'tb'],
    toplevel: bench.files
      .filter(isSource)
      .map((path) => path.replace(/^.*\/|\.sv$/g, ''))
      .join(' '),
  });
  const core = {
    name: vlnv.join(':'),
    description: `${manifest.design}, emitted by ${manifest.generator} for ${manifest.target}`,
    filesets: {
      rtl: { files: [...manifest.rtl, ...manifest.memories.map(inPlace)], file_type: 'systemVerilogSource' },
      axi: { files: axi.rtl.map(verilog), file_type: 'systemVerilogSource' },
      tb: {
        files: bench.files.map((path) => (isSource(path) ? path : inPlace(path))),
        file_type: 'systemVerilogSource',
      },
    },
    targets: {
      default: { filesets: ['rtl', 'axi'], toplevel: axi.modules.ip },
      lint: {
        flow: 'lint',
        flow_options: { tool: 'verilator', verilator_options: ['-Wall'] },
        filesets: ['rtl', 'axi'],
        toplevel: axi.modules.ip,
      },
      sim: sim({ tool: 'verilator', mode: 'binary' }),
      sim_icarus: sim({ tool: 'icarus', iverilog_options: ['-g2012'] }),
    },
  };
  return `CAPI=2:\n# SPDX-License-Identifier: Apache-2.0\n${stringify(core, { lineWidth: 0 })}`;
}
