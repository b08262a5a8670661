// Event, Lock and NullTrigger.
import { activeKernel } from './context.ts';
import { KernelError } from './errors.ts';
import { Trigger } from './trigger.ts';
import { kindOf, Waitable } from './waitable.ts';

/** Waits for an event. */
class EventTrigger extends Trigger {
  private readonly event: Event;

  constructor(event: Event) {
    super();
    this.event = event;
  }

  protected override prime(): void {
    if (this.event.isSet()) this.fire();
  }

  override describe(): string {
    return `${this.event.label}.wait()`;
  }
}

let events = 0;

/** A flag that tasks wait for. */
export class Event {
  /** For reports: `Event 2`, or the name given. */
  readonly label: string;
  private readonly trigger = new EventTrigger(this);
  private flag = false;

  constructor(name?: string) {
    this.label = name ?? `Event ${events++}`;
  }

  /** Sets the flag and wakes all waiters; a TypeError for data, which an event of cocotb once carried. */
  set(...data: readonly never[]): void {
    if (data.length > 0)
      throw new TypeError(`${this.label}.set must be called without data, not with ${kindOf(data[0])}: use a Queue`);
    this.flag = true;
    this.trigger.fire();
  }

  /** Waits until the flag is set; passes through the run queue when it is set already. */
  wait(): Trigger {
    return this.trigger;
  }

  /** Clears the flag. */
  clear(): void {
    this.flag = false;
  }

  /** True while the flag is set. */
  isSet(): boolean {
    return this.flag;
  }
}

/** An event for one waiter, described by what made it. */
export class InternalEvent extends Trigger {
  private readonly label: () => string;
  private flag = false;

  constructor(label: () => string) {
    super();
    this.label = label;
  }

  /** Sets the flag and wakes the waiter. */
  set(): void {
    this.flag = true;
    this.fire();
  }

  protected override prime(): void {
    if (this.flag) this.fire();
  }

  override describe(): string {
    return this.label();
  }
}

/** One attempt to get a lock. */
class LockTrigger extends Trigger {
  private readonly lock: Lock;

  constructor(lock: Lock) {
    super();
    this.lock = lock;
  }

  override refusal(): Error | undefined {
    if (!this.lock.uses(this)) return undefined;
    return new KernelError(
      'the result of acquire() must be awaited by one task, not again: call acquire() once for each',
    );
  }

  protected override prime(): void {
    this.lock.request(this);
  }

  protected override unprime(): void {
    this.lock.forget(this);
  }

  override describe(): string {
    return 'Lock.acquire()';
  }
}

/** Mutual exclusion, given in the order of the requests. */
export class Lock {
  private holder: LockTrigger | undefined;
  private readonly pending: LockTrigger[] = [];

  /** True while somebody holds the lock. */
  locked(): boolean {
    return this.holder !== undefined;
  }

  /** Waits for the lock. */
  acquire(): Trigger {
    return new LockTrigger(this);
  }

  /** Gives the lock to the oldest request at once. */
  release(): void {
    if (this.holder === undefined) throw new KernelError('a lock must be acquired to be released, not free');
    this.holder = undefined;
    const next = this.pending.shift();
    if (next !== undefined) this.grant(next);
  }

  /** Runs a function, asynchronous or a generator, while holding the lock; await it or `yield*` it. */
  with<T>(run: () => Promise<T> | Generator<unknown, T, unknown> | T): Locked<T> {
    return new Locked(this, run);
  }

  /** Called when an attempt begins to wait. */
  request(trigger: LockTrigger): void {
    if (this.holder === undefined) this.grant(trigger);
    else this.pending.push(trigger);
  }

  /** Called when an attempt is given up. */
  forget(trigger: LockTrigger): void {
    const at = this.pending.indexOf(trigger);
    if (at >= 0) this.pending.splice(at, 1);
  }

  /** True while an attempt waits for the lock or holds it. */
  uses(trigger: LockTrigger): boolean {
    return this.holder === trigger || this.pending.includes(trigger);
  }

  private grant(trigger: LockTrigger): void {
    this.holder = trigger;
    trigger.fire();
  }
}

/** A function that runs while a lock is held. */
export class Locked<T> extends Waitable<T> {
  private readonly lock: Lock;
  private readonly run: () => Promise<T> | Generator<unknown, T, unknown> | T;

  constructor(lock: Lock, run: () => Promise<T> | Generator<unknown, T, unknown> | T) {
    super(
      () => 'Lock.with',
      function* () {
        yield* lock.acquire();
        try {
          return (yield* run() as Generator<Trigger, T, unknown>) as T;
        } finally {
          lock.release();
        }
      },
    );
    this.lock = lock;
    this.run = run;
  }

  // biome-ignore lint/suspicious/noThenProperty: await looks for it
  override then(resolve: (value: T) => void, reject: (reason: unknown) => void): void {
    this.hold().then(resolve, reject);
  }

  private async hold(): Promise<T> {
    await this.lock.acquire();
    try {
      const made = this.run();
      if (typeof made !== 'object' || made === null || !('next' in made)) return await (made as Promise<T>);
      return await new Waitable<T>(
        () => 'Lock.with',
        () => made as Generator<Trigger, T, unknown>,
      );
    } finally {
      this.lock.release();
    }
  }
}

/** Fires at once: the task goes to the back of the run queue. */
class NullTriggerClass extends Trigger {
  protected override prime(): void {
    activeKernel('NullTrigger');
    this.fire();
  }

  override describe(): string {
    return 'NullTrigger()';
  }
}

const nullTrigger = new NullTriggerClass();

/** Lets all ready tasks run before the caller goes on. */
export const NullTrigger = (): Trigger => nullTrigger;
