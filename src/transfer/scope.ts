// Names within the source of a transfer function.
import type { Node } from 'ts-morph';
import type { Value } from './value.ts';

/** Names of a block and of those around it. */
export class Scope<V> {
  readonly values = new Map<string, Value<V>>();
  /** The place from which names are looked up that the block does not have. */
  readonly from: Node;
  readonly outer: Scope<V> | undefined;

  constructor(from: Node, outer?: Scope<V>) {
    this.from = from;
    this.outer = outer;
  }

  find(name: string): Value<V> | undefined {
    return this.values.get(name) ?? this.outer?.find(name);
  }

  /** All names that are in sight. */
  names(): string[] {
    return [...this.values.keys(), ...(this.outer?.names() ?? [])];
  }
}
