// Values that can be written to a signal, as its bits.
import { type HdlArray, Logic, LogicArray, resolveX } from '../values/index.ts';
import { kindOf } from './waitable.ts';

/** A value for a signal: an integer, a binary string, Logic or LogicArray. */
export type LogicValue = number | bigint | boolean | string | Logic | LogicArray;

/** A value for an unpacked array, first element first. */
export type ArrayValue = readonly LogicValue[] | HdlArray<LogicValue>;

/** The bits of a value for a signal of `width` bits; `name` is the signal in messages. */
export function bitsOf(value: unknown, width: number, name: string): bigint {
  if (typeof value === 'number' || typeof value === 'bigint') return integerBits(value, width, name);
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'string') return textBits(value.replaceAll('_', ''), width, name);
  if (value instanceof LogicArray || value instanceof Logic) return textBits(value.toString(), width, name);
  throw new TypeError(
    `value of ${name} must be an integer, a binary string, Logic or LogicArray, not ${kindOf(value)}`,
  );
}

function integerBits(value: number | bigint, width: number, name: string): bigint {
  const whole = typeof value === 'bigint' || Number.isInteger(value);
  const size = BigInt(width);
  const low = -(1n << (size - 1n));
  const high = (1n << size) - 1n;
  const bits = whole ? BigInt(value) : 0n;
  if (!whole || bits < low || bits > high) {
    throw new RangeError(`value of ${name} must be an integer of ${width} bits, ${low} to ${high}, not ${value}`);
  }
  return BigInt.asUintN(width, bits);
}

function textBits(text: string, width: number, name: string): bigint {
  if (text.length !== width)
    throw new RangeError(`value of ${name} must have ${width} bits, not the ${text.length} of "${text}"`);
  if (/^[01]+$/.test(text)) return BigInt(`0b${text}`);
  if (!/^[01XZUWLH-]+$/i.test(text)) throw new RangeError(`value of ${name} must be made of 0 and 1, not "${text}"`);
  const mode = resolveX();
  const resolved = mode === 'error' ? text : new LogicArray(text).resolve(mode).toString();
  if (/^[01]+$/.test(resolved)) return BigInt(`0b${resolved}`);
  throw new RangeError(
    `value of ${name} must be made of 0 and 1, not "${text}": the model has two states; COCOTB_RESOLVE_X chooses how X and Z are taken`,
  );
}
