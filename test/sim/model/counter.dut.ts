// Ports of the top module counter, for benches in TypeScript: a name that is not a port does not compile.
// SPDX-License-Identifier: Apache-2.0

/** A port that the bench drives with values from -`Low` to `High`. */
export interface InputPort<T extends number | bigint, Low extends string, High extends string> {
  readonly path: string;
  readonly width: number;
  /** The bits in two's complement. */
  readonly signed: T;
  value: T;
  /** Writes the value; a constant that the port cannot hold does not compile. */
  set<const V extends T>(value: Fits<V, Low, High>): void;
}

/** A port that the design drives. */
export interface OutputPort<T extends number | bigint> {
  readonly path: string;
  readonly width: number;
  /** The bits in two's complement. */
  readonly signed: T;
  readonly value: T;
}

/** Ports of `counter`: a number up to 53 bits, a bigint above. */
export interface CounterDut {
  /** Input, 1 bit. */
  readonly clk_i: InputPort<number, '1', '1'>;
  /** Input, 1 bit. */
  readonly rst_ni: InputPort<number, '1', '1'>;
  /** Input, 1 bit. */
  readonly en_i: InputPort<number, '1', '1'>;
  /** Output, 5 bits. */
  readonly count_o: OutputPort<number>;
  /** Output, 5 bits. */
  readonly next_o: OutputPort<number>;
}
/** The same ports as data, in the order of the port list; `signed` speaks of the elements in a data port. */
export const ports = [
  { name: 'clk_i', width: 1, dir: 'in', signed: false },
  { name: 'rst_ni', width: 1, dir: 'in', signed: false },
  { name: 'en_i', width: 1, dir: 'in', signed: false },
  { name: 'count_o', width: 5, dir: 'out', signed: false },
  { name: 'next_o', width: 5, dir: 'out', signed: false },
] as const;
/** Parameters of the top module, as they were elaborated. */
export const parameters = {
  Width: 5,
  Step: 1,
  Limit: 32,
} as const;
/** `V` itself, or the reason why a port from -`Low` to `High` cannot hold it; a value known only at run time passes. */
export type Fits<V extends number | bigint, Low extends string, High extends string> = number extends V
  ? V
  : bigint extends V
    ? V
    : Magnitude<V, Low, High> extends true
      ? V
      : `value must lie between -${Low} and ${High}`;
type Magnitude<V extends number | bigint, Low extends string, High extends string> = `${V}` extends `-${infer M}`
  ? AtMost<M, Low>
  : AtMost<`${V}`, High>;
type AtMost<A extends string, B extends string> =
  Longer<A, B> extends true ? false : Longer<B, A> extends true ? true : NotAfter<A, B>;
type Longer<A extends string, B extends string> = A extends `${string}${infer C}`
  ? B extends `${string}${infer D}`
    ? Longer<C, D>
    : true
  : false;
type NotAfter<A extends string, B extends string> = A extends `${infer X}${infer C}`
  ? B extends `${infer Y}${infer D}`
    ? X extends Y
      ? NotAfter<C, D>
      : '0123456789' extends `${string}${X}${string}${Y}${string}`
        ? true
        : false
    : true
  : true;
