// Checks of shapes and elements that several units share.
import { DendraError, type Dim, isVariable, type StreamType } from '../ir/index.ts';

/** True when both shapes are equal, also where a length is known only at run time. */
export function sameDims(a: readonly Dim[], b: readonly Dim[]): boolean {
  return a.length === b.length && a.every((dim, i) => sameDim(dim, b[i]!));
}

function sameDim(a: Dim, b: Dim): boolean {
  if (typeof a === 'number' || typeof b === 'number') return a === b;
  return a.max === b.max && a.length === b.length;
}

/** Throws for an input whose length is known only at run time. */
export function requireFixed(port: string, type: StreamType, kind: string): void {
  const dim = type.shape.find((each) => typeof each !== 'number');
  if (!isVariable(type) || typeof dim !== 'object') return;
  throw new DendraError(`input "${port}" must have a fixed shape, not the run-time length "${dim.length}"`, {
    rule: `${kind}-fixed-shape`,
  });
}
