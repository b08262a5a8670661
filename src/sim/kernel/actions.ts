// What can be assigned to a signal besides a plain value.

import type { LogicValue } from './encode.ts';
import type { LogicHandle } from './handle.ts';

/** A way to write. */
export abstract class Action {
  /** Carries the action out on a signal. */
  abstract apply(signal: LogicHandle): void;
}

/** The default: queued, and applied between evaluations. */
export class Deposit extends Action {
  private readonly value: LogicValue;

  constructor(value: LogicValue) {
    super();
    this.value = value;
  }

  override apply(signal: LogicHandle): void {
    signal.deposit(this.value);
  }
}

/** Written at once; it reads back at once. */
export class Immediate extends Action {
  private readonly value: LogicValue;

  constructor(value: LogicValue) {
    super();
    this.value = value;
  }

  override apply(signal: LogicHandle): void {
    signal.writeNow(this.value);
  }
}

/** Held at a value, at once, until it is released. */
export class Force extends Action {
  private readonly value: LogicValue;

  constructor(value: LogicValue) {
    super();
    this.value = value;
  }

  override apply(signal: LogicHandle): void {
    signal.force(this.value);
  }
}

/** Held at its present value. */
export class Freeze extends Action {
  override apply(signal: LogicHandle): void {
    signal.force(signal.value);
  }
}

/** Ends Force or Freeze, at once. */
export class Release extends Action {
  override apply(signal: LogicHandle): void {
    signal.release();
  }
}

/** Actions that carry a value, as Clock takes them. */
export type ActionType = typeof Deposit | typeof Immediate | typeof Force;
