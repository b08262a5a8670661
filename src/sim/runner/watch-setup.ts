// Runs before each file of `dendra test`: a bench that blocks while it loads must not block the run.
import process from 'node:process';
import type { VitestJob } from './run-vitest.ts';
import { watchLoop } from './watchdog.ts';

const job = JSON.parse(process.env.DENDRA_VITEST ?? '{}') as Partial<VitestJob>;
watchLoop('a bench', job.timeout ?? 0);
