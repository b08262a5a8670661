// What the templates of the benches, templates/sim, are filled with.
import type { Manifest, ManifestStream } from '../ir/index.ts';
import { counterBits } from '../ir/index.ts';

/** Folder of the templates and of the C++ driver, in the source tree and in the package alike. */
export const simTemplates = new URL('../../templates/sim/', import.meta.url);

/** What both benches need to know of a design's ports. */
export function portData(manifest: Manifest) {
  const stream = (s: ManifestStream, port: number) => ({
    name: s.name,
    port,
    dataBits: s.lanes * s.width,
    keepBits: s.lanes,
    width: s.width,
    beatBits: s.lanes * (s.width + 1) + 2,
  });
  const counters = manifest.counters.reduce((sum, unit) => sum + unit.names.length, 0);
  return {
    top: manifest.top,
    clock: manifest.clock,
    reset: manifest.reset.port,
    resetActive: manifest.reset.active,
    inputs: manifest.inputs.map((s, i) => stream(s, i)),
    outputs: manifest.outputs.map((s, i) => stream(s, manifest.inputs.length + i)),
    loads: manifest.loads !== undefined,
    counterUnits: manifest.counters.length,
    errorBits: manifest.inputs.length,
    counterBits: counters * counterBits,
  };
}
