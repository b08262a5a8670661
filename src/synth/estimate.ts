// Estimates the area of a design at once, without Yosys: rules for memories and multipliers, and a linear model for logic.

import { portData } from '../codegen/ports.ts';
import type { Cell, Lowered } from '../ir/index.ts';
import { measuredError, models } from './coefficients.ts';
import { topLayer } from './layers.ts';
import type { Area } from './parts.ts';
import { fifoArea, ruledArea, sumOf } from './rules.ts';

/** What one of each term costs; `base` stands for what every instance has. */
export type Coefficients = Readonly<Record<'lut' | 'ff', Readonly<Record<string, number>>>>;

/** Coefficients of a unit, and how wrong they are on cells that they were not fitted to. */
export interface Model extends Coefficients {
  readonly error: Readonly<Record<'lut' | 'ff', Spread>> & { readonly points: number };
}

/** Median and largest error. */
export interface Spread {
  readonly median: number;
  readonly worst: number;
}

/** Errors of the estimate against Yosys over so many cells: relative for LUTs and registers, blocks for the others. */
export interface EstimateErrors extends Readonly<Record<'lut' | 'ff' | 'dsp' | 'bram', Spread>> {
  readonly points: number;
}

/** An estimated layer. */
export interface EstimatedLayer extends Area {
  readonly node: string;
  readonly kind: string;
  /** Measured for this kind of unit; undefined where there is no model. */
  readonly error?: Model['error'] | undefined;
}

/** An estimated design. */
export interface Estimate extends Area {
  readonly layers: readonly EstimatedLayer[];
  /** Units that have no model: only their memories and multipliers are in the figures. */
  readonly unknown: readonly string[];
  readonly error: EstimateErrors;
}

/** Estimates every layer. */
export function estimateArea(lowered: Lowered): Estimate {
  const cells = lowered.cells.map((cell) => ({
    node: cell.site.name,
    kind: cell.unit.kind,
    ...estimateCell(lowered, cell, models[cell.unit.kind]),
    error: models[cell.unit.kind]?.error,
  }));
  const inputs = lowered.inputs.map((name) => {
    const edge = lowered.edges.find(({ from }) => from === name)!;
    return fifoArea(portData(name, edge.type, edge.lanes, edge.depth).beatBits, edge.depth);
  });
  const layers = [...cells, { node: topLayer, kind: 'top', ...sumOf(inputs) }];
  const unknown = [...new Set(cells.map(({ kind }) => kind).filter((kind) => models[kind] === undefined))];
  return { ...sumOf(layers), layers, unknown, error: measuredError };
}

/** The area of one cell; without coefficients what rules say alone. */
export function estimateCell(lowered: Lowered, cell: Cell, model: Coefficients | undefined): Area {
  const ruled = ruledArea(lowered, cell);
  if (model === undefined) return ruled;
  const terms: Record<string, number> = termsOf(cell);
  const logic = (name: 'lut' | 'ff'): number =>
    Object.entries(model[name]).reduce((sum, [term, cost]) => sum + cost * (terms[term] ?? 0), 0);
  return { ...ruled, lut: Math.round(ruled.lut + logic('lut')), ff: Math.round(ruled.ff + logic('ff')) };
}

/** What an error of LUTs and registers is relative to, at the least: a few of them too many are no matter. */
const least = 20;

/** How wrong an estimate is: a share of what was measured for LUTs and registers, blocks for DSP48E2 and block RAM. */
export function errorOf(estimate: Area, measured: Area): Readonly<Record<'lut' | 'ff' | 'dsp' | 'bram', number>> {
  const relative = (name: 'lut' | 'ff'): number =>
    Math.abs(estimate[name] - measured[name]) / Math.max(least, measured[name]);
  const absolute = (name: 'dsp' | 'bram'): number => Math.abs(estimate[name] - measured[name]);
  return { lut: relative('lut'), ff: relative('ff'), dsp: absolute('dsp'), bram: absolute('bram') };
}

/** The terms of a cell, with `base` for the instance itself. */
export function termsOf({ unit, site }: Cell): Record<string, number> {
  return { base: 1, ...unit.growth?.(site).terms };
}
