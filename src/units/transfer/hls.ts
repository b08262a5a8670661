// Data of the HLS template: the function as C++ text, and where the state of an element is kept.
import type { HlsParams, Site } from '../../ir/index.ts';
import { hlsFunction, hlsType } from '../../transfer/index.ts';
import { beatsOf } from '../elementwise.ts';
import type { Attrs } from './index.ts';
import { leadOf } from './index.ts';
import { formatsOf, planOf } from './plan.ts';

/** Data of the template. */
export function hls(site: Site<Attrs>): HlsParams {
  const { graph } = planOf(site.attrs, site.inputs);
  const states = Object.entries(graph.states).map(([name, { type, initial }]) => ({
    name,
    type: hlsType(type),
    initial: `${initial}`,
  }));
  return {
    operands: Object.keys(formatsOf(graph)),
    results: Object.keys(graph.outputs),
    states,
    stateful: states.length > 0,
    text: hlsFunction(graph, `apply_${site.name}`).trimEnd(),
    words: beatsOf(leadOf(site.outputs), site.fold.lanes!),
    lanes: site.fold.lanes!,
  };
}
