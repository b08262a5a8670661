// The design under test as a tree of handles; a name that does not exist is an error with near names.
import { nearest } from '../../ir/index.ts';
import type { ParameterInfo } from '../model/types.ts';
import { ArrayHandle } from './array-handle.ts';
import { KernelError } from './errors.ts';
import { LogicHandle } from './handle.ts';
import { printsAs } from './inspection.ts';
import type { Kernel } from './kernel.ts';
import { ParameterHandle } from './parameter-handle.ts';
import { counterpart, refusingUnknown } from './unknown-names.ts';

/** A signal or an array of signals. */
export type SignalHandle = LogicHandle | ArrayHandle;

/** A module instance: its signals and instances are properties, and `get` finds them by path. */
export class HierarchyHandle {
  // Underscored, so that they cannot collide with names of the design.
  readonly _name: string;
  readonly _path: string;

  constructor(name: string, path: string) {
    Object.defineProperty(this, '_name', { value: name, enumerable: false });
    Object.defineProperty(this, '_path', { value: path, enumerable: false });
    this._name = name;
    this._path = path;
  }

  /** What a path below this instance names; a KernelError with near names when nothing has it. */
  get(path: string): LogicHandle {
    let at: unknown = this;
    for (const part of path.split('.')) {
      // A block of a generate loop is named g[0] as a whole.
      const index = Object.hasOwn(at as object, part) ? null : /^(.*)\[(-?\d+)\]$/.exec(part);
      at = child(at as HierarchyHandle, index?.[1] ?? part);
      if (index !== null) at = (at as ArrayHandle).at(Number(index[2]));
    }
    return at as LogicHandle;
  }

  /** Signals and instances, by name. */
  *[Symbol.iterator](): Iterator<SignalHandle | HierarchyHandle> {
    for (const key of Object.keys(this)) yield (this as unknown as Record<string, SignalHandle>)[key]!;
  }
}

printsAs(HierarchyHandle, (at) => `the instance ${at._path} with ${someNames(at)}`);

/** The design under test: its ports, and what else the model names. */
// biome-ignore lint/suspicious/noExplicitAny: names of a design are known only to its generated type
export type Dut = HierarchyHandle & Record<string, any>;

/** Builds the tree of a model's signals, and of the parameters of its top. */
export function hierarchy(
  kernel: Kernel,
  top: string,
  parameters: readonly ParameterInfo[] = [],
): { dut: Dut; close: () => void } {
  const root = node(top, top);
  for (const parameter of parameters) define(root, parameter.name, new ParameterHandle(parameter));
  const handles: SignalHandle[] = [];
  for (const info of kernel.instance.signals) {
    const parts = info.path.split('.');
    const name = parts.pop()!;
    let at = root;
    for (const part of parts) at = childNode(at, part);
    const handle =
      info.elements === undefined
        ? new LogicHandle(kernel, info, info.storage, info.path, kernel.instance.force(info.path))
        : new ArrayHandle(kernel, info, info.elements);
    handles.push(handle);
    define(at, name, handle);
  }
  return {
    dut: root as Dut,
    close: () => {
      for (const handle of handles) handle.close();
    },
  };
}

function node(name: string, path: string): HierarchyHandle {
  const made = new HierarchyHandle(name, path);
  const guard = refusingUnknown(HierarchyHandle.prototype, (key) => unknownName(made, key));
  Object.setPrototypeOf(made, guard);
  return made;
}

function define(at: HierarchyHandle, name: string, handle: SignalHandle | HierarchyHandle | ParameterHandle): void {
  Object.defineProperty(at, name, {
    // Parameters are found by name only: who walks over a design looks for signals.
    enumerable: !(handle instanceof ParameterHandle),
    get: () => handle,
    set: () => {
      throw new KernelError(`${name} must be written through its value, not replaced: write dut.${name}.value = ...`);
    },
  });
}

function childNode(at: HierarchyHandle, name: string): HierarchyHandle {
  const known = Object.getOwnPropertyDescriptor(at, name)?.get?.();
  if (known instanceof HierarchyHandle) return known;
  const made = node(name, `${at._path}.${name}`);
  define(at, name, made);
  return made;
}

function child(at: HierarchyHandle, name: string): unknown {
  const known = Object.getOwnPropertyDescriptor(at, name)?.get?.();
  if (known === undefined) throw unknownName(at, name);
  return known;
}

function unknownName(at: HierarchyHandle, name: string): KernelError {
  const near = nearest(name, Object.keys(at));
  const hint = counterpart(name) ?? (near === undefined ? `it has ${someNames(at)}` : `did you mean ${near}?`);
  return new KernelError(`${at._path} must have a signal ${name} to use it, but has none: ${hint}`);
}

function someNames(at: HierarchyHandle): string {
  const names = Object.keys(at);
  return `${names.slice(0, 12).join(', ')}${names.length > 12 ? ', ...' : ''}`;
}
