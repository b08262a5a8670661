// A lowered graph of counting cells without hardware, for tests of energy reports.
import * as v from 'valibot';
import {
  type Cell,
  elem,
  type Lowered,
  type Memory,
  type Operations,
  stream,
  targets,
  type Unit,
} from '../../src/ir/index.ts';

/** A cell that counts `events`, turns them into operations, and has `most` of them when everything is active. */
export function fakeCell(
  name: string,
  most: number,
  operations: (events: number) => Operations,
  memories: readonly Memory[] = [],
): Cell {
  const unit: Unit<object, null, number> = {
    kind: 'fake',
    summary: 'counts',
    attrs: v.strictObject({}),
    counters: ['events'],
    clears: 'never',
    levels: 1,
    ports: () => ({ inputs: [], outputs: [] }),
    infer: () => ({}),
    folds: () => [{}],
    lanes: () => ({}),
    interval: () => 1,
    multipliers: () => 0,
    initial: () => null,
    step: () => ({ outputs: {}, state: null, trace: 0 }),
    count: (_site, trace) => ({ events: trace }),
    operations: (_site, { events = 0 }) => operations(events),
    channels: () => ({ latency: {} }),
    beats: () => ({}),
    extremes: () => [0, most],
    memories: () => memories,
    params: () => ({}),
  };
  const x = stream(elem(0, 1), [1]);
  return { unit, site: { name, attrs: {}, inputs: { x }, outputs: {}, fold: {}, steps: 2 } };
}

/** A graph of those cells. */
export function fakeGraph(...cells: readonly Cell[]): Lowered {
  return { name: 'fake', steps: 2, target: targets['ultrascale-plus'], cells, edges: [], inputs: [], outputs: [] };
}
