// results.xml: counts that add up, and text that every XML reader takes.
import { expect, test } from 'vitest';
import { resultsXml } from '../../src/sim/index.ts';

test('one suite per design with tests, failures, errors and skipped tests counted', () => {
  const xml = resultsXml([
    {
      name: 'adder',
      cases: [
        { name: 'stall=none', classname: 'adder.verilator', seconds: 0.25, cycles: 12, seed: 7 },
        {
          name: 'stall=in',
          classname: 'adder.verilator',
          seconds: 1,
          failure: 'y must be 1, not 2\nin <sample> 0 & more\u0000',
        },
        { name: 'stall=out', classname: 'adder.icarus', seconds: 0, error: 'simulation died of SIGSEGV' },
        { name: 'stall=both', classname: 'adder.icarus', seconds: 0, skipped: 'iverilog is "missing"' },
      ],
    },
  ]);
  expect(xml).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="results">
      <testsuite name="adder" errors="1" failures="1" skipped="1" tests="4" time="1.250">
        <testcase name="stall=none" classname="adder.verilator" time="0.250">
          <properties>
            <property name="random_seed" value="7"/>
            <property name="sim_time_unit" value="ns"/>
            <property name="sim_time_duration" value="120"/>
          </properties>
        </testcase>
        <testcase name="stall=in" classname="adder.verilator" time="1.000">
          <failure type="AssertionError" message="y must be 1, not 2">y must be 1, not 2
    in &lt;sample&gt; 0 &amp; more�</failure>
        </testcase>
        <testcase name="stall=out" classname="adder.icarus" time="0.000">
          <error type="SimFailure" message="simulation died of SIGSEGV">simulation died of SIGSEGV</error>
        </testcase>
        <testcase name="stall=both" classname="adder.icarus" time="0.000">
          <skipped message="iverilog is &quot;missing&quot;"/>
        </testcase>
      </testsuite>
    </testsuites>
    "
  `);
});
