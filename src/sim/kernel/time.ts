// Simulated time: integer steps of the precision, and conversions between units.

import { nearest } from '../../ir/index.ts';
import { deprecated } from '../values/deprecated.ts';
import { activeKernel } from './context.ts';

const scales = { fs: -15, ps: -12, ns: -9, us: -6, ms: -3, sec: 0 } as const;

/** Units of time; a step is the precision of the simulation. */
export type TimeUnit = 'step' | keyof typeof scales;

/** What to do with a time that is no whole number of steps. */
export type RoundMode = 'error' | 'ceil' | 'floor' | 'round';

/** A time: a number, a whole bigint, or an exact decimal such as `'1.1'` or `'100e-9'`. */
export type TimeValue = number | bigint | string;

/** Options of everything that takes a time. */
export interface TimeOptions {
  readonly roundMode?: RoundMode | undefined;
  /** Old name of the unit. */
  readonly units?: TimeUnit | undefined;
}

/** Simulated time in a unit, steps by default. */
export function getSimTime(unit: TimeUnit | TimeOptions = 'step'): number {
  const kernel = activeKernel('getSimTime');
  return fromSteps(kernel.now, typeof unit === 'string' ? unit : unitOf('step', unit), kernel.precision);
}

/** Power of ten of a step in seconds: -12 for 1 ps. */
export function timePrecision(): number {
  return activeKernel('timePrecision').precision;
}

/** A time in another unit; to and from steps needs a running test. */
export function convert(time: TimeValue, unit: TimeUnit, to: TimeUnit, roundMode: RoundMode = 'error'): number {
  const { precision } = activeKernel('convert');
  return fromSteps(unit === 'step' ? Number(time) : toSteps(time, unit, roundMode, precision), to, precision);
}

/** The unit of a call that may use the old spelling `{ units: 'ns' }`. */
export function unitOf(unit: TimeUnit, options: TimeOptions): TimeUnit {
  if (options.units === undefined) return unit;
  deprecated('the option units', 'unit as the argument after the time');
  return options.units;
}

/** Steps in a unit, as a number. */
export function fromSteps(steps: number, unit: TimeUnit, precision: number): number {
  return unit === 'step' ? steps : scaled(steps, precision - scaleOf(unit));
}

/** A time in whole steps; a RangeError when it is none and the mode is `error`, or when it is too large to be exact. */
export function toSteps(time: TimeValue, unit: TimeUnit, mode: RoundMode, precision: number): number {
  const exponent = unit === 'step' ? 0 : scaleOf(unit) - precision;
  const steps = typeof time === 'number' ? roundNumber(scaled(time, exponent), mode) : roundExact(time, exponent, mode);
  if (steps === undefined) {
    throw new RangeError(
      `time must be a whole number of steps of 1e${precision} s, not ${time} ${unit}: round it or give roundMode`,
    );
  }
  if (!Number.isSafeInteger(steps)) {
    throw new RangeError(
      `time must be at most ${Number.MAX_SAFE_INTEGER} steps of 1e${precision} s, not ${time} ${unit}`,
    );
  }
  return steps;
}

/** Times ten to the exponent; dividing by a power is closer than multiplying by its inverse. */
function scaled(value: number, exponent: number): number {
  return exponent > 0 ? value * 10 ** exponent : value / 10 ** -exponent;
}

function scaleOf(unit: string): number {
  const scale = scales[unit.toLowerCase() as keyof typeof scales];
  if (scale !== undefined) return scale;
  const near = nearest(unit, Object.keys(scales));
  throw new RangeError(
    `time unit must be one of step, ${Object.keys(scales).join(', ')}, not ${unit}${near === undefined ? '' : ` (did you mean ${near}?)`}`,
  );
}

function checkMode(mode: RoundMode): void {
  if (mode !== 'error' && mode !== 'ceil' && mode !== 'floor' && mode !== 'round') {
    throw new RangeError(`roundMode must be error, ceil, floor or round, not ${mode}`);
  }
}

function roundNumber(value: number, mode: RoundMode): number | undefined {
  checkMode(mode);
  const low = Math.floor(value);
  if (mode === 'error') return low === value ? low : undefined;
  if (mode === 'floor') return low;
  if (mode === 'ceil') return Math.ceil(value);
  const rest = value - low;
  if (rest !== 0.5) return rest < 0.5 ? low : low + 1;
  return low % 2 === 0 ? low : low + 1;
}

function roundExact(time: bigint | string, exponent: number, mode: RoundMode): number | undefined {
  checkMode(mode);
  const match = /^([+-]?\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(String(time).trim());
  if (match === null || !/\d/.test(String(time)))
    throw new TypeError(`time must be a number or a decimal, not ${time}`);
  const fraction = match[2] ?? '';
  const power = exponent + Number(match[3] ?? 0) - fraction.length;
  const digits = BigInt(`${match[1]}${fraction}`.replace('+', '') || '0');
  if (power >= 0) return Number(digits * 10n ** BigInt(power));
  const divisor = 10n ** BigInt(-power);
  const quotient = digits / divisor;
  const low = digits % divisor < 0n ? quotient - 1n : quotient;
  const rest = digits - low * divisor;
  if (rest === 0n) return Number(low);
  if (mode === 'error') return undefined;
  const up =
    mode === 'ceil' || (mode === 'round' && (2n * rest > divisor || (2n * rest === divisor && (low & 1n) === 1n)));
  return Number(up ? low + 1n : low);
}
