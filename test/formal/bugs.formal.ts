// Every seeded bug is found: `npm run formal`.
import { bugs } from './bugs.ts';
import { testBugs } from './check.ts';

testBugs(bugs);
