// The handle of a parameter: a value that elaboration fixed.
import type { ParameterInfo } from '../model/types.ts';
import { KernelError } from './errors.ts';
import { printsAs } from './inspection.ts';

/** A parameter of the top module: `dut.Width.value`. */
export class ParameterHandle {
  readonly name: string;
  readonly path: string;
  /** True: cocotb's name for what cannot be written. */
  readonly isConst = true;
  private readonly constant: ParameterInfo['value'];

  constructor({ name, value }: ParameterInfo) {
    this.name = name;
    this.path = name;
    this.constant = value;
  }

  /** A number, a bigint where a number would not be exact, or a text. */
  get value(): ParameterInfo['value'] {
    return this.constant;
  }

  set value(_: unknown) {
    throw new KernelError(`${this.path} must be set when the model is built, since it is a parameter, not in a test`);
  }
}

printsAs(ParameterHandle, ({ path, value }) => `the parameter ${path} itself, whose .value is ${value}`);
