// First, Combine, ClockCycles and withTimeout.

import { deprecated } from '../values/deprecated.ts';
import { Awaitable } from './awaitable.ts';
import type { Startable } from './body.ts';
import { gathering, type Selected, selection } from './combine.ts';
import { type EdgeTrigger, type EdgeType, FallingEdge, RisingEdge } from './edges.ts';
import { SimTimeoutError } from './errors.ts';
import type { LogicHandle } from './handle.ts';
import { handleOf, type Port } from './port.ts';
import { NullTrigger } from './sync.ts';
import { Task } from './task.ts';
import type { TimeOptions, TimeUnit, TimeValue } from './time.ts';
import { Timer } from './timer.ts';
import { kindOf, Waitable } from './waitable.ts';

/** The first of several triggers to fire, as `select` gives it; `(await First(a, b)).is(a)`. */
export function First<T = unknown>(...triggers: Awaitable<T>[]): Waitable<Selected<T>> {
  if (triggers.length === 0) throw new RangeError('First must be given at least one trigger, not none');
  checkTriggers('First', 'select', triggers);
  return selection('First', triggers);
}

/** Fires when all triggers have fired. */
export function Combine(...triggers: Awaitable<unknown>[]): Waitable<void> {
  checkTriggers('Combine', 'gather', triggers);
  const all = gathering('Combine', triggers);
  return new Waitable(
    () => all.describe(),
    function* () {
      if (triggers.length === 0) yield* NullTrigger();
      else yield* all;
    },
  );
}

/** Which edge ClockCycles counts: a kind of edge, or true for rising and false for falling. */
export type EdgeChoice = EdgeType | boolean | { readonly rising: boolean } | { readonly edgeType: EdgeType };

/** A wait for a number of edges of a signal. */
export class ClockCyclesWait extends Waitable<void> {
  readonly signal: LogicHandle;
  readonly numCycles: number;
  readonly edgeType: EdgeType;

  constructor(port: Port, numCycles: number, edgeType: EdgeType) {
    if (!Number.isInteger(numCycles) || numCycles < 0)
      throw new RangeError(`number of edges of ClockCycles must be a whole number, not ${numCycles}`);
    const signal = handleOf('ClockCycles', port);
    const trigger: EdgeTrigger = edgeType(signal);
    super(
      () => `ClockCycles(${signal.path}, ${numCycles}, ${trigger.kind})`,
      function* () {
        for (let i = 0; i < numCycles; i++) yield* trigger;
      },
    );
    this.signal = signal;
    this.numCycles = numCycles;
    this.edgeType = edgeType;
  }
}

/** Fires after a number of edges, rising ones unless told otherwise. */
export function ClockCycles(signal: Port, numCycles: number, edge: EdgeChoice = RisingEdge): ClockCyclesWait {
  if (typeof edge === 'object' && 'rising' in edge && 'edgeType' in edge) {
    throw new TypeError('ClockCycles must be given either rising or edgeType, not both');
  }
  const choice = typeof edge !== 'object' ? edge : 'rising' in edge ? edge.rising : edge.edgeType;
  const edgeType = typeof choice === 'function' ? choice : choice ? RisingEdge : FallingEdge;
  return new ClockCyclesWait(signal, numCycles, edgeType);
}

/**
 * Waits for something at most a simulated time, else throws SimTimeoutError; a tie goes to the timeout. A function is
 * cancelled by the timeout, a task runs on.
 */
export function withTimeout<T>(
  what: Startable<T>,
  time: TimeValue,
  unit: TimeUnit | TimeOptions = 'step',
  options: TimeOptions = {},
): Waitable<T> {
  const timer = Timer(time, unit, options);
  const either = selection<unknown>('withTimeout', [timer, what]);
  return new Waitable(
    () => either.describe(),
    function* () {
      const { index, value } = yield* either;
      if (index === 0) throw new SimTimeoutError(`the wait must end within ${timer.describe()}, not later`);
      return value as T;
    },
  );
}

function checkTriggers(name: string, better: string, triggers: readonly unknown[]): void {
  for (const [i, trigger] of triggers.entries()) {
    if (trigger instanceof Task) deprecated(`a task as argument of ${name}`, better);
    else if (!(trigger instanceof Awaitable))
      throw new TypeError(
        `argument ${i} of ${name} must be a trigger, not ${kindOf(trigger)}: use ${better} for functions`,
      );
  }
}
