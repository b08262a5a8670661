// Ready tasks, oldest first, as a ring that grows.

/** A queue that also takes entries at its front. */
export class RunQueue<T> {
  private items: (T | undefined)[] = new Array(64).fill(undefined);
  private head = 0;
  private count = 0;

  /** Number of entries. */
  get length(): number {
    return this.count;
  }

  /** Appends an entry. */
  push(item: T): void {
    if (this.count === this.items.length) this.grow();
    this.items[(this.head + this.count) & (this.items.length - 1)] = item;
    this.count++;
  }

  /** Puts an entry before all others. */
  unshift(item: T): void {
    if (this.count === this.items.length) this.grow();
    this.head = (this.head - 1) & (this.items.length - 1);
    this.items[this.head] = item;
    this.count++;
  }

  /** Takes the first entry. */
  shift(): T | undefined {
    if (this.count === 0) return undefined;
    const item = this.items[this.head];
    this.items[this.head] = undefined;
    this.head = (this.head + 1) & (this.items.length - 1);
    this.count--;
    return item;
  }

  /** Takes an entry out, wherever it is. */
  remove(item: T): void {
    const kept: T[] = [];
    while (this.count > 0) {
      const next = this.shift() as T;
      if (next !== item) kept.push(next);
    }
    for (const entry of kept) this.push(entry);
  }

  private grow(): void {
    const size = this.items.length;
    const next = new Array<T | undefined>(size * 2).fill(undefined);
    for (let i = 0; i < this.count; i++) next[i] = this.items[(this.head + i) & (size - 1)];
    this.items = next;
    this.head = 0;
  }
}
