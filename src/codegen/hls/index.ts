// Emits a lowered graph as HLS C++ in Vitis style: a process a unit, the top, a C testbench and a script.
import type { Lowered, Manifest } from '../../ir/index.ts';
import type { Files } from '../emit.ts';
import { type Render, templates } from '../templates.ts';
import { renderProcess } from './cell.ts';
import { hlsTop } from './top.ts';

/** Name of the function of a design that Vitis HLS synthesises; sources are `hls/<top>.cpp` and `hls/tb_<top>.cpp`. */
export function hlsTopName(manifest: Pick<Manifest, 'design'>): string {
  return `${manifest.design}_top`;
}

/** All files below `hls/` by path. */
export function hlsFiles(
  lowered: Lowered,
  manifest: Pick<Manifest, 'design' | 'inputs' | 'outputs' | 'counters' | 'loads'>,
  render: Render = templates(),
): Files {
  const processes = lowered.cells.map((cell) => renderProcess(render, lowered, cell));
  const top = hlsTopName(manifest);
  const data = hlsTop(top, lowered, manifest, processes);
  const files: Files = {
    'dendra_hls.hpp': render('hls/lib/dendra_hls.hpp.hbs', {}),
    'dendra_tb.hpp': render('hls/lib/dendra_tb.hpp.hbs', {}),
    ...Object.fromEntries(processes.flatMap(({ files: own }) => Object.entries(own))),
    [`${top}.hpp`]: render('hls/top.hpp.hbs', data),
    [`${top}.cpp`]: render('hls/top.cpp.hbs', data),
    [`tb_${top}.cpp`]: render('hls/tb.cpp.hbs', data),
    'run_hls.tcl': render('hls/run_hls.tcl.hbs', data),
    'README.md': render('hls/README.md.hbs', data),
  };
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [`hls/${name}`, content]));
}
