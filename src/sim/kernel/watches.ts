// Watched signals: compared in the order in which their triggers were primed.
import type { EdgeTrigger } from './edges.ts';
import type { Writes } from './writes.ts';

/** The edge triggers that somebody waits on. */
export class Watches {
  /** The trigger that `fireNext` found. */
  fired: EdgeTrigger | undefined;

  private readonly list: (EdgeTrigger | undefined)[] = [];
  private count = 0;
  private at = 0;
  private end = 0;
  private inPass = false;
  private called = false;
  /** Changed in this pass without the awaited edge: they compare with the value at its end from then on. */
  private readonly missed: EdgeTrigger[] = [];

  /** A trigger that is watched. */
  first(): EdgeTrigger | undefined {
    return this.list.find((trigger) => trigger !== undefined);
  }

  /** Starts to watch. */
  add(trigger: EdgeTrigger): void {
    this.list[this.count++] = trigger;
  }

  /** Stops to watch. */
  remove(trigger: EdgeTrigger): void {
    for (let i = 0; i < this.count; i++) {
      if (this.list[i] !== trigger) continue;
      this.list[i] = undefined;
      if (!this.inPass) this.compact();
      return;
    }
  }

  /** Finds the next trigger to fire, over as many passes as changes need; false when all is quiet. */
  fireNext(writes: Writes): boolean {
    for (;;) {
      if (!this.inPass) {
        if (!writes.touched || this.count === 0) {
          writes.touched = false;
          return false;
        }
        writes.touched = false;
        this.inPass = true;
        this.called = false;
        this.at = 0;
        // What is primed during a pass takes part in the next one.
        this.end = this.count;
      }
      while (this.at < this.end) {
        const trigger = this.list[this.at++];
        if (trigger === undefined || !trigger.changed()) continue;
        this.called = true;
        if (trigger.matches()) {
          this.list[this.at - 1] = undefined;
          this.fired = trigger;
          return true;
        }
        this.missed.push(trigger);
      }
      if (this.missed.length > 0) {
        for (const trigger of this.missed) trigger.sample();
        this.missed.length = 0;
      }
      this.inPass = false;
      if (this.called) this.compact();
    }
  }

  private compact(): void {
    let kept = 0;
    for (let i = 0; i < this.count; i++) {
      const trigger = this.list[i];
      if (trigger !== undefined) this.list[kept++] = trigger;
    }
    for (let i = kept; i < this.count; i++) this.list[i] = undefined;
    this.count = kept;
  }
}
