// cocotb's environment variables: what each asks for, and the sentence for each that cannot be honoured.
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { environment } from '../../../src/sim/runner/environment.ts';
import { modelFromVariables } from '../../../src/sim/runner/model-from-variables.ts';
import { fileNameOf, moduleOf, selection } from '../../../src/sim/runner/selection.ts';
import type { Variables } from '../../../src/sim/runner/variables.ts';

const nothing = {
  modules: [],
  filter: undefined,
  filterName: undefined,
  seed: undefined,
  plusargs: [],
  top: undefined,
  resultsFile: undefined,
  resolveX: undefined,
  waves: undefined,
  logs: true,
};

describe('what a variable asks for', () => {
  const cases: [Variables, object][] = [
    [{}, {}],
    [{ COCOTB_RANDOM_SEED: ' ', WAVES: '', GUI: '', PYGPI_X: '' }, {}],
    [{ COCOTB_TEST_MODULES: 'test_a, test_b' }, { modules: ['test_a', 'test_b'] }],
    [{ MODULE: 'test_a' }, { modules: ['test_a'] }],
    [{ COCOTB_TEST_MODULES: 'new', MODULE: 'old' }, { modules: ['new'] }],
    [{ COCOTB_TESTCASE: 'a,b' }, { filter: /(?:a|b)$/, filterName: 'COCOTB_TESTCASE' }],
    [{ TESTCASE: 'a' }, { filter: /(?:a)$/, filterName: 'TESTCASE' }],
    [{ COCOTB_TEST_FILTER: 'm\\.a.*' }, { filter: /m\.a.*/, filterName: 'COCOTB_TEST_FILTER' }],
    [{ COCOTB_RANDOM_SEED: '7', RANDOM_SEED: '8' }, { seed: 7 }],
    [{ RANDOM_SEED: '8' }, { seed: 8 }],
    [{ COCOTB_RANDOM_SEED: '4294967297' }, { seed: 1 }],
    [{ COCOTB_PLUSARGS: '+a=1 +seed=5 "+b=x y"' }, { plusargs: ['+a=1', '+seed=5', '+b=x y'], seed: 5 }],
    [{ PLUSARGS: '+ntb_random_seed=6 +seed=5' }, { plusargs: ['+ntb_random_seed=6', '+seed=5'], seed: 6 }],
    [{ COCOTB_TOPLEVEL: 'work.top' }, { top: 'top' }],
    [{ TOPLEVEL: 'top' }, { top: 'top' }],
    [{ COCOTB_RESULTS_FILE: 'out/r.xml' }, { resultsFile: resolve('out/r.xml') }],
    [{ COCOTB_RESOLVE_X: 'ZEROS' }, { resolveX: 'zeros' }],
    [{ WAVES: '1' }, { waves: 'always' }],
    [{ WAVES: 'no' }, { waves: 'off' }],
    [{ WAVES: 'on-failure' }, { waves: 'on-failure' }],
    [{ COCOTB_LOG_LEVEL: 'debug' }, { logs: true }],
    [{ COCOTB_LOG_LEVEL: 'WARNING' }, { logs: false }],
    [{ COCOTB_TRUST_INERTIAL_WRITES: '1', GUI: '0', COCOTB_ATTACH: '0', COCOTB_ANSI_OUTPUT: '1', NO_COLOR: '1' }, {}],
  ];
  test.each(cases)('%j', (variables, wanted) => {
    expect(environment(variables)).toEqual({ ...nothing, ...wanted });
  });
});

const yesNo = '1, yes, y, on, true, enable, 0, no, n, off, false, disable';

