// A transfer under way: awaited by any number of tasks, before or after its end.
import { Event, Waitable } from '../kernel/index.ts';

/** A reset dropped a transfer. */
export class BusResetError extends Error {
  override name = 'BusResetError';
}

/** A word helper got another answer than OKAY. */
export class BusResponseError extends Error {
  override name = 'BusResponseError';
}

/** A transfer that a master has begun; awaiting it gives its result, or throws a BusResetError. */
export class Operation<T> extends Waitable<T> {
  private readonly ended: Event;
  private outcome: { readonly value: T } | { readonly error: Error } | undefined;

  constructor(label: string) {
    const ended = new Event(label);
    super(
      () => label,
      () => this.settle(),
    );
    this.ended = ended;
  }

  /** True when the transfer has ended. */
  get done(): boolean {
    return this.outcome !== undefined;
  }

  /** The result; throws while there is none. */
  get result(): T {
    if (this.outcome === undefined) throw new BusResetError(`${this.describe()} must be done to have a result`);
    if ('error' in this.outcome) throw this.outcome.error;
    return this.outcome.value;
  }

  /** Called by the master. */
  finish(value: T): void {
    this.outcome = { value };
    this.ended.set();
  }

  /** Called by the master when a reset drops the transfer. */
  flush(): void {
    this.outcome = { error: new BusResetError(`${this.describe()} must end before a reset, not be dropped by it`) };
    this.ended.set();
  }

  private *settle(): ReturnType<Waitable<T>[typeof Symbol.iterator]> {
    if (this.outcome === undefined) yield* this.ended.wait();
    return this.result;
  }
}

/** Waits for something and maps its value. */
export function mapped<A, B>(what: Waitable<A>, map: (value: A) => B): Waitable<B> {
  return new Waitable(
    () => what.describe(),
    function* () {
      return map(yield* what);
    },
  );
}
