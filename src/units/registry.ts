// All units by kind. Adding a unit adds one line here.
import type { Registry, Unit } from '../ir/index.ts';
import { delay } from './delay/index.ts';
import { fifo } from './fifo/index.ts';
import { fork } from './fork/index.ts';
import { requantise } from './requantise/index.ts';
import { widthConverter } from './width-converter/index.ts';

const all: readonly Unit[] = [delay, fifo, fork, requantise, widthConverter];

/** The units that come with dendra. */
export const registry: Registry = Object.fromEntries(all.map((unit) => [unit.kind, unit]));
