// From the path of a design to its lowered graph.
import { loadDesign } from '../import/index.ts';
import { type Lowered, type Target, targets } from '../ir/index.ts';
import { lower } from '../passes/index.ts';
import { compose } from '../timing/index.ts';
import { registry } from '../units/index.ts';

/** Loads a design and runs all passes on it. */
export async function lowerDesign(path: string, target: Target['name'] = 'ultrascale-plus'): Promise<Lowered> {
  return lower(await loadDesign(path), registry, targets[target], { compose });
}
