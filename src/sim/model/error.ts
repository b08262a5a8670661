// The error of a model that stopped.
import type { StopKind } from './types.ts';

/** A model that stopped: `$finish`, `$stop`, `$error`, `$fatal`, a signal, or an evaluation that does not end. */
export class ModelError extends Error {
  readonly kind: StopKind;

  /** `message` is the text of the RTL, after its file and line. */
  constructor(kind: StopKind, message: string) {
    super(message);
    this.name = 'ModelError';
    this.kind = kind;
  }
}
