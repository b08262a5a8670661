// Joins arrays end to end.
import { HdlArray } from './array.ts';
import { LogicArray } from './logic-array.ts';
import { show } from './range.ts';

/** The elements of all arrays in order, under a default range: of LogicArrays a LogicArray, of Arrays an Array. */
export function concat(...arrays: readonly LogicArray[]): LogicArray;
export function concat<T>(...arrays: readonly HdlArray<T>[]): HdlArray<T>;
export function concat(...arrays: readonly unknown[]): LogicArray | HdlArray<unknown> {
  if (arrays.length === 0) throw new TypeError('concat must get at least one array, not none');
  if (arrays.every((array) => array instanceof LogicArray)) return new LogicArray(arrays.join(''));
  if (arrays.every((array) => array instanceof HdlArray)) return new HdlArray(arrays.flatMap((array) => [...array]));
  const kinds = arrays.map((array) => (array instanceof LogicArray ? 'a LogicArray' : show(array)));
  throw new TypeError(`operands of concat must be LogicArrays alone or Arrays alone, not ${kinds.join(' and ')}`);
}
