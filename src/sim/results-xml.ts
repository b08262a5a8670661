// Writes results.xml: JUnit in the layout of cocotb 2.1, which cocotb's own checker and CI servers read.

/** One test: a run in one stall mode, for example. */
export interface TestCase {
  readonly name: string;
  readonly classname: string;
  readonly file?: string | undefined;
  readonly seconds: number;
  /** Cycles that were simulated; the clock period counts as 10 ns. */
  readonly cycles?: number | undefined;
  readonly seed?: number | undefined;
  /** The check that failed, as a sentence. */
  readonly failure?: string | undefined;
  /** Why the test could not run to its end. */
  readonly error?: string | undefined;
  readonly skipped?: string | undefined;
}

/** Tests of one design. */
export interface TestSuite {
  readonly name: string;
  readonly cases: readonly TestCase[];
}

/** Text of results.xml; it holds no date, so that equal runs differ in their times alone. */
export function resultsXml(suites: readonly TestSuite[]): string {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites name="results">'];
  for (const { name, cases } of suites) {
    const attributes = {
      name,
      errors: cases.filter((c) => c.error !== undefined).length,
      failures: cases.filter((c) => c.failure !== undefined).length,
      skipped: cases.filter((c) => c.skipped !== undefined).length,
      tests: cases.length,
      time: cases.reduce((sum, c) => sum + c.seconds, 0).toFixed(3),
    };
    lines.push(`  <testsuite${list(attributes)}>`, ...cases.flatMap(testCase), '  </testsuite>');
  }
  return `${[...lines, '</testsuites>'].join('\n')}\n`;
}

function testCase(test: TestCase): string[] {
  const attributes = list({
    name: test.name,
    classname: test.classname,
    file: test.file,
    time: test.seconds.toFixed(3),
  });
  const body = [
    ...properties(test),
    ...(test.failure === undefined ? [] : [message('failure', 'AssertionError', test.failure)]),
    ...(test.error === undefined ? [] : [message('error', 'SimFailure', test.error)]),
    ...(test.skipped === undefined ? [] : [`      <skipped${list({ message: test.skipped })}/>`]),
  ];
  return [`    <testcase${attributes}>`, ...body, '    </testcase>'];
}

function properties(test: TestCase): string[] {
  const values = {
    random_seed: test.seed,
    sim_time_unit: test.cycles === undefined ? undefined : 'ns',
    sim_time_duration: test.cycles === undefined ? undefined : test.cycles * 10,
  };
  const lines = Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `        <property${list({ name, value })}/>`);
  return lines.length === 0 ? [] : ['      <properties>', ...lines, '      </properties>'];
}

function message(tag: string, type: string, text: string): string {
  return `      <${tag}${list({ type, message: text.split('\n')[0] })}>${escapeXml(text)}</${tag}>`;
}

function list(attributes: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeXml(`${value}`)}"`)
    .join('');
}

/** Escapes what XML reserves and replaces control characters that it forbids. */
function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return (
    text
      .replace(/[&<>"]/g, (char) => entities[char])
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML 1.0 forbids
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
  );
}
