// The trigger at the end of a task.
import type { Task } from './task.ts';
import { Trigger } from './trigger.ts';

/** Fires when its task is done. */
export class TaskComplete extends Trigger {
  private readonly task: Task<unknown>;

  constructor(task: Task<unknown>) {
    super();
    this.task = task;
  }

  protected override prime(): void {
    if (this.task.done()) this.fire();
  }

  override describe(): string {
    return `${this.task.describe()}.complete`;
  }
}
