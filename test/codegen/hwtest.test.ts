// The emitted TypeScript bench: `dendra test` runs it on designs with and without a bug, and it names output, beat and lane.
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import topK from '../../examples/top-k/design.ts';
import { emit, hwtestFiles } from '../../src/codegen/index.ts';
import { randomSamples, runGolden } from '../../src/golden/index.ts';
import { targets } from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { benchFiles } from '../../src/sim/index.ts';
import type { TestCase } from '../../src/sim/results-xml.ts';
import { compose } from '../../src/timing/index.ts';
import { registry } from '../../src/units/index.ts';
import { dendra } from '../cli/support.ts';
import { typeErrors } from '../support/type-errors.ts';
import { writeFiles } from '../support/write-files.ts';
import { smallDesign } from './small.ts';

const cycles = { resetCycles: 6, drain: 64, watchdog: 50_000 };
const modes = ['without_pauses', 'inputs_pause', 'outputs_pause', 'all_pause'];

describe('the file', () => {
  test('is the same bytes as before', async () => {
    const files = hwtestFiles(emit(smallDesign()).manifest, cycles);
    expect(Object.keys(files)).toEqual(['bench/small_net.hw.ts']);
    await expect(files['bench/small_net.hw.ts']).toMatchFileSnapshot('snapshots/small_net.hw.txt');
  });

  test('names ports and reset of other designs, and no counters where there are none', () => {
    const files = hwtestFiles({ ...emit(smallDesign('asic')).manifest, counters: [] }, cycles);
    const text = files['bench/small_net.hw.ts'] as string;
    expect(text).toContain('  dut.rst_ni.value = 0;\n');
    expect(text).toContain('  const parts = [...sources, ...sinks];\n');
    expect(text).not.toMatch(/json|counter/i);
    expect(text).not.toMatch(/^.{101}|[ \t]$|\n\n\n/m);
  });
});

describe('the types of an emitted example', () => {
  let folder: string;
  const bench = 'bench/top_k_scores.hw.ts';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dendra-types-'));
    const lowered = lower(topK, registry, targets['ultrascale-plus'], { compose });
    const samples = randomSamples(lowered, 1, 1);
    const { files, manifest } = emit(lowered);
    writeFiles(folder, { ...files, ...(await benchFiles(manifest, samples, runGolden(lowered, samples))) });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('hold for the bench as it is', () => {
    expect(typeErrors(folder, bench)).toBe('');
  });

  test('refuse a misspelt port, a port of the wrong direction, and a value of the wrong type', () => {
    const text = readFileSync(join(folder, bench), 'utf8');
    const typos = {
      'dut.scores_keep_i,': 'dut.scores_kep_i,',
      'ready: dut.values_ready_i,': 'ready: dut.values_valid_o,',
      'dut.rst_i.value = 1;': 'dut.rst_i.value = 1n;',
      'RisingEdge(dut.clk_i)': 'RisingEdge(dut)',
    };
    let broken = text;
    for (const [right, wrong] of Object.entries(typos)) {
      expect(broken).toContain(right);
      broken = broken.replace(right, wrong);
    }
    writeFileSync(join(folder, 'bench/broken.hw.ts'), broken);
    const errors = typeErrors(folder, 'bench/broken.hw.ts');
    expect(
      errors
        .replaceAll(/^bench\/broken\.hw\.ts\(\d+,\d+\): error /gm, '')
        .trimEnd()
        .split('\n'),
    ).toEqual([
      "TS2551: Property 'scores_kep_i' does not exist on type 'TopKScoresDut'. Did you mean 'scores_keep_i'?",
      expect.stringContaining("TS2741: Property 'set' is missing in type 'OutputPort<number>'"),
      "TS2322: Type 'bigint' is not assignable to type 'number'.",
      "TS2739: Type 'TopKScoresDut' is missing the following properties from type 'Port': path, width, value",
    ]);
  });
});

