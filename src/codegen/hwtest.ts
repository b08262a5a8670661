// Emits the TypeScript bench of a design: it needs the RTL, the vectors and the entry `dendra/hwtest`.
import { counterBits, type Manifest } from '../ir/index.ts';
import type { BenchCycles } from './cocotb.ts';
import type { Files } from './emit.ts';
import { handleType } from './handle.ts';
import { templates } from './templates.ts';

/** The bench by path relative to the design's folder; it reads the vectors that the cocotb bench reads. */
export function hwtestFiles(manifest: Manifest, cycles: BenchCycles): Files {
  const { top, clock, reset, inputs, outputs, counters, loads } = manifest;
  const data = {
    ...cycles,
    top,
    loads: loads !== undefined,
    type: handleType(top),
    clock,
    reset: reset.port,
    resetActive: reset.active,
    resetReleased: 1 - reset.active,
    inputs,
    outputs,
    counters: counters.map(({ node, index, offset, names }) => {
      return { node, index, offset, names: names.map((name) => `'${name}'`).join(', ') };
    }),
    counterBits,
  };
  return { [`bench/${top}.hw.ts`]: templates()('sim/hwtest/bench.ts.hbs', data) };
}
