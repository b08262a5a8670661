// A few proofs of each kind and a bug of each; `npm run formal` runs all.
import { bugs } from './bugs.ts';
import { testBugs, testProofs } from './check.ts';
import { creditFifo, skid } from './proofs/buffers.ts';
import { csr } from './proofs/csr.ts';

testProofs([skid(8), creditFifo(3, 8), csr()]);
testBugs(bugs.filter(({ bug }) => ['gives the spare token twice', 'a path from ready to ready'].includes(bug.name)));
