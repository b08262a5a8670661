// All proofs.
import type { Proof } from '../system.ts';
import { buffers } from './buffers.ts';
import { converters } from './converter.ts';
import { registers } from './csr.ts';
import { streams } from './streams.ts';

/** Every proof, by name. */
export const proofs: readonly Proof[] = [...buffers, ...streams, ...converters, ...registers];
