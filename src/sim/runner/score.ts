// The verdict on a test: what happened against what was expected.
import { type Ending, SkipTest, TestSuccess } from '../kernel/index.ts';
import type { ErrorClass, HwtestOptions } from './options.ts';

/** A verdict; `error` is what to show for a failure. */
export type Verdict =
  | { readonly status: 'passed' | 'skipped'; readonly message: string }
  | { readonly status: 'failed'; readonly message: string; readonly error: unknown };

/** True for a failed assertion, of vitest, of node:assert or of chai. */
export function isAssertion(error: unknown): boolean {
  return (
    error instanceof Error && (error.name === 'AssertionError' || (error as { code?: string }).code === 'ERR_ASSERTION')
  );
}

/** Judges an ending by the options of its test. */
export function score(ending: Ending, options: Pick<HwtestOptions, 'expectFail' | 'expectError'>): Verdict {
  const { error, failed } = ending;
  // These two come before anything that was expected.
  if (error instanceof SkipTest) return { status: 'skipped', message: error.message };
  if (error instanceof TestSuccess) return { status: 'passed', message: error.message };
  const wanted = options.expectError === undefined ? [] : [options.expectError].flat();
  if (wanted.length > 0) return scoreError(ending, wanted as ErrorClass[]);
  if (options.expectFail === true) {
    if (!failed) return wrong('the test must fail, as expectFail says, not pass', undefined);
    if (isAssertion(error)) return { status: 'passed', message: 'failed as expected' };
    return wrong(`the test must fail in an assertion, as expectFail says, not with ${nameOf(error)}`, error);
  }
  return failed ? { status: 'failed', message: String(error), error } : { status: 'passed', message: '' };
}

function scoreError({ error, failed }: Ending, wanted: readonly ErrorClass[]): Verdict {
  const names = wanted.map(({ name }) => name).join(' or ');
  if (!failed) return wrong(`the test must throw ${names}, as expectError says, not pass`, undefined);
  if (wanted.some((type) => error instanceof type)) return { status: 'passed', message: 'errored as expected' };
  const what = isAssertion(error) ? 'fail in an assertion' : `throw ${nameOf(error)}`;
  return wrong(`the test must throw ${names}, as expectError says, not ${what}`, error);
}

function wrong(message: string, cause: unknown): Verdict {
  return { status: 'failed', message, error: new Error(message, cause === undefined ? undefined : { cause }) };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
