// What is due at which time: a binary heap by time, then by order of registration.

/** One entry; `due` runs when its time comes, and `dead` entries are passed over. */
export interface HeapEntry {
  time: number;
  order: number;
  dead: boolean;
  due(): void;
}

/** Entries by time; among equal times the one registered first. */
export class TimeHeap {
  private readonly items: HeapEntry[] = [];
  private order = 0;
  private dead = 0;

  /** Adds an entry at its `time`. */
  push(entry: HeapEntry): void {
    entry.order = this.order++;
    entry.dead = false;
    const items = this.items;
    let at = items.length;
    items.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(entry, items[parent]!)) break;
      items[at] = items[parent]!;
      at = parent;
    }
    items[at] = entry;
  }

  /** Marks an entry that must not run; its place is given back later. */
  cancel(entry: HeapEntry): void {
    if (entry.dead) return;
    entry.dead = true;
    this.dead++;
    if (this.dead > 64 && this.dead * 2 > this.items.length) this.compact();
  }

  /** Earliest entry that is not dead. */
  peek(): HeapEntry | undefined {
    while (this.items.length > 0 && this.items[0]!.dead) {
      this.dead--;
      this.removeTop();
    }
    return this.items[0];
  }

  /** Takes the earliest entry if it is due at `time`. */
  popDue(time: number): HeapEntry | undefined {
    const top = this.peek();
    if (top === undefined || top.time > time) return undefined;
    this.removeTop();
    // A cancel after this moment must not be counted: the entry has left the heap.
    top.dead = true;
    return top;
  }

  private removeTop(): void {
    const items = this.items;
    const last = items.pop()!;
    if (items.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && before(items[child + 1]!, items[child]!)) child++;
      if (!before(items[child]!, last)) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = last;
  }

  private compact(): void {
    const alive = this.items.filter((entry) => !entry.dead).sort((a, b) => (before(a, b) ? -1 : 1));
    // A sorted array is a heap.
    this.items.splice(0, this.items.length, ...alive);
    this.dead = 0;
  }
}

function before(a: HeapEntry, b: HeapEntry): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}
