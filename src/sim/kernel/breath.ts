// A trigger that lets Node's event loop take its turn while simulated time stands.
import { activeKernel } from './context.ts';
import { Trigger } from './trigger.ts';

/** Fires after Node's event loop has had its turn; long native work awaits it between its parts. */
export class Breath extends Trigger {
  protected override prime(): void {
    activeKernel(this.describe()).breathe(() => this.fire());
  }

  override describe(): string {
    return 'Breath()';
  }
}
