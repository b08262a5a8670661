// Wrong usage: exit status 2 with one clear message; help, version and the list of units: 0.
import { describe, expect, test } from 'vitest';
import { registry } from '../../src/units/index.ts';
import { dendra, rectifier, temporary, writeDesign } from './support.ts';

describe('wrong usage ends with status 2 and prints nothing on stdout', () => {
  test.each([
    [
      ['foo'],
      'the command must be a command of dendra, not foo\n  (rule command-known)\n' +
        '  use one of units, build, verify, golden, compare, energy, synth, start, test, report, sweep\n',
    ],
    [
      ['biuld'],
      'the command must be a command of dendra, not biuld\n  (rule command-known)\n' +
        '  did you mean build? use one of units, build, verify, golden, compare, energy, synth, start, test, report, sweep\n',
    ],
    [
      ['build'],
      'argument <design> must be given, not left out\n  (rule argument-given)\n' +
        '  use dendra build [options] <design>; dendra build --help lists the options\n',
    ],
    [
      ['build', 'x.ts', '--targt', 'asic'],
      'the option must be an option of build, not --targt\n  (rule option-known)\n' +
        '  did you mean --target? use one of --json, --out, --target, --dsp, --part, --period, --vendor, --help\n',
    ],
    [
      ['--foo'],
      'the option must be an option of dendra, not --foo\n  (rule option-known)\n  use one of --version, --help\n',
    ],
    [
      ['build', 'x.ts', '--out'],
      'the value of "--out <folder>" must be given, not left out\n  (rule argument-given)\n' +
        '  use dendra build [options] <design>; dendra build --help lists the options\n',
    ],
    [
      ['golden', 'x.ts', '--inputs', 'x.npz'],
      '"--outputs <file>" must be given, not left out\n  (rule argument-given)\n' +
        '  use dendra golden [options] <design>; dendra golden --help lists the options\n',
    ],
    [
      ['compare', 'a.npz', 'b.npz', 'c.npz'],
      'the arguments of compare must be 2, not 3\n  (rule argument-count)\n' +
        '  use dendra compare [options] <a> <b>; dendra compare --help lists the options\n',
    ],
    [['build', 'missing.ts'], 'the file must be readable, not missing\n  at missing.ts (rule file-readable)\n'],
    [
      ['build', 'x.ts', '--target', 'asics'],
      '--target must be ultrascale-plus or asic, not asics\n  (rule option-value)\n',
    ],
    [['verify', 'x.ts', '--sim', 'vcs'], '--sim must be verilator, icarus or hls, not vcs\n  (rule option-value)\n'],
    [['verify', 'x.ts', '--stall', 'some'], '--stall must be none, in, out or both, not some\n  (rule option-value)\n'],
    [
      ['verify', 'x.ts', '--vectors', '0'],
      '--vectors must be an integer from 1 to 1000000000, not 0\n  (rule option-value)\n',
    ],
    [
      ['verify', 'x.ts', '--seed', '-1'],
      '--seed must be an integer from 0 to 4294967295, not -1\n  (rule option-value)\n',
    ],
    [
      ['energy', 'x.ts', '--tech', 'horowitz'],
      'technology must be a known table, not horowitz\n  (rule technology-known)\n  did you mean horowitz45? use one of ' +
        'mcc-ultrascale, snn45-fp32, snn45-fp16, snn45-int8, horowitz45, lemaire45, loihi14, truenorth28, ' +
        'shiftadd-eyeriss, ecoformer45, jouppi7, aladdin40, spatten40\n',
    ],
    [
      ['report', 'x.ts'],
      'the command must be one of this release, not report\n  (rule command-available)\n' +
        '  dendra verify and dendra energy print the same figures, with --json for programs\n',
    ],
    [
      ['sweep', 'x.ts', '--engine', 'slurm', '--json'],
      'the command must be one of this release, not sweep\n  (rule command-available)\n' +
        '  run dendra energy and dendra verify once for each design\n',
    ],
  ])('dendra %j', async (args, message) => {
    expect(await dendra(temporary(), args)).toEqual({ status: 2, out: '', err: message });
  });

  test('a design that is no graph', async () => {
    const folder = temporary();
    writeDesign(folder, 'design.ts', 'export default 7;');
    expect(await dendra(folder, ['build', 'design.ts'])).toEqual({
      status: 2,
      out: '',
      err: [
        'the default export must be a graph or a function that returns one, not of type number',
        '  at design.ts (rule design-export)',
        '  end the module with: export default g.build();\n',
      ].join('\n'),
    });
  });

  test('a graph with an unknown unit names file and node', async () => {
    const folder = temporary();
    writeDesign(folder, 'design.ts', rectifier('rect', '{}', 'rleu'));
    const { status, err } = await dendra(folder, ['build', 'design.ts']);
    expect(status).toBe(2);
    expect(err).toContain(
      'kind must be a unit of the registry, not "rleu"\n  at design.ts, node "half" (rule kind-known)',
    );
  });
});

test.each([
  ['inputs: [null], outputs: [], nodes: []', 'inputs.0 must be an object, not null'],
  ['inputs: [], outputs: [], nodes: [{ name: 3 }]', 'nodes.0.name must be a string, not 3'],
  ["inputs: [], outputs: [{ name: 'y' }], nodes: []", 'outputs.0.from must be given, not left out'],
])('a design that exports { %s } ends with one sentence', async (entries, sentence) => {
  const folder = temporary();
  writeDesign(folder, 'design.ts', `export default { name: 'odd', steps: 1, ${entries} };`);
  const { status, out, err } = await dendra(folder, ['build', 'design.ts']);
  expect([status, out]).toEqual([2, '']);
  const attribute = sentence.split(' ')[0];
  expect(err).toBe(`${sentence}\n  at design.ts, attribute "${attribute}" (rule graph-schema)\n`);
});

test('an internal error ends with status 4 and its stack', async () => {
  const folder = temporary();
  // Attributes that fail when they are listed: no rule speaks of that.
  const attrs = "new Proxy({}, { ownKeys() { throw new TypeError('odd'); } })";
  const node = `{ name: 'n', kind: 'relu', attrs: ${attrs}, inputs: {} }`;
  const graph = `{ name: 'odd', steps: 1, inputs: [], outputs: [], nodes: [${node}] }`;
  writeDesign(folder, 'design.ts', `export default ${graph};`);
  const { status, out, err } = await dendra(folder, ['build', 'design.ts']);
  expect([status, out]).toEqual([4, '']);
  expect(err).toMatch(/^internal error: TypeError: .*\n {4}at /);
});

describe('what is asked for ends with status 0', () => {
  test('dendra units --json lists every unit of the registry', async () => {
    const { status, out, err } = await dendra(temporary(), ['units', '--json']);
    expect([status, err]).toEqual([0, '']);
    const units = JSON.parse(out) as { kind: string; summary: string }[];
    expect(units.map(({ kind }) => kind)).toEqual(Object.keys(registry).sort());
    for (const { kind, summary } of units) expect(summary).toBe(registry[kind]!.summary);
  });

  test.each([['--help'], ['--version'], ['verify --help']])('dendra %s', async (line) => {
    const { status, out, err } = await dendra(temporary(), line.split(' '));
    expect([status, err, out === '']).toEqual([0, '', false]);
  });
});
