// Writes results.xml, the JUnit report that CI servers and cocotb's own checkers read, in the layouts of cocotb.
import { attributes, textOf } from './xml.ts';

/** One test: a run in one stall mode, for example. */
export interface TestCase {
  readonly name: string;
  /** Module of the test. */
  readonly classname: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  /** Wall-clock time. */
  readonly seconds: number;
  /** Simulated time of its start and end in nanoseconds. */
  readonly simTime?: readonly [start: number, stop: number] | undefined;
  /** Seed of the run. */
  readonly seed?: number | undefined;
  /** The check that failed: a sentence, and what may follow it. */
  readonly failure?: string | undefined;
  /** Why the test could not run to its end. */
  readonly error?: string | undefined;
  /** Name of the class of the failure or error. */
  readonly errorType?: string | undefined;
  readonly skipped?: string | undefined;
}

/** Tests of one module. */
export interface TestSuite {
  readonly name: string;
  readonly cases: readonly TestCase[];
}

/** How to write the report. */
export interface ResultsOptions {
  /** `2.1` by default; `1.9` is that of cocotb 1.9 and 2.0: all tests in one suite, and errors are failures. */
  readonly layout?: '2.1' | '1.9' | undefined;
  /** Start of the run by ISO 8601. Without it the report holds no date, and equal runs differ in their times alone. */
  readonly timestamp?: string | undefined;
  readonly hostname?: string | undefined;
}

/** Text of results.xml. */
export function resultsXml(suites: readonly TestSuite[], options: ResultsOptions = {}): string {
  const body = options.layout === '1.9' ? oldLayout(suites) : suites.flatMap((suite) => testSuite(suite, options));
  const name = options.layout === '1.9' ? 'results' : 'cocotb tests';
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites${attributes({ name })}>`, ...body];
  return `${[...lines, '</testsuites>'].join('\n')}\n`;
}

function testSuite({ name, cases }: TestSuite, { timestamp, hostname }: ResultsOptions): string[] {
  const counts = {
    errors: cases.filter((c) => c.error !== undefined).length,
    failures: cases.filter((c) => c.failure !== undefined).length,
    skipped: cases.filter((c) => c.skipped !== undefined).length,
    tests: cases.length,
    time: cases.reduce((sum, c) => sum + c.seconds, 0).toFixed(3),
  };
  const head = attributes({ name, ...counts, timestamp, hostname });
  return [`  <testsuite${head}>`, ...cases.flatMap(testCase), '  </testsuite>'];
}

function testCase(test: TestCase): string[] {
  const { name, classname, seconds } = test;
  return [
    `    <testcase${attributes({ classname, name, time: seconds.toFixed(3) })}>`,
    ...(test.failure === undefined ? [] : [message('failure', typeOf(test), test.failure)]),
    ...(test.error === undefined ? [] : [message('error', typeOf(test), test.error)]),
    ...(test.skipped === undefined ? [] : [`      <skipped${attributes({ message: test.skipped })}/>`]),
    '      <properties>',
    ...properties(test).map((property) => `        <property${attributes(property)}/>`),
    '      </properties>',
    '    </testcase>',
  ];
}

function properties({ seed, file, line, simTime, seconds }: TestCase): { name: string; value: string | number }[] {
  const values = {
    // Tells these tests from those of other tools in a merged report.
    cocotb: 'True',
    random_seed: seed,
    file,
    line,
    ...(simTime === undefined ? {} : { sim_time_unit: 'ns', sim_time_start: simTime[0], sim_time_stop: simTime[1] }),
    ...(simTime === undefined ? {} : { sim_time_duration: simTime[1] - simTime[0], ...ratio(simTime, seconds) }),
  };
  return Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}

function ratio([start, stop]: readonly [number, number], seconds: number): { sim_time_ratio?: number } {
  return seconds > 0 ? { sim_time_ratio: (stop - start) / seconds } : {};
}

function message(tag: string, type: string, text: string): string {
  return `      <${tag}${attributes({ message: text.split('\n')[0], type })}>${textOf(text)}</${tag}>`;
}

function typeOf({ errorType, failure }: TestCase): string {
  return errorType ?? (failure === undefined ? 'SimFailure' : 'AssertionError');
}

function oldLayout(suites: readonly TestSuite[]): string[] {
  const cases = suites.flatMap((suite) => suite.cases);
  // The counts are for cocotb 2.1, whose checker would see no test without them; older ones count the elements.
  const failures = cases.filter((c) => c.failure !== undefined || c.error !== undefined).length;
  const head = attributes({ name: 'all', package: 'all', tests: cases.length, failures });
  const seed = cases.find((c) => c.seed !== undefined)?.seed;
  return [
    `  <testsuite${head}>`,
    ...(seed === undefined ? [] : [`    <property${attributes({ name: 'random_seed', value: seed })}/>`]),
    ...cases.flatMap(oldTestCase),
    '  </testsuite>',
  ];
}

function oldTestCase(test: TestCase): string[] {
  const { name, classname, file, line, seconds, simTime = [0, 0] } = test;
  const duration = simTime[1] - simTime[0];
  const head = attributes({
    ...{ name, classname, file, lineno: line, time: seconds, sim_time_ns: duration },
    ratio_time: seconds > 0 ? duration / seconds : 0,
  });
  const failure = test.failure ?? test.error;
  return [
    `    <testcase${head}>`,
    ...(failure === undefined
      ? []
      : [`      <failure${attributes({ error_type: typeOf(test), error_msg: failure })}/>`]),
    ...(test.skipped === undefined ? [] : ['      <skipped/>']),
    '    </testcase>',
  ];
}
