// Netlists after synthesis: what Yosys made of each class of unit still gives every element, cycle and counter of golden.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { weights } from '../../bench/unit-designs.ts';
import { emit } from '../../src/codegen/index.ts';
import { randomSamples } from '../../src/golden/index.ts';
import { type Graph, graph, signedElem, spike, targets, unsignedElem } from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { verifyDesign } from '../../src/sim/verify.ts';
import { sourcesOf } from '../../src/synth/modules.ts';
import { runScript, yosysTool } from '../../src/synth/yosys.ts';
import { compose } from '../../src/timing/index.ts';
import { registry } from '../../src/units/index.ts';

/** Models of LUTs, registers and LUT RAMs, which come with Yosys; it has none of DSP48E2 and block RAM. */
const models = join(dirname(createRequire(import.meta.url).resolve('@yowasp/yosys')), 'share/xilinx/cells_sim.v');

function twoPoint(): Graph {
  const g = graph('modulated');
  const x = g.input('x', signedElem(4), [6]);
  const r = g.node('dense', 'layer', { weights: weights(4, 6, 4), skip: false }, { x }, { fold: { in: 3, out: 2 } });
  const p = g.input('p', signedElem(8, 4), [4]);
  const cell = g.node(
    'two-point',
    'modulates',
    { mod: 'coop', W: 8, f: 4 },
    { r: narrowed(g, r), p },
    { fold: { lanes: 2 } },
  );
  return g.output('y', cell).build();
}

function narrowed(g: ReturnType<typeof graph>, x: string): string {
  return g.node('requantise', 'narrow', { shift: 2, rounding: 'floor', out: signedElem(8, 4) }, { x });
}

function attention(): Graph {
  const g = graph('attends', { steps: 2 });
  const [q, k, v] = ['q', 'k', 'v'].map((name) => g.input(name, spike, [4, 8])) as [string, string, string];
  const attrs = { heads: 2, scaleShift: 2, threshold: 0.5 };
  return g.output('y', g.node('spiking-attention', 'unit', attrs, { q, k, v }, { fold: { tokens: 2 } })).build();
}

function topK(): Graph {
  const g = graph('chooses');
  const x = g.input('x', unsignedElem(8), [16]);
  const unit = g.node('top-k', 'unit', { k: 5, emit: ['values', 'indices'] }, { x }, { fold: { lanes: 4 } });
  return g.output('values', `${unit}.values`).output('indices', `${unit}.indices`).build();
}

describe('netlists after synth_xilinx -nodsp -nobram', () => {
  test.for([
    ['dense and two-point', twoPoint],
    ['spiking-attention', attention],
    ['top-k', topK],
  ] as const)('%s equals golden in Icarus, with stalls', { timeout: 240_000 }, async ([, design]) => {
    const lowered = lower(design(), registry, targets['ultrascale-plus'], { compose });
    const { files, manifest } = emit(lowered);
    const sources = sourcesOf(files);
    const script = [
      `read_verilog -sv -DSYNTHESIS ${manifest.rtl.join(' ')}`,
      `synth_xilinx -family xcup -noiopad -noclkbuf -flatten -nodsp -nobram -top ${manifest.top}`,
      'write_verilog -noattr netlist.v',
    ].join('; ');
    const [netlist] = await runScript(await yosysTool(), { script, files: sources, results: ['netlist.v'] });
    const folder = mkdtempSync(join(tmpdir(), 'dendra-netlist-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'netlist.v'), netlist!);
    copyFileSync(models, join(folder, 'cells_sim.v'));
    const mapped = { manifest: { ...manifest, rtl: ['netlist.v', 'cells_sim.v'], memories: [] } };
    const samples = randomSamples(lowered, 6, 1);
    const stall = { mode: 'both', seed: 3 } as const;
    const held = await verifyDesign({ lowered, emitted: mapped, folder, samples, sim: 'icarus', stall });
    expect(held.failures).toEqual([]);
    expect(held.compared).toBeGreaterThan(20);
    // Ands that became ors are seen.
    writeFileSync(join(folder, 'netlist.v'), netlist!.replaceAll(".INIT(4'h8)", ".INIT(4'he)"));
    const broken = await verifyDesign({ lowered, emitted: mapped, folder, samples, sim: 'icarus', stall });
    expect(broken.failures).not.toEqual([]);
  });
});