describe('what is refused', () => {
  const cases: [Variables, string, string?][] = [
    [
      { COCOTB_TRUST_INERTIAL_WRITES: '0' },
      'COCOTB_TRUST_INERTIAL_WRITES must be absent or 1, not 0',
      'writes take effect as in cocotb 2.x on Verilator, where it is 1',
    ],
    [{ GUI: '1' }, 'GUI must be absent or 0, not 1', 'simulators run without a window; look at waves with WAVES=1'],
    [
      { COCOTB_PDB_ON_EXCEPTION: '1' },
      'COCOTB_PDB_ON_EXCEPTION must be absent or 0, not 1',
      'start Node with --inspect-brk to debug a bench',
    ],
    [
      { COCOTB_ATTACH: '30' },
      'COCOTB_ATTACH must be absent or 0, not 30',
      'start Node with --inspect-brk to debug a bench',
    ],
    [{ GPI_EXTRA: 'lib:f' }, 'GPI_EXTRA must be absent, not lib:f', 'no GPI library is loaded'],
    [{ PYGPI_PYTHON_BIN: '/p' }, 'PYGPI_PYTHON_BIN must be absent, not /p', 'no Python is started'],
    [{ COCOTB_RANDOM_SEED: 'x' }, 'COCOTB_RANDOM_SEED must be a whole number, not x'],
    [{ COCOTB_PLUSARGS: '+seed=-1' }, '+seed must be a whole number, not -1'],
    [{ WAVES: 'maybe' }, `WAVES must be one of ${yesNo}, on-failure, not maybe`],
    [
      { COCOTB_RESOLVE_X: 'two' },
      'COCOTB_RESOLVE_X must be one of error, value_error, weak, zeros, ones, random, not two',
    ],
    [
      { COCOTB_LOG_LEVEL: 'LOUD' },
      'COCOTB_LOG_LEVEL must be one of TRACE, DEBUG, INFO, WARNING, ERROR, CRITICAL, not LOUD',
    ],
    [{ TESTCASE: 'a', COCOTB_TEST_FILTER: 'b' }, 'COCOTB_TEST_FILTER must be absent where TESTCASE is given, not b'],
    [
      { COCOTB_TEST_FILTER: '(' },
      'COCOTB_TEST_FILTER must be a regular expression, not (',
      'Invalid regular expression: /(/: Unterminated group',
    ],
  ];
  test.each(cases)('%j', (variables, sentence, hint) => {
    const text = `${sentence}\n  (rule environment-variable)${hint === undefined ? '' : `\n  ${hint}`}`;
    expect(() => environment(variables)).toThrow(expect.objectContaining({ message: text }));
  });
});

test.each([
  ['benches/counter.hw.ts', 'counter'],
  ['counter.test.mjs', 'counter'],
  ['test_counter.ts', 'test_counter'],
  ['a.b.hw.ts', 'a.b'],
])('the module of %s is %s', (file, module) => {
  expect(moduleOf(file)).toBe(module);
});

test.each([
  [{}, 'all'],
  [{ COCOTB_TEST_MODULES: 'counter' }, 'all'],
  [{ COCOTB_TEST_MODULES: 'other' }, 'other'],
  [{ COCOTB_TESTCASE: 'counts' }, 'named'],
  [{ COCOTB_TESTCASE: 'count' }, 'other'],
  [{ COCOTB_TEST_FILTER: 'count' }, 'named'],
  [{ COCOTB_TEST_FILTER: '^counter\\.counts$' }, 'named'],
  [{ COCOTB_TEST_FILTER: '^counts' }, 'other'],
] as [Variables, string][])('%j makes counter.counts one of %s', (variables, kind) => {
  expect(selection(environment(variables), 'counter', 'counts')).toBe(kind);
});

test('names of files keep names of tests apart', () => {
  expect(fileNameOf('adds_001')).toBe('adds_001');
  expect(fileNameOf('a b')).toMatch(/^a_b-[0-9a-f]{6}$/);
  expect(fileNameOf('a b')).not.toBe(fileNameOf('a/b'));
});

describe('the model that variables name', () => {
  test('is that of a Makefile of cocotb', () => {
    const variables = {
      VERILOG_SOURCES: 'a.sv b.sv',
      TOPLEVEL: 'work.top',
      COMPILE_ARGS: '-DX=1',
      EXTRA_ARGS: '-Wno-WIDTH',
      VERILOG_INCLUDE_DIRS: 'inc',
      COCOTB_HDL_TIMEUNIT: '1us',
    };
    expect(modelFromVariables(variables)).toEqual({
      sources: ['a.sv', 'b.sv'],
      top: 'top',
      includes: ['inc'],
      verilatorArgs: ['-DX=1', '-Wno-WIDTH'],
      timescale: '1us/1ps',
    });
    expect(modelFromVariables({ TOPLEVEL: 'top' })).toBeUndefined();
  });

  test.each([
    [{ VERILOG_SOURCES: 'a.sv' }, 'COCOTB_TOPLEVEL must be given beside VERILOG_SOURCES, not be absent'],
    [{ VERILOG_SOURCES: 'a.sv', TOPLEVEL: 'a', SIM: 'icarus' }, 'SIM must be verilator, not icarus'],
  ] as [Variables, string][])('%j is refused', (variables, sentence) => {
    expect(() => modelFromVariables(variables)).toThrow(
      expect.objectContaining({ message: `${sentence}\n  (rule environment-variable)` }),
    );
  });
});
