// Cycles of a product with a constant matrix: every beat of x meets all groups of outputs, one a cycle.
import { type Beat, type Beats, bitLength, isVariable, maxRows, rowLength, type Site } from '../ir/index.ts';
import { groupsOf, type MatrixAttrs } from './matrix.ts';
import type { MatrixTrace } from './matrix-golden.ts';

/** True when x has several rows but the matrix takes the whole tensor: rows then close without a result. */
export function spansRows({ attrs, inputs }: Pick<Site<MatrixAttrs>, 'attrs' | 'inputs'>): boolean {
  return attrs.over === 'tensor' && maxRows(inputs.x!) > 1;
}

const tables = new WeakMap<Site, Table>();

/** Beat objects of a site, made once. */
class Table {
  /** Cycles of one beat of x that gives nothing, and of one that gives the results of its row. */
  readonly silent: readonly Beat[];
  readonly closing: readonly Beat[];
  readonly groups: number;
  readonly #runs: Beat[] = [];
  readonly #merged = new Map<number, readonly Beat[]>();

  constructor(groups: number) {
    this.groups = groups;
    const rest = groups - 1;
    this.silent = rest === 0 ? [take] : [{ times: rest, peek: ['x'] }, take];
    this.closing = rest === 0 ? [takeGive] : [{ times: rest, peek: ['x'], give: ['y'] }, takeGive];
  }

  /** `count` beats of x that give nothing. */
  run(count: number): readonly Beat[] {
    if (this.groups > 1) {
      while (this.#runs.length < 2 * count) this.#runs.push(...this.silent);
      return this.#runs.slice(0, 2 * count);
    }
    const known = this.#merged.get(count);
    if (known !== undefined) return known;
    const merged = count === 0 ? [] : [{ times: count, take: ['x'] }];
    this.#merged.set(count, merged);
    return merged;
  }
}

const take: Beat = { times: 1, take: ['x'] };
const takeGive: Beat = { times: 1, take: ['x'], give: ['y'] };

function tableOf(site: Site<MatrixAttrs>): Table {
  const known = tables.get(site);
  if (known !== undefined) return known;
  const table = new Table(groupsOf(site.attrs, site.fold.out!));
  tables.set(site, table);
  return table;
}

/** x comes as events: each row is its events and then its closing beat, which gives the results. */
export function eventBeats(site: Site<MatrixAttrs>, { active }: MatrixTrace): Beats {
  const table = tableOf(site);
  const spans = spansRows(site);
  const main: Beat[] = [];
  active.forEach((count, row) => {
    for (const beat of table.run(count)) main.push(beat);
    if (spans && row < active.length - 1) main.push(take);
    else main.push(...table.closing);
  });
  if (isVariable(site.inputs.x!)) main.push(takeGive);
  return { main };
}

/** x comes dense, `lanes` elements a beat: the last beat of a row gives the results. */
export function denseBeats(site: Site<MatrixAttrs>, { active }: MatrixTrace, lanes: number): Beats {
  const table = tableOf(site);
  const rows = site.attrs.over === 'tensor' ? 1 : active.length;
  const perRow = (site.attrs.over === 'tensor' ? site.attrs.weights.shape[1]! : rowLength(site.inputs.x!)) / lanes;
  const row = [...table.run(perRow - 1), ...table.closing];
  const main = Array.from({ length: rows }, () => row).flat();
  if (isVariable(site.inputs.x!)) main.push(takeGive);
  return { main };
}

/** Traces without any work and with the most. */
export function matrixExtremes({ inputs }: Pick<Site, 'inputs'>): readonly MatrixTrace[] {
  const x = inputs.x!;
  const rows = maxRows(x);
  const none = { active: new Int32Array(isVariable(x) ? 0 : rows), planes: 0 };
  // Of the codes up to hi, 2^n - 1 has the most ones.
  const ones = x.elem.int[1] < 0n ? 0 : bitLength(x.elem.int[1] + 1n) - 1;
  return [none, { active: new Int32Array(rows).fill(rowLength(x)), planes: rows * rowLength(x) * ones }];
}
