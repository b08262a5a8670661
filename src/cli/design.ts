// From the path of a design to its lowered graph.
import { loadDesign } from '../import/index.ts';
import { type Lowered, type Target, targetWith } from '../ir/index.ts';
import { lower } from '../passes/index.ts';
import { compose } from '../timing/index.ts';
import { registry } from '../units/index.ts';

/** Loads a design and runs all passes on it. */
export async function lowerDesign(
  path: string,
  target: Target['name'] = 'ultrascale-plus',
  dsp: Target['dsp'] = 'inferred',
): Promise<Lowered> {
  const found = targetWith(target, dsp);
  return lower(await loadDesign(path), registry, found, { compose });
}
