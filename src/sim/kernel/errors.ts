// The errors of the kernel, named as in cocotb where cocotb has them.

/** A call that the kernel does not allow at this moment (cocotb's RuntimeError). */
export class KernelError extends Error {
  override name = 'KernelError';
}

/** Thrown into a task that was cancelled; let it out, or the task counts as failed. */
export class CancelledError extends Error {
  override name = 'CancelledError';
}

/** `result()` or `exception()` of a task that is not done. */
export class InvalidStateError extends Error {
  override name = 'InvalidStateError';
}

/** A limit in simulated time has passed. */
export class SimTimeoutError extends Error {
  override name = 'SimTimeoutError';
}

/** Nothing can happen any more while tasks still wait; the message lists them. */
export class DeadlockError extends Error {
  override name = 'DeadlockError';
}

/** `putNowait` on a full queue. */
export class QueueFull extends Error {
  override name = 'QueueFull';
}

/** `getNowait` on an empty queue. */
export class QueueEmpty extends Error {
  override name = 'QueueEmpty';
}

/** Thrown by `endTest`: the test ends as if its function had returned. */
export class EndTest extends Error {
  override name = 'EndTest';
}

/** Thrown by `passTest`: the test passes, whatever was expected. */
export class TestSuccess extends Error {
  override name = 'TestSuccess';
}

/** Thrown by `skip`: the test counts as skipped. */
export class SkipTest extends Error {
  override name = 'SkipTest';
}

/** Ends the test from any task, as if its function had returned. */
export function endTest(message = ''): never {
  throw new EndTest(message);
}

/** Ends the test from any task and makes it pass, even one that is expected to fail. */
export function passTest(message = ''): never {
  throw new TestSuccess(message);
}

/** Ends the test from any task and marks it as skipped. */
export function skip(message = ''): never {
  throw new SkipTest(message);
}
