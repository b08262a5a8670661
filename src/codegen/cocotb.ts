// Emits the cocotb bench of a design: Python and make files that need the RTL, the vectors and cocotb, and nothing of ours.
import { counterBits, type Manifest, type ManifestStream } from '../ir/index.ts';
import type { Files } from './emit.ts';
import { templates } from './templates.ts';

/** Cycles of a bench: reset, drain after the final beat, and patience without a handshake. */
export interface BenchCycles {
  readonly resetCycles: number;
  readonly drain: number;
  readonly watchdog: number;
}

/**
 * The bench by path relative to the design's folder. It reads `vectors/in_<input>.hex`, `vectors/out_<output>.hex` and, where
 * the design counts, `vectors/counters.json`.
 */
export function cocotbFiles(manifest: Manifest, cycles: BenchCycles): Files {
  const { top, clock, reset, inputs, outputs, counters, loads } = manifest;
  const data = {
    ...cycles,
    top,
    loads: loads !== undefined,
    clock,
    reset: reset.port,
    resetActive: reset.active,
    resetReleased: 1 - reset.active,
    inputs: inputs.map(stream),
    outputs: outputs.map(stream),
    counters: counters.map(({ node, index, offset, names }) => ({ node, index, offset, names: tuple(names) })),
    counterBits,
  };
  const render = templates();
  return {
    [`cocotb/test_${top}.py`]: render('sim/cocotb/bench.py.hbs', data),
    'cocotb/Makefile': render('sim/cocotb/Makefile.hbs', data),
    'cocotb/run.py': render('sim/cocotb/run.py.hbs', data),
  };
}

function stream({ name, lanes, width, signed }: ManifestStream) {
  return { name, lanes, width, signed: signed ? 'True' : 'False' };
}

/** Elements of a Python tuple; one alone needs a comma. */
function tuple(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`).join(', ');
  return names.length === 1 ? `${quoted},` : quoted;
}
