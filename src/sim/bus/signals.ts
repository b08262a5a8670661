// The signals of a bus, found by a prefix and the names that its protocol gives them.
import { nearest } from '../../ir/index.ts';
import { type Dut, type HierarchyHandle, KernelError, LogicHandle } from '../kernel/index.ts';

/** Signals by the names of a protocol; optional ones may be absent. */
export type BusSignals<R extends string, O extends string> = { readonly [K in R]: LogicHandle } & {
  readonly [K in O]: LogicHandle | undefined;
};

/**
 * Finds `prefix_name` for every name, whatever the case, and with or without the suffixes `_i` and `_o`. Without a prefix the
 * names stand alone. A KernelError names a required signal that is missing.
 */
export function findSignals<R extends string, O extends string>(
  bus: string,
  dut: Dut | HierarchyHandle,
  prefix: string,
  required: readonly R[],
  optional: readonly O[],
): BusSignals<R, O> {
  const known = new Map(Object.keys(dut).map((name) => [name.toLowerCase(), name]));
  const found: Record<string, LogicHandle | undefined> = {};
  for (const name of [...required, ...optional]) {
    const full = prefix === '' ? name : `${prefix}_${name}`;
    const key = full.toLowerCase();
    const real = known.get(key) ?? known.get(`${key}_i`) ?? known.get(`${key}_o`);
    const handle = real === undefined ? undefined : (dut as Dut)[real];
    if (handle instanceof LogicHandle) found[name] = handle;
    else if ((required as readonly string[]).includes(name)) throw missing(bus, dut, full);
    else found[name] = undefined;
  }
  return found as BusSignals<R, O>;
}

/** Throws a RangeError unless the signal has the width. */
export function expectWidth(signal: LogicHandle | undefined, width: number, why: string): void {
  if (signal === undefined || signal.width === width) return;
  throw new RangeError(`${signal.path} must have ${width} bits, ${why}, not ${signal.width}`);
}

function missing(bus: string, dut: HierarchyHandle, name: string): KernelError {
  const near = nearest(name, Object.keys(dut));
  const hint = near === undefined ? '' : `: did you mean ${near}?`;
  return new KernelError(`${dut._path} must have a signal ${name} for ${bus}, but has none${hint}`);
}
