// Protocol checkers: rules that are looked at before every clock edge.
import {
  getSimTime,
  type LogicHandle,
  type Port,
  RisingEdge,
  startSoon,
  type Task,
  type Trigger,
} from '../kernel/index.ts';
import { ProtocolError } from './protocol-error.ts';
import type { ResetOptions } from './reset.ts';

/** Reports a broken rule: the signal, the rest of a sentence about it, the name of the rule. */
export type Report = (signal: LogicHandle, sentence: string, rule: string) => void;

/** Something that must hold. */
export interface Rule {
  /** Looks at one cycle outside of reset, at the values that the clock edge takes. */
  check(report: Report): void;
  /** Looks at one cycle in reset, from the second clock edge of the reset on. */
  checkReset?(report: Report): void;
  /** Forgets what is under way. */
  reset(): void;
}

/** Options of checkers. */
export interface CheckerOptions extends ResetOptions {
  /** Called with each broken rule instead of failing the test at the first. */
  readonly onError?: ((error: ProtocolError) => void) | undefined;
}

/** Checks rules until the end of the test; the first broken one fails it. */
export class Checker {
  /** The task; a test that expects an error can await it. */
  readonly task: Task<void>;
  private readonly rules: readonly Rule[];
  private readonly onError: ((error: ProtocolError) => void) | undefined;
  private cycle = -1;

  constructor(
    name: string,
    clock: Port,
    reset: Port | undefined,
    { resetActiveLevel = true, onError }: CheckerOptions,
    rules: readonly Rule[],
  ) {
    this.rules = rules;
    this.onError = onError;
    this.task = startSoon(this.run(clock, reset, resetActiveLevel ? 1 : 0));
    this.task.name = `checker of ${name}`;
  }

  private *run(clock: Port, reset: Port | undefined, activeLevel: number): Generator<Trigger, void, unknown> {
    const { rules } = this;
    const edge = RisingEdge(clock);
    const report = this.report.bind(this);
    let wasReset = false;
    for (;;) {
      yield edge;
      this.cycle++;
      const inReset = reset !== undefined && reset.value === activeLevel;
      if (!inReset) for (let i = 0; i < rules.length; i++) rules[i]!.check(report);
      else {
        // A synchronous reset acts at its first edge, so outputs are right from the second one on.
        for (const rule of rules) {
          if (wasReset) rule.checkReset?.(report);
          rule.reset();
        }
      }
      wasReset = inReset;
    }
  }

  private report(signal: LogicHandle, sentence: string, rule: string): void {
    const error = new ProtocolError(signal.path, sentence, this.cycle, getSimTime(), rule);
    if (this.onError === undefined) throw error;
    this.onError(error);
  }
}
