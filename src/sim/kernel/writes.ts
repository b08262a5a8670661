// Inertial writes: queued in program order and applied between evaluations.

/** A place that a queued write ends in. */
export interface Target<V> {
  /** Stores the value and calls `Writes.store` if that changes anything. */
  store(value: V): void;
}

/** The queue of inertial writes of a simulation, and what they did to the model's storage. */
export class Writes {
  /** The model's storage differs from what the last evaluation left. */
  changed = false;
  /** A write was applied since the last evaluation, even one that changed nothing: another round is due. */
  needed = false;
  /** Storage changed since watched signals were last compared. */
  touched = false;

  private readonly targets: Target<never>[] = [];
  private readonly values: unknown[] = [];
  private count = 0;

  /** Queues a write. */
  put<V>(target: Target<V>, value: V): void {
    this.targets[this.count] = target as Target<never>;
    this.values[this.count++] = value;
  }

  /** Applies the queue in program order, so that among writes to the same bits the last one wins. */
  apply(): void {
    if (this.count === 0) return;
    const { count } = this;
    this.count = 0;
    this.needed = true;
    for (let i = 0; i < count; i++) this.targets[i]!.store(this.values[i] as never);
  }

  /** Says that storage has changed. */
  mark(): void {
    this.changed = true;
    this.touched = true;
  }
}
