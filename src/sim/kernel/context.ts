// Which kernel runs in this process, and which task a piece of code belongs to.
import { AsyncLocalStorage } from 'node:async_hooks';
import { KernelError } from './errors.ts';
import type { Kernel } from './kernel.ts';
import type { Task } from './task.ts';

/** The task in whose code an `await` stands, followed through helpers and native promises. */
export const owner = new AsyncLocalStorage<Task<unknown>>();

let active: Kernel | undefined;

/** Names the kernel that runs from now on, or none. */
export function setActiveKernel(kernel: Kernel | undefined): void {
  active = kernel;
}

/** The kernel that runs, if one does. */
export function runningKernel(): Kernel | undefined {
  return active;
}

/** The kernel that runs; a KernelError naming `what` when none does. */
export function activeKernel(what: string): Kernel {
  if (active === undefined) throw new KernelError(`${what} must be used inside a running test, not outside`);
  return active;
}
