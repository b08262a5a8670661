// What a bench gives as a signal: a handle, or a port of a generated `<design>.dut.ts`, which describes the same object.
import type { LogicHandle } from './handle.ts';
import { kindOf } from './waitable.ts';

/** A signal of a design as far as the types of generated handles know it. */
export interface Port {
  readonly path: string;
  /** Bits. */
  readonly width: number;
  readonly value: number | bigint;
}

/** The handle that a port is; a TypeError says what else was given to `what`. */
export function handleOf(what: string, port: unknown): LogicHandle {
  if (typeof port === 'object' && port !== null && 'valueChange' in port) return port as LogicHandle;
  throw new TypeError(`${what} must be given a signal, not ${kindOf(port)}`);
}
