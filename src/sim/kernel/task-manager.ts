// A block that ends only when all tasks started in it have ended.
import type { Steps } from './awaitable.ts';
import { type Body, bodyOf, type Startable } from './body.ts';
import { CancelledError, KernelError } from './errors.ts';
import { Event, NullTrigger } from './sync.ts';
import { Task } from './task.ts';
import { currentTask } from './tasks.ts';
import { Waitable } from './waitable.ts';

/** Options of a task manager. */
export interface TaskManagerOptions {
  /** Whether the other tasks go on when one fails; false by default. */
  readonly defaultContinueOnError?: boolean;
  /** The same for the block itself. */
  readonly contextContinueOnError?: boolean;
}

/** Options of one task of a manager. */
export interface ManagedOptions {
  readonly name?: string;
  readonly continueOnError?: boolean;
}

/** Starts tasks that belong to a block. */
export class TaskManager {
  private readonly options: TaskManagerOptions;
  private readonly parent: Task<unknown>;
  private readonly errors: unknown[] = [];
  private readonly remaining = new Map<Task<unknown>, boolean>();
  private readonly noneRemaining = new Event('end of the tasks of a TaskManager');
  private cancelled = false;
  private finishing = false;

  constructor(options: TaskManagerOptions) {
    this.options = options;
    this.parent = currentTask();
    this.noneRemaining.set();
  }

  /** Starts a task of this block. */
  startSoon<T>(run: Startable<T>, options: ManagedOptions = {}): Task<T> {
    if (this.cancelled)
      throw new KernelError('a TaskManager must not have failed to start tasks, but a task of it has');
    if (this.finishing) throw new KernelError('a TaskManager must be in its block to start tasks, not past its end');
    if (currentTask() !== this.parent) {
      throw new KernelError(
        `tasks of a TaskManager must be started by ${this.parent.name}, not by ${currentTask().name}`,
      );
    }
    const body = bodyOf<T>('startSoon argument', run) as Body<T>;
    const task = new Task<T>(this.parent.kernel, body, options.name);
    task.onDone((done) => this.taskDone(done as Task<unknown>));
    this.remaining.set(task as Task<unknown>, options.continueOnError ?? this.options.defaultContinueOnError ?? false);
    this.noneRemaining.clear();
    task.start();
    return task;
  }

  /** Starts a named function as a task of this block. */
  fork<T>(run: () => Promise<T> | Generator<unknown, T, unknown> | T, options: ManagedOptions = {}): Task<T> {
    return this.startSoon(run as Startable<T>, { name: run.name || undefined, ...options } as ManagedOptions);
  }

  /** Ends the block, which threw `thrown` if it threw: waits for its tasks and throws what went wrong. */
  *finish(thrown?: { readonly error: unknown }): Steps<void> {
    this.finishing = true;
    let failure = thrown;
    if (this.cancelled) {
      // A block that swallowed its cancellation is stopped here, as at any further await.
      if (!(failure?.error instanceof CancelledError)) yield* NullTrigger();
      failure = undefined;
      this.parent.uncancel();
    } else if (failure?.error instanceof CancelledError) {
      this.cancelAll();
      this.parent.uncancel();
      yield* this.drain();
      throw failure.error;
    } else if (
      failure !== undefined &&
      !(this.options.contextContinueOnError ?? this.options.defaultContinueOnError ?? false)
    ) {
      this.cancelAll();
    }
    try {
      yield* this.noneRemaining.wait();
    } catch (error) {
      this.cancelAll();
      if (error instanceof CancelledError) {
        this.parent.uncancel();
        yield* this.drain();
      }
      throw error;
    }
    if (failure !== undefined) this.errors.push(failure.error);
    if (this.errors.length > 0) throw new AggregateError(this.errors, 'TaskManager finished with errors');
  }

  private *drain(): Steps<void> {
    while (!this.noneRemaining.isSet()) {
      try {
        yield* this.noneRemaining.wait();
      } catch (error) {
        if (!(error instanceof CancelledError)) throw error;
        this.parent.uncancel();
      }
    }
  }

  private taskDone(task: Task<unknown>): void {
    const continues = this.remaining.get(task);
    this.remaining.delete(task);
    if (this.remaining.size === 0) this.noneRemaining.set();
    if (task.state !== 'errored') return;
    this.errors.push(task.exception());
    if (continues !== true) this.cancelAll();
  }

  private cancelAll(): void {
    if (this.cancelled) return;
    this.cancelled = true;
    if (!this.finishing) this.parent.cancel();
    for (const task of this.remaining.keys()) task.cancel();
  }
}

/** A function of a block: asynchronous, or a generator. */
export type ManagedBlock = (manager: TaskManager) => Promise<unknown> | Generator<unknown, unknown, unknown>;

/** A block with a task manager, to be awaited, or delegated to when its function is a generator. */
export class ManagedScope extends Waitable<undefined> {
  private readonly block: ManagedBlock;
  private readonly options: TaskManagerOptions;

  constructor(block: ManagedBlock, options: TaskManagerOptions) {
    super(
      () => 'taskManager',
      function* (): Steps<undefined> {
        const manager = new TaskManager(options);
        let thrown: { error: unknown } | undefined;
        try {
          yield* block(manager) as Steps<unknown>;
        } catch (error) {
          thrown = { error };
        }
        yield* manager.finish(thrown);
        return undefined;
      },
    );
    this.block = block;
    this.options = options;
  }

  // biome-ignore lint/suspicious/noThenProperty: await looks for it
  override then(resolve: (value: undefined) => void, reject: (reason: unknown) => void): void {
    this.run().then(() => resolve(undefined), reject);
  }

  private async run(): Promise<void> {
    const manager = new TaskManager(this.options);
    let thrown: { error: unknown } | undefined;
    try {
      const made = this.block(manager);
      if ('next' in made)
        await new Waitable(
          () => 'taskManager',
          () => made as Steps<unknown>,
        );
      else await made;
    } catch (error) {
      thrown = { error };
    }
    await new Waitable(
      () => 'TaskManager',
      () => manager.finish(thrown),
    );
  }
}

/** Runs a block whose tasks all end before it does; the first failure cancels the others. */
export function taskManager(block: ManagedBlock, options: TaskManagerOptions = {}): ManagedScope {
  return new ManagedScope(block, options);
}
