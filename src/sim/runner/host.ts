// The process that runs tests: its environment, read once, and its vitest, absent where only the package is loaded.
import process from 'node:process';
import { isMainThread } from 'node:worker_threads';
import { DendraError } from '../../ir/index.ts';
import { setResolveX } from '../values/index.ts';
import { type Environment, environment } from './environment.ts';

/** Part of vitest that benches need. */
type Vitest = Pick<typeof import('vitest'), 'afterAll' | 'beforeAll' | 'test' | 'TestRunner'>;

// Programs that build models without tests load this too.
const found: Vitest | undefined = await import('vitest').catch(() => undefined);

/** The vitest that runs this file; throws where there is none, and in a pool of threads. */
export function vitest(): Vitest {
  if (found === undefined) {
    throw new DendraError(
      'hwtest must run in vitest, which is not installed',
      {
        rule: 'vitest-installed',
        hint: 'npm install --save-dev vitest, then dendra test',
      },
      'tool',
    );
  }
  if (!isMainThread) {
    throw new DendraError('pool of vitest must be forks, not threads', {
      rule: 'pool-forks',
      hint: "a model that crashes would end all tests: set test.pool to 'forks'",
    });
  }
  return found;
}

let read: Environment | undefined;

/** The environment of this process, in effect from the first call on. */
export function hostEnvironment(): Environment {
  if (read !== undefined) return read;
  read = environment(process.env);
  if (read.resolveX !== undefined) setResolveX(read.resolveX);
  return read;
}