/** One text of the top module and what stands there instead. */
const bugs: Record<string, { of: string; to: string; message: RegExp }> = {
  element: {
    of: 'assign y_data_o = scaled_fork_y1_data;',
    to: "assign y_data_o = scaled_fork_y1_data ^ {20'd0, scaled_fork_y1_last};",
    message: /^AssertionError: y beat 2 lane 0 must be -?\d+, not -?\d+ \(sample 0\)\n/,
  },
  last: {
    of: 'assign y_last_o = scaled_fork_y1_last;',
    to: "assign y_last_o = 1'b0;",
    message: /^AssertionError: y beat 2 last must be 1, not 0 \(sample 0\)\n/,
  },
  held: {
    of: 'assign y_eos_o = scaled_fork_y1_eos;',
    to: 'assign y_eos_o = scaled_fork_y1_eos ^ ~y_ready_i;',
    message: /^AssertionError: y beat \d+ must keep valid and payload until ready, not change\n/,
  },
  counter: {
    of: '.count_compare_o(count_o[0 +: 48])\n  );',
    to: ".count_compare_o(miscount)\n  );\n  wire [47:0] miscount;\n  assign count_o = miscount + 48'd1;",
    message: /^AssertionError: largest must count 12 compare in sample 0, not 13\n/,
  },
  absent: {
    of: 'assign best_valid_o = largest_y_valid;',
    to: "assign best_valid_o = 1'b0;",
    message:
      /^AssertionError: a beat must move within 200 cycles, not none: x at \d+ of 24, y at \d+ of 24, best at 0 of 8, counters at \d of 4\n/,
  },
  reset: {
    of: 'assign best_valid_o = largest_y_valid;',
    to: "assign best_valid_o = 1'b1;",
    message: /^AssertionError: best valid must be 0 in reset, not 1\n/,
  },
};

describe('dendra test on emitted designs', () => {
  let folder: string;
  let cases: TestCase[];
  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'dendra-hwtest-')));
    await write('good', 'ultrascale-plus');
    await write('asic', 'asic');
    // A lane that is not kept may hold anything.
    inject('unkept', {
      of: 'assign y_data_o = scaled_fork_y1_data;',
      to: "assign y_data_o = scaled_fork_y1_data | (scaled_fork_y1_last ? 21'h1fff80 : 21'd0);",
    });
    for (const [name, bug] of Object.entries(bugs)) inject(name, bug);
    cpSync(join(folder, 'good'), join(folder, 'empty'), { recursive: true });
    writeFileSync(join(folder, 'empty/vectors/out_y.hex'), '\n');
    const env = { WATCHDOG: '200', COCOTB_RANDOM_SEED: '7' };
    const { status, out, err } = await dendra('/', ['test', folder, '--json'], { env });
    expect(status, err).toBe(1);
    cases = JSON.parse(out).cases;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function write(name: string, target: 'ultrascale-plus' | 'asic'): Promise<void> {
    const lowered = smallDesign(target);
    const samples = randomSamples(lowered, 4, 1);
    const { files, manifest } = emit(lowered);
    writeFiles(join(folder, name), { ...files, ...(await benchFiles(manifest, samples, runGolden(lowered, samples))) });
  }

  function inject(name: string, { of, to }: { of: string; to: string }): void {
    cpSync(join(folder, 'good'), join(folder, name), { recursive: true });
    const path = join(folder, name, 'rtl', 'small_net.sv');
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(of);
    writeFileSync(path, text.replace(of, to));
  }

  const of = (name: string): TestCase[] => cases.filter(({ classname }) => classname === `${name}.bench.small_net`);

  test.each(['good', 'asic', 'unkept'])('%s passes in every mode of pauses', (name) => {
    const found = of(name).map((one) => [one.name, one.failure ?? one.error ?? 'passed', one.seed]);
    expect(found).toEqual(modes.map((mode) => [mode, 'passed', 7]));
  });

  test('pauses make a run longer', () => {
    const [none, inputs, outputs, both] = of('good').map(({ simTime }) => simTime![1]);
    expect(inputs).toBeGreaterThan(none!);
    expect(outputs).toBeGreaterThan(none!);
    expect(both).toBeGreaterThan(none!);
  });

  test('fails without vectors', () => {
    const { failure } = of('empty').find((one) => one.name === 'without_pauses')!;
    expect(failure).toContain(
      `AssertionError: ${folder}/empty/vectors/out_y.hex must hold a beat a line, not nothing\n`,
    );
  });

  test.each(Object.entries(bugs))('fails on the bug %s and says where', (name, { message }) => {
    expect(of(name).find((one) => one.name === 'all_pause')!.failure).toMatch(message);
  });
});
