// Values of signals with cocotb's meaning: Logic, Bit, Range, Array and LogicArray.
export { HdlArray, HdlArray as Array } from './array.ts';
export { concat } from './concat.ts';
export type { Integer } from './integers.ts';
export { Bit, Logic, type LogicLike } from './logic.ts';
export { type ByteOrder, LogicArray, type LogicArrayLike, type OverflowOptions } from './logic-array.ts';
export { type Direction, Range } from './range.ts';
export { type ResolveMode, resolveX, setResolveX } from './resolve.ts';
