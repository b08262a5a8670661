// Timing of gather: one cycle a beat, whether its row is kept or not, and one for the beat that closes the tensor.
import { type Beat, type Beats, type Channels, maxSize, type Site } from '../../ir/index.ts';

/** Trace of a firing: 1 for each kept row. */
export interface Trace {
  readonly mask: Uint8Array;
}

/** Rows of the input, and elements of a row. */
export function rowsOf({ inputs }: Pick<Site, 'inputs'>): { rows: number; width: number } {
  const rows = maxSize(inputs.mask!);
  return { rows, width: maxSize(inputs.x!) / rows };
}

/** Beats that are taken straight into the output FIFO. */
export function channels(): Channels {
  return { latency: { y: 1 } };
}

/** Cycles of a firing. */
export function interval(site: Site): number {
  return maxSize(site.inputs.x!) / site.fold.lanes! + 1;
}

/** The thread of a firing; the mask goes with its row's last beat. */
export function beats(site: Site, { mask }: Trace): Beats {
  const more = rowsOf(site).width / site.fold.lanes! - 1;
  const kept: Beat[] = [
    { times: more, take: ['x'], peek: ['mask'], give: ['y'] },
    { times: 1, take: ['x', 'mask'], give: ['y'] },
  ];
  const dropped: Beat[] = [
    { times: more, take: ['x'], peek: ['mask'] },
    { times: 1, take: ['x', 'mask'] },
  ];
  const main: Beat[] = [];
  for (const bit of mask) main.push(...(bit === 1 ? kept : dropped));
  main.push({ times: 1, give: ['y'] });
  return { main };
}

/** No row and all rows. */
export function extremes(site: Site): readonly Trace[] {
  const { rows } = rowsOf(site);
  return [{ mask: new Uint8Array(rows) }, { mask: new Uint8Array(rows).fill(1) }];
}
