// All units by kind. Adding a unit adds one line here.
import type { Registry, Unit } from '../ir/index.ts';
import { add } from './add/index.ts';
import { argmax } from './argmax/index.ts';
import { concat } from './concat/index.ts';
import { contextMemory } from './context-memory/index.ts';
import { delay } from './delay/index.ts';
import { dense } from './dense/index.ts';
import { fifo } from './fifo/index.ts';
import { fork } from './fork/index.ts';
import { gather } from './gather/index.ts';
import { lif } from './lif/index.ts';
import { lookup } from './lookup/index.ts';
import { relu } from './relu/index.ts';
import { relu6 } from './relu6/index.ts';
import { requantise } from './requantise/index.ts';
import { sparsify } from './sparsify/index.ts';
import { spikingAttention } from './spiking-attention/index.ts';
import { spikingDense } from './spiking-dense/index.ts';
import { topK } from './top-k/index.ts';
import { transferUnit } from './transfer/index.ts';
import { twoPoint } from './two-point/index.ts';
import { widthConverter } from './width-converter/index.ts';

const all: readonly Unit[] = [
  add,
  argmax,
  concat,
  contextMemory,
  delay,
  dense,
  fifo,
  fork,
  gather,
  lif,
  lookup,
  relu,
  relu6,
  requantise,
  sparsify,
  spikingAttention,
  spikingDense,
  topK,
  transferUnit,
  twoPoint,
  widthConverter,
];

/** The units that come with dendra. */
export const registry: Registry = Object.fromEntries(all.map((unit) => [unit.kind, unit]));
