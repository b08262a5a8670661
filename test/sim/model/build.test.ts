// Building models: the cache, wrong input, and the precompiled header.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildModel } from '../../../src/sim/model/index.ts';
import { modelRuntime, unitArguments } from '../../../src/sim/model/native.ts';
import { toolchain } from '../../../src/sim/toolchain.ts';
import { build, clock, rtl, start, storages } from './open.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dendra-model-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A source in the temporary folder. */
function source(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** A module that shows a constant. */
const constant = (value: string) => `module same (output logic [7:0] y_o);\n  assign y_o = ${value};\nendmodule\n`;

/** What `y_o` of module `same` is. */
async function shown(options: Partial<Parameters<typeof buildModel>[0]>): Promise<number> {
  const instance = (await buildModel({ sources: [], top: 'same', ...options })).open();
  instance.eval();
  const value = storages(instance).y_o[0];
  instance.free();
  return value;
}

describe('a build', () => {
  test('is taken from the cache until a source, an included file, a macro or a parameter changes', async () => {
    const path = source(
      'same.sv',
      '`include "value.svh"\nmodule same #(parameter int P = 1) (output logic [7:0] y_o);\n  assign y_o = 8\'(`VALUE + P `ifdef MORE + `MORE `endif);\nendmodule\n',
    );
    const options = { sources: [path], includes: [folder] };
    source('value.svh', '`define VALUE 10\n');
    expect(await shown(options)).toBe(11);
    expect(await buildModel({ ...options, top: 'same' })).toMatchObject({ cached: true });
    source('value.svh', `\`define VALUE ${20 + (Date.now() % 200)}\n`);
    expect(await buildModel({ ...options, top: 'same' })).toMatchObject({ cached: false });
    source('value.svh', '`define VALUE 10\n');
    expect(await shown({ ...options, parameters: { P: 5 } })).toBe(15);
    expect(await shown({ ...options, defines: { MORE: 100 } })).toBe(111);
  });

  test.each([
    ['a folder of modules', () => ['-y', folder, '+libext+.sv'], 'found_y'],
    ['a list of files', (name: string) => ['-f', source('list.f', join(folder, `${name}.sv`))], 'found_f'],
  ])('is made again when a file changes that %s leads to', async (_, args, name) => {
    const text = (value: number) => `module ${name} (output logic [7:0] y_o);\n  assign y_o = ${value};\nendmodule\n`;
    const top = `module same (output logic [7:0] y_o);\n  ${name} u (.y_o);\nendmodule\n`;
    const options = { sources: [source(`top_${name}.sv`, top)], verilatorArgs: args(name) };
    for (const value of [1, 2, 1]) {
      source(`${name}.sv`, text(value));
      expect(await shown(options)).toBe(value);
    }
    expect(await buildModel({ ...options, top: 'same' })).toMatchObject({ cached: true });
  });

  test('of two tops with one name but other content gives two models in one process', async () => {
    const [one, two] = [source('one.sv', constant('1')), source('two.sv', constant('2'))];
    expect([await shown({ sources: [one] }), await shown({ sources: [two] }), await shown({ sources: [one] })]).toEqual(
      [1, 2, 1],
    );
  });

  test('gives the parameters of the top', async () => {
    const model = await build('counter', { parameters: { Width: 5 } });
    expect(model.parameters).toEqual([
      { name: 'Width', local: false, value: 5 },
      { name: 'Step', local: false, value: 1 },
      { name: 'Limit', local: true, value: 32 },
    ]);
  });

  test('for speed behaves like one for editing', async () => {
    const [edit, speed] = [await build('counter'), await build('counter', { profile: 'speed' })];
    const values = [edit, speed].map((model) => {
      const instance = model.open();
      const at = storages(instance);
      start(instance);
      for (let i = 0; i < 7; i++) clock(instance);
      const value = at.count_o[0];
      instance.free();
      return value;
    });
    expect(values).toEqual([7, 7]);
  });

  test('uses the precompiled header', async () => {
    const tools = await toolchain();
    const runtime = await modelRuntime(tools, {});
    const unit = { source: source('empty.cc', ''), object: join(folder, 'empty.o') };
    const args = [...unitArguments(tools, {}, runtime, unit), '-H'];
    const used = execFileSync('sh', ['-c', `"$@" 2>&1`, 'sh', tools.compiler, ...args], { encoding: 'utf8' });
    // g++ marks a valid precompiled header with an exclamation mark, and then reads no other; clang++ fails without it.
    if (tools.compiler === 'g++') expect(used.split('\n')[0]).toBe(`! ${join(runtime.folder, 'prelude.h.gch')}`);
    expect(used).not.toContain('/verilated.h');
  });
});

describe('wrong input', () => {
  test('a top that does not exist is named with the nearest module', async () => {
    await expect(buildModel({ sources: [rtl('tree')], top: 'leef' })).rejects.toThrow(
      'top must be a module of the sources, not leef\n  (rule top-exists)\n  did you mean leaf? modules are leaf, tree',
    );
  });

  test('a source that does not exist', async () => {
    await expect(buildModel({ sources: ['no/such.sv'], top: 'x' })).rejects.toThrow(
      'source must be a file, not no/such.sv',
    );
  });

  test('an error in the RTL has file and line of Verilator', async () => {
    const path = source('wrong.sv', 'module wrong (output logic y_o);\n  assign y_o = missing;\nendmodule\n');
    const error = await buildModel({ sources: [path], top: 'wrong' }).catch((reason) => reason);
    expect(error).toMatchObject({
      code: 'input',
      sentence: 'RTL of wrong must pass Verilator, not fail with 1 message',
    });
    expect(error.message).toContain(`${path}:2:16: Can't find definition of variable: 'missing'`);
  });

  test('a warning is kept with the model, and an error with lint', async () => {
    const path = source(
      'wide.sv',
      'module wide (input logic [7:0] a_i, output logic [3:0] y_o);\n  assign y_o = a_i;\nendmodule\n',
    );
    const model = await buildModel({ sources: [path], top: 'wide' });
    expect(model.warnings).toContain(`${path}:2:14: Operator ASSIGNW expects 4 bits`);
    await expect(buildModel({ sources: [path], top: 'wide', lint: true })).rejects.toThrow(
      'RTL of wide must pass Verilator without a warning, not with 1',
    );
  });

  test.each(['public signal', 'forceable signal'])('an unknown %s is named with the nearest one', async (role) => {
    const key = role === 'public signal' ? 'publicSignals' : 'forceable';
    await expect(build('tree', { [key]: ['u_leaf.sate_q'] })).rejects.toThrow(
      `${role} must be the path of a signal below tree, not u_leaf.sate_q\n  (rule signal-exists)\n  did you mean u_leaf.state_q?`,
    );
  });

  test('a port that has no bits', async () => {
    const path = source(
      'text.sv',
      'module text (input real r_i, output logic y_o);\n  assign y_o = r_i > 1.0;\nendmodule\n',
    );
    await expect(buildModel({ sources: [path], top: 'text' })).rejects.toThrow(
      'port r_i must be made of bits, not of type real\n  (rule signal-has-bits)',
    );
  });

  test('waves and coverage of a model that was built without', async () => {
    const instance = (await build('counter')).open();
    expect(() => instance.traceOpen('x.vcd')).toThrow('model of counter must be built with waves, not without');
    expect(() => instance.writeCoverage('x.dat')).toThrow('model of counter must be built with coverage, not without');
    instance.free();
  });
});

test('without Verilator the error names the command that installs it', async () => {
  vi.stubEnv('PATH', folder);
  vi.resetModules();
  const fresh = await import('../../../src/sim/model/load.ts');
  await expect(fresh.buildModel({ sources: [rtl('counter')], top: 'counter' })).rejects.toMatchObject({
    code: 'tool',
    sentence: expect.stringMatching(/^verilator must be installed, not missing from PATH$/),
  });
  vi.unstubAllEnvs();
});
