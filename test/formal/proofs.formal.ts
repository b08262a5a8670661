// All proofs: `npm run formal`.
import { testProofs } from './check.ts';
import { proofs } from './proofs/index.ts';

testProofs(proofs);
