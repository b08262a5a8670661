// From what vitest says about a run to the suites of results.xml.
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { TestCase, TestSuite } from '../results-xml.ts';
import type { Environment } from './environment.ts';
import type { HwtestRecord } from './record.ts';

/** An error as vitest sends it between processes. */
export interface RunError {
  readonly name?: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly cause?: unknown;
}

/** A test of vitest, as far as it matters here. */
export interface Test {
  readonly fullName: string;
  readonly location: { readonly line: number } | undefined;
  result(): {
    readonly state: string;
    readonly errors?: readonly RunError[] | undefined;
    readonly note?: string | undefined;
  };
  diagnostic(): { readonly duration: number } | undefined;
  meta(): object;
}

/** A test file of vitest. */
export interface Module {
  readonly moduleId: string;
  readonly children: { allTests(): Iterable<Test> };
  state(): string;
  errors(): readonly RunError[];
}

/** Suites of a run: one a file, and one of errors that belong to no test. */
export function suitesOf(
  modules: readonly Module[],
  errors: readonly RunError[],
  reason: string,
  root: string,
  { filter, filterName }: Pick<Environment, 'filter' | 'filterName'>,
): TestSuite[] {
  const sorted = modules.toSorted((a, b) => (a.moduleId < b.moduleId ? -1 : 1));
  const deaths = new Map<RunError, Module>();
  for (const error of errors) {
    const module = sorted.find(({ moduleId }) => causeOf(error)?.endsWith(` ${moduleId}`) === true);
    if (module !== undefined && isLost(module)) deaths.set(error, module);
  }
  const suites = sorted.map((module) => suiteOf(module, root, reasonOf(module, deaths, reason)));
  const cases = suites.flatMap((suite) => suite.cases);
  const others = errors.filter((error) => !deaths.has(error));
  const run = others.map((error, i) => runError(`unhandled error ${i + 1}`, error));
  if (filter !== undefined && cases.length === 0) {
    run.push(runError('selection', { message: `${filterName} must match a test, not none` }));
  }
  const bad = [...cases, ...run].some(({ failure, error }) => failure !== undefined || error !== undefined);
  if (!bad && reason !== 'passed') run.push(runError('run', { message: `the run must pass, not end as ${reason}` }));
  return [...suites, ...(run.length === 0 ? [] : [{ name: 'vitest', cases: run }])];
}

/** What the pool of vitest says about a worker that died. */
function causeOf({ cause }: RunError): string | undefined {
  return (cause as RunError | undefined)?.message;
}

/** True for a file that did not come to its end. */
function isLost(module: Module): boolean {
  if (module.state() === 'queued' || module.state() === 'pending') return true;
  return [...module.children.allTests()].some((test) => test.result().state === 'pending');
}

/** Why a file did not come to its end; undefined where it did. */
function reasonOf(module: Module, deaths: ReadonlyMap<RunError, Module>, reason: string): string | undefined {
  if (!isLost(module)) return undefined;
  const death = [...deaths].find(([, other]) => other === module)?.[0];
  const how =
    death === undefined ? undefined : /^Worker exited unexpectedly with (.+?) during/.exec(causeOf(death) ?? '');
  if (how != null) return `the worker of the file must live until its tests have ended, not end with ${how[1]}`;
  return reason === 'interrupted'
    ? 'the test must run to its end, not be interrupted'
    : 'the worker of the file must live until its tests have ended, not die';
}

function suiteOf(module: Module, root: string, lost: string | undefined): TestSuite {
  const file = relative(root, module.moduleId);
  const name = file.replace(/(\.(hw|test|spec))?\.[cm]?[jt]sx?$/, '').replaceAll(/[\\/]/g, '.');
  const cases = [...module.children.allTests()]
    .filter((test) => (test.meta() as { dendra?: HwtestRecord }).dendra?.deselected !== true)
    .map((test) => caseOf(test, name, file, lost));
  const load = (error: string, errorType: string): TestCase => {
    return { name: 'load', classname: name, file, seconds: 0, error, errorType };
  };
  const loading = module.errors().map((error) => load(textOf(error), error.name ?? 'Error'));
  if (lost !== undefined && cases.length === 0) loading.push(load(lost, 'WorkerDied'));
  return { name, cases: [...loading, ...cases] };
}

/** `lost` says why the file did not come to its end. */
function caseOf(test: Test, classname: string, file: string, lost: string | undefined): TestCase {
  const { state, errors = [], note } = test.result();
  const { seed, simTime } = (test.meta() as { dendra?: HwtestRecord }).dendra ?? {};
  const basic = {
    ...{ name: test.fullName, classname, file },
    line: test.location?.line,
    seconds: (test.diagnostic()?.duration ?? 0) / 1000,
    seed,
    simTime,
  };
  if (state === 'failed') {
    const text = errors.map(textOf).join('\n') || 'failed';
    const assertion = errors[0]?.name === 'AssertionError';
    return { ...basic, [assertion ? 'failure' : 'error']: text, errorType: errors[0]?.name };
  }
  if (state === 'skipped' && lost === undefined) return { ...basic, skipped: note ?? 'skipped' };
  if (lost === undefined) return basic;
  // What passed before it is not to be trusted either: the same memory made the verdict.
  const before = state === 'pending' ? '' : `; the test had ${state} before`;
  return { ...basic, error: `${lost}${before}`, errorType: 'WorkerDied' };
}

function textOf({ name, message, stack }: RunError): string {
  const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line) && !line.includes('/node_modules/')) ?? [];
  // What compilers say may be coloured.
  return stripVTControlCharacters([`${name ?? 'Error'}: ${message}`, ...frames.slice(0, 8)].join('\n'));
}

function runError(name: string, error: RunError): TestCase {
  return { name, classname: 'vitest', seconds: 0, error: textOf(error), errorType: error.name ?? 'Error' };
}
