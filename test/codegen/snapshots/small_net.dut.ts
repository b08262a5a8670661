// Ports of the top module small_net, for benches in TypeScript: a name that is not a port does not compile.
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

/** Ports of `small_net`: a number up to 53 bits, a bigint above. */
export interface SmallNetDut {
  /** Input, 1 bit. */
  readonly clk_i: InputPort<number, '1', '1'>;
  /** Input, 1 bit. */
  readonly rst_ni: InputPort<number, '1', '1'>;
  /** Input, 1 bit. */
  readonly x_valid_i: InputPort<number, '1', '1'>;
  /** Output, 1 bit. */
  readonly x_ready_o: OutputPort<number>;
  /** Input, 27 bits, signed elements. */
  readonly x_data_i: InputPort<number, '67108864', '134217727'>;
  /** Input, 3 bits. */
  readonly x_keep_i: InputPort<number, '4', '7'>;
  /** Input, 1 bit. */
  readonly x_last_i: InputPort<number, '1', '1'>;
  /** Input, 1 bit. */
  readonly x_eos_i: InputPort<number, '1', '1'>;
  /** Output, 1 bit. */
  readonly y_valid_o: OutputPort<number>;
  /** Input, 1 bit. */
  readonly y_ready_i: InputPort<number, '1', '1'>;
  /** Output, 21 bits, signed elements. */
  readonly y_data_o: OutputPort<number>;
  /** Output, 3 bits. */
  readonly y_keep_o: OutputPort<number>;
  /** Output, 1 bit. */
  readonly y_last_o: OutputPort<number>;
  /** Output, 1 bit. */
  readonly y_eos_o: OutputPort<number>;
  /** Output, 1 bit. */
  readonly best_valid_o: OutputPort<number>;
  /** Input, 1 bit. */
  readonly best_ready_i: InputPort<number, '1', '1'>;
  /** Output, 3 bits. */
  readonly best_data_o: OutputPort<number>;
  /** Output, 1 bit. */
  readonly best_keep_o: OutputPort<number>;
  /** Output, 1 bit. */
  readonly best_last_o: OutputPort<number>;
  /** Output, 1 bit. */
  readonly best_eos_o: OutputPort<number>;
  /** Output, 1 bit. */
  readonly count_done_o: OutputPort<number>;
  /** Output, 48 bits. */
  readonly count_o: OutputPort<number>;
  /** Output, 1 bit. */
  readonly error_o: OutputPort<number>;
}
/** The same ports as data, in the order of the port list; `signed` speaks of the elements in a data port. */
export const ports = [
  { name: 'clk_i', width: 1, dir: 'in', signed: false },
  { name: 'rst_ni', width: 1, dir: 'in', signed: false },
  { name: 'x_valid_i', width: 1, dir: 'in', signed: false },
  { name: 'x_ready_o', width: 1, dir: 'out', signed: false },
  { name: 'x_data_i', width: 27, dir: 'in', signed: true },
  { name: 'x_keep_i', width: 3, dir: 'in', signed: false },
  { name: 'x_last_i', width: 1, dir: 'in', signed: false },
  { name: 'x_eos_i', width: 1, dir: 'in', signed: false },
  { name: 'y_valid_o', width: 1, dir: 'out', signed: false },
  { name: 'y_ready_i', width: 1, dir: 'in', signed: false },
  { name: 'y_data_o', width: 21, dir: 'out', signed: true },
  { name: 'y_keep_o', width: 3, dir: 'out', signed: false },
  { name: 'y_last_o', width: 1, dir: 'out', signed: false },
  { name: 'y_eos_o', width: 1, dir: 'out', signed: false },
  { name: 'best_valid_o', width: 1, dir: 'out', signed: false },
  { name: 'best_ready_i', width: 1, dir: 'in', signed: false },
  { name: 'best_data_o', width: 3, dir: 'out', signed: false },
  { name: 'best_keep_o', width: 1, dir: 'out', signed: false },
  { name: 'best_last_o', width: 1, dir: 'out', signed: false },
  { name: 'best_eos_o', width: 1, dir: 'out', signed: false },
  { name: 'count_done_o', width: 1, dir: 'out', signed: false },
  { name: 'count_o', width: 48, dir: 'out', signed: false },
  { name: 'error_o', width: 1, dir: 'out', signed: false },
] as const;
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
