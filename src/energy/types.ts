// The vocabulary of energy: technology tables, operations per sample, and reports that always name their evidence.
import type { Operations } from '../ir/index.ts';

/**
 * How a value is known: read in the cited document (or computed from it), read in a document that quotes the primary
 * one, or recalled without a document.
 */
export type Status = 'sourced' | 'second-hand' | 'derived' | 'unverified';

/** One constant of a table. */
export interface Entry {
  readonly name: string;
  readonly value: number;
  /** Upper end where documents give a range; `value` is then its lower end. */
  readonly high?: number;
  readonly unit: 'pJ';
  readonly node: string;
  readonly voltage?: number;
  readonly source: string;
  readonly status: Status;
  readonly note?: string;
}

/** What a table's values are: of a whole system, of a chip, or of arithmetic circuits alone. */
export type Scope = 'system estimate' | 'chip measurement' | 'ASIC arithmetic';

/** A technology table. */
export interface Technology {
  readonly name: string;
  readonly summary: string;
  readonly scope: Scope;
  readonly node: string;
  /** Entry `<class>` or `<class>.<bits>`: operations of `bits` bits take the smallest entry that holds them. */
  readonly entries: Readonly<Record<string, Entry>>;
  /** Classes of operations that are charged, so that no work is charged under two names. */
  readonly charges: readonly string[];
  /** Class to the reason why it is not charged although it happens, for example that another class contains it. */
  readonly contained: Readonly<Record<string, string>>;
  /** Bits that one `sram.<bytes>` access moves, and whether sizes in between are interpolated. */
  readonly sram?: { readonly bits: number; readonly interpolate: boolean };
}

/** The three parts that are never mixed: what computes, what brings context, what reads and writes memories. */
export const columns = ['compute', 'context', 'memory'] as const;
export type Column = (typeof columns)[number];

/** Joules by column. */
export type Joules = Readonly<Record<Column, number>>;

/** Operations that a table has no entry for, or that another class contains. */
export interface NotCharged {
  readonly operation: string;
  readonly count: number;
  readonly why: string;
}

/** One node's share, per sample. */
export interface LayerEnergy {
  readonly node: string;
  readonly kind: string;
  /** Synapse and context events. */
  readonly events: number;
  readonly joules: number;
  readonly columns: Joules;
  readonly operations: Operations;
}

/** Energy of one sample, the mean of `samples`, under one table. */
export interface EnergyReport {
  readonly design: string;
  readonly tech: string;
  readonly node: string;
  /** What the figures rest on, in words; part of every print. */
  readonly evidence: string;
  readonly samples: number;
  /** Synapse events and context events together; `synapses` and `contexts` apart. */
  readonly events: number;
  readonly synapses: number;
  readonly contexts: number;
  readonly joules: number;
  readonly columns: Joules;
  readonly layers: readonly LayerEnergy[];
  readonly notCharged: readonly NotCharged[];
}

/** A report beside another one. */
export interface Baseline {
  /** What it is, in words. */
  readonly kind: string;
  readonly report: EnergyReport;
  /** Joules of the design over joules of the baseline; absent when the baseline costs nothing. */
  readonly ratio: number | undefined;
}
