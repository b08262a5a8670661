// results.xml: both layouts of cocotb, counts that its own checkers read, and text that every XML reader takes.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resultsXml, type TestCase } from '../../src/sim/index.ts';
import { type Cocotb, cocotb } from '../support/python.ts';

const current = await cocotb('2.1.0');
const old = await cocotb('1.9.2');

const cases: TestCase[] = [
  {
    ...{ name: 'stall=none', classname: 'adder', file: 'adder.test.ts', line: 12 },
    ...{ seconds: 0.25, simTime: [100, 225], seed: 7 },
  },
  {
    ...{ name: 'stall=in', classname: 'adder', seconds: 1, seed: 7 },
    failure: 'y must be 1, not 2\nin <sample> 0 & more\u0000',
  },
  { name: 'stall=out', classname: 'adder', seconds: 0, error: 'simulation died of SIGSEGV', errorType: 'ModelError' },
  { name: 'stall=both', classname: 'adder', seconds: 0, skipped: 'iverilog is "missing"' },
];
const suites = [{ name: 'adder', cases }];

test('layout of cocotb 2.1: a suite per module with its counts, and properties per test', () => {
  const xml = resultsXml(suites, { timestamp: '2000-01-01T00:00:00+00:00', hostname: 'bench' });
  expect(xml).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="cocotb tests">
      <testsuite name="adder" errors="1" failures="1" skipped="1" tests="4" time="1.250" timestamp="2000-01-01T00:00:00+00:00" hostname="bench">
        <testcase classname="adder" name="stall=none" time="0.250">
          <properties>
            <property name="cocotb" value="True"/>
            <property name="random_seed" value="7"/>
            <property name="file" value="adder.test.ts"/>
            <property name="line" value="12"/>
            <property name="sim_time_unit" value="ns"/>
            <property name="sim_time_start" value="100"/>
            <property name="sim_time_stop" value="225"/>
            <property name="sim_time_duration" value="125"/>
            <property name="sim_time_ratio" value="500"/>
          </properties>
        </testcase>
        <testcase classname="adder" name="stall=in" time="1.000">
          <failure message="y must be 1, not 2" type="AssertionError">y must be 1, not 2
    in &lt;sample&gt; 0 &amp; more#x00</failure>
          <properties>
            <property name="cocotb" value="True"/>
            <property name="random_seed" value="7"/>
          </properties>
        </testcase>
        <testcase classname="adder" name="stall=out" time="0.000">
          <error message="simulation died of SIGSEGV" type="ModelError">simulation died of SIGSEGV</error>
          <properties>
            <property name="cocotb" value="True"/>
          </properties>
        </testcase>
        <testcase classname="adder" name="stall=both" time="0.000">
          <skipped message="iverilog is &quot;missing&quot;"/>
          <properties>
            <property name="cocotb" value="True"/>
          </properties>
        </testcase>
      </testsuite>
    </testsuites>
    "
  `);
});

test('layout of cocotb 1.9 and 2.0: one suite, the seed of the run, and errors as failures', () => {
  expect(resultsXml(suites, { layout: '1.9' })).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="results">
      <testsuite name="all" package="all" tests="4" failures="2">
        <property name="random_seed" value="7"/>
        <testcase name="stall=none" classname="adder" file="adder.test.ts" lineno="12" time="0.25" sim_time_ns="125" ratio_time="500">
        </testcase>
        <testcase name="stall=in" classname="adder" time="1" sim_time_ns="0" ratio_time="0">
          <failure error_type="AssertionError" error_msg="y must be 1, not 2&#xA;in &lt;sample&gt; 0 &amp; more#x00"/>
        </testcase>
        <testcase name="stall=out" classname="adder" time="0" sim_time_ns="0" ratio_time="0">
          <failure error_type="ModelError" error_msg="simulation died of SIGSEGV"/>
        </testcase>
        <testcase name="stall=both" classname="adder" time="0" sim_time_ns="0" ratio_time="0">
          <skipped/>
        </testcase>
      </testsuite>
    </testsuites>
    "
  `);
});

test('without a date and a host, equal runs give equal bytes', () => {
  expect(resultsXml(suites)).toBe(resultsXml(structuredClone(suites)));
  expect(resultsXml(suites)).toContain(
    '<testsuite name="adder" errors="1" failures="1" skipped="1" tests="4" time="1.250">\n',
  );
});

describe.skipIf(current.missing !== undefined || old.missing !== undefined)(
  `cocotb's own checkers ${current.missing ?? old.missing ?? ''}`,
  () => {
    const pass: TestCase = { name: 'pass', classname: 'm', seconds: 1 };
    const fail: TestCase = { name: 'fail', classname: 'm', seconds: 1, failure: 'no' };
    const error: TestCase = { name: 'error', classname: 'm', seconds: 1, error: 'died' };
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'dendra-results-'));
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    function python(environment: typeof current, script: string, xml: string): string {
      const { python, env } = environment as Cocotb;
      const file = join(folder, 'results.xml');
      writeFileSync(file, xml);
      return execFileSync(python, ['-c', script, file], { env, encoding: 'utf8' }).trim();
    }
    const counts = (module: string) =>
      `import sys, pathlib; from ${module} import get_results; print(get_results(pathlib.Path(sys.argv[1])))`;

    test.for([
      { of: 'one pass and one failure', cases: [pass, fail], result: '(2, 1)' },
      { of: 'one pass', cases: [pass], result: '(1, 0)' },
      { of: 'a pass, a failure and an error', cases: [pass, fail, error], result: '(3, 2)' },
    ])('of $of, check_results of 2.1 and get_results of 1.9 read $result', ({ cases, result }) => {
      const suites = [{ name: 'm', cases }];
      expect(python(current, counts('cocotb_tools.check_results'), resultsXml(suites))).toBe(result);
      const text = resultsXml(suites, { layout: '1.9' });
      expect(python(old, counts('cocotb.runner'), text)).toBe(result);
      expect(python(current, counts('cocotb_tools.check_results'), text)).toBe(result);
    });

    test('the status of python -m cocotb_tools.check_results is the number of failures', () => {
      const script =
        'import subprocess, sys; print(subprocess.call([sys.executable, "-m", "cocotb_tools.check_results", sys.argv[1]]))';
      expect(python(current, script, resultsXml([{ name: 'm', cases: [pass, fail] }]))).toBe('1');
    });

    test.for(['2.1', '1.9'] as const)('layout %s: a reader gets every character back that XML has', (layout) => {
      const failure = 'a\tb\nc\rd "e" <f> & \u007f \u{1f600} \u2028';
      const script = `
import json, sys
from xml.etree import ElementTree
element = ElementTree.parse(sys.argv[1]).getroot().find(".//failure")
print(json.dumps([element.get("error_msg") or element.text, element.get("error_type") or element.get("type")]))`;
      const read = (text: string) => {
        const cases = [{ ...fail, failure: text, errorType: 'A<"B">' }];
        return JSON.parse(python(current, script, resultsXml([{ name: 'm', cases }], { layout })));
      };
      expect(read(failure)).toEqual([failure, 'A<"B">']);
      expect(read('bell \u0007, half \ud800, \ufffe')).toEqual(['bell #x07, half #xD800, #xFFFE', 'A<"B">']);
    });
  },
);
