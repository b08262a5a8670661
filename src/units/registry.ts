// All units by kind. Adding a unit adds one line here.
import type { Registry, Unit } from '../ir/index.ts';
import { delay } from './delay/index.ts';
import { fifo } from './fifo/index.ts';
import { fork } from './fork/index.ts';
import { lif } from './lif/index.ts';
import { requantise } from './requantise/index.ts';
import { twoPoint } from './two-point/index.ts';
import { widthConverter } from './width-converter/index.ts';

const all: readonly Unit[] = [delay, fifo, fork, lif, requantise, twoPoint, widthConverter];

/** The units that come with dendra. */
export const registry: Registry = Object.fromEntries(all.map((unit) => [unit.kind, unit]));
