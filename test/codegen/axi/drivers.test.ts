// The emitted drivers against the co-simulated design: a program asks over a pipe, and the bench reads and writes over AXI4-Lite.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ClockCycles, type Dut, hwtest } from '../../../src/sim/runner/index.ts';
import { axiDesign, bytesOf, pairDesign, sendSample, startAxi, takeSample } from './design.ts';
import { Program } from './program.ts';

const design = axiDesign(pairDesign('ultrascale-plus'));
const driver = join(design.folder, 'driver');
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Serves a program until it is done, and gives what it says. */
async function serve(dut: Dut, name: string, command: readonly string[]) {
  const bench = await startAxi(dut, design);
  const program = new Program(join(design.folder, name), command);
  for (;;) {
    const [what, ...rest] = program.line().split(' ');
    const [offset, value] = rest.map(Number);
    if (what === 'r') program.answer(await bench.master.readDword(offset!));
    else if (what === 'w') {
      await bench.master.writeDword(offset!, value!);
      program.answer(0);
    } else if (what === 'send') {
      await sendSample(bench, design.inputs[offset!]!);
      await takeSample(bench, design.manifest.steps);
      await ClockCycles(bench.clock, 32);
      program.answer('sent');
    } else if (what === 'break') {
      await bench.sources[1]!.source.send(bytesOf([1, 2, 3], 1));
      await ClockCycles(bench.clock, 32);
      program.answer('sent');
    } else {
      program.close();
      expect(what, `${name} must end with its result`).toBe('done');
      return { result: JSON.parse(rest.join(' ')) };
    }
  }
}

const counters = Object.fromEntries(
  design.map.events.map(({ node, counter }) => [
    `${node}.${counter}`,
    Number(design.golden[0]!.counts[node]![counter]),
  ]),
);

describe('emitted drivers', () => {
  hwtest.use({ model: design.model, timeout: [5, 'ms'] });

  hwtest('Python', async (dut) => {
    const { result } = await serve(dut, 'python', ['python3', here('driver.py'), driver]);
    expect(result).toEqual({
      hash: design.manifest.irHash,
      counters,
      samples: { a: 1, b: 1, y: 1, best: 1 },
      latency: expect.toSatisfy((cycles: number) => cycles > 5 && cycles < 200),
      busy: false,
      errors: {},
      broken: { b: ['frame'] },
      mended: {},
      counting: true,
    });
  });

  hwtest('C', async (dut) => {
    const sources = [here('driver.c'), join(driver, 'pair_net.c')];
    const flags = ['-std=c99', '-pedantic', '-Wall', '-Wextra', '-Werror', `-I${driver}`];
    const binary = join(design.folder, 'driver_c');
    execFileSync('gcc', [...flags, ...sources, '-o', binary]);
    const { result } = await serve(dut, 'c', [binary]);
    expect(result).toEqual({
      latency: expect.toSatisfy((cycles: number) => cycles > 5 && cycles < 200),
      ...{ busy: 0, samples: 1, errors: 0, broken: [0, 1], mended: 0, counting: 1, counters },
    });
  });

  test('compile as C++, too', () => {
    execFileSync('g++', ['-x', 'c++', '-Wall', '-Werror', '-fsyntax-only', join(driver, 'pair_net.c')]);
  });
});
