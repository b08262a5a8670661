// Functions under their own names, in formats that are usual: units by themselves, and callable within functions of the author.
import { elem } from '../../ir/index.ts';
import { approximate } from '../approximate.ts';
import { q, uq } from '../functions.ts';
import { named } from '../made.ts';
import * as modulations from './modulations.ts';

/** -8 to 8 in steps of 1/256. */
const around = q(12, 8);
/** 1/2 to below 16 in steps of 1/256. */
const positive = elem(128, 4095, 8);
/** -8 to 0 in steps of 1/256. */
const negative = elem(-2048, 0, 8);
/** Largest distance of all of them: one step of the result. */
const error = 1 / 256;

/** e^x for x from -8 to 0. */
export const exp = approximate('exp', { input: negative, output: uq(9, 8), error });
/** 2^x for x from -8 to 0. */
export const exp2 = approximate('exp2', { input: negative, output: uq(9, 8), error });
/** log2 x for x from 1/2 to below 16. */
export const log2 = approximate('log2', { input: positive, output: q(12, 8), error });
/** tanh x. */
export const tanh = approximate('tanh', { input: around, output: q(10, 8), error });
/** 1 / (1 + e^-x), held below 1. */
export const sigmoid = approximate('sigmoid', { input: around, output: uq(8, 8), error });
/** x times the share of a normal distribution below x. */
export const gelu = approximate('gelu', { input: around, output: q(12, 8), error });
/** x sigmoid x. */
export const silu = approximate('silu', { input: around, output: q(12, 8), error });
/** 1 / x for x from 1/2 to below 16. */
export const reciprocal = approximate('reciprocal', { input: positive, output: uq(10, 8), error });
/** The square root of x from 1/2 to below 16. */
export const sqrt = approximate('sqrt', { input: positive, output: uq(10, 8), error });
/** 1 / sqrt x for x from 1/2 to below 16. */
export const rsqrt = approximate('rsqrt', { input: positive, output: uq(9, 8), error });

const cell = { bits: 16, fraction: 12 };

/** ReLU6(R^2 + 2R + C(1 + |R|)) of Q4.12 numbers: the cell of two-point by default. */
export const cooperation = named('cooperation', modulations.coop(cell));
/** C^2 + 2C + C(1 + |R|) of Q4.12 numbers. */
export const awareness = named('awareness', modulations.awake(cell));
