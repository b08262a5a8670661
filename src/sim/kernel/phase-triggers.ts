// ReadWrite, ReadOnly and NextTimeStep: one object each.
import { activeKernel } from './context.ts';
import { KernelError } from './errors.ts';
import { Trigger } from './trigger.ts';

/** A trigger that fires in a phase of the time step. */
export class PhaseTrigger extends Trigger {
  readonly kind: 'ReadWrite' | 'ReadOnly' | 'NextTimeStep';

  constructor(kind: 'ReadWrite' | 'ReadOnly' | 'NextTimeStep') {
    super();
    this.kind = kind;
  }

  protected override prime(): void {
    activeKernel(this.describe()).primed.add(this);
  }

  protected override unprime(): void {
    activeKernel(this.describe()).primed.delete(this);
  }

  override refusal(): Error | undefined {
    if (this.kind === 'NextTimeStep' || activeKernel(this.describe()).phase !== 'end') return undefined;
    return new KernelError(
      `${this.describe()} must be awaited before the read-only phase, not in it: await a Timer, NextTimeStep or an edge first`,
    );
  }

  override describe(): string {
    return `${this.kind}()`;
  }
}

const readWrite = new PhaseTrigger('ReadWrite');
const readOnly = new PhaseTrigger('ReadOnly');
const nextTimeStep = new PhaseTrigger('NextTimeStep');

/** Fires when all HDL of this time step has run; writes are still possible. */
export const ReadWrite = (): PhaseTrigger => readWrite;

/** Fires when the values of this time step are final; writes are errors from then to the next step. */
export const ReadOnly = (): PhaseTrigger => readOnly;

/** Fires at the beginning of the next time step; never when nothing is scheduled. */
export const NextTimeStep = (): PhaseTrigger => nextTimeStep;
