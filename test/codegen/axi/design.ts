// The designs of the AXI tests behind their wrappers: emitted, built, driven and read through the ports that a board has.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { axiInterface, emit, registerMap } from '../../../src/codegen/index.ts';
import { randomSamples, runGolden, type Sample } from '../../../src/golden/index.ts';
import { elem, graph, type Lowered, signedElem, type Target, targets } from '../../../src/ir/index.ts';
import { lower } from '../../../src/passes/index.ts';
import {
  AxiLiteBus,
  AxiLiteChecker,
  AxiLiteMaster,
  AxiStreamBus,
  AxiStreamChecker,
  AxiStreamSink,
  AxiStreamSource,
} from '../../../src/sim/bus/index.ts';
import { buildModel, Clock, ClockCycles, type Dut } from '../../../src/sim/runner/index.ts';
import { compose } from '../../../src/timing/index.ts';
import { registry } from '../../../src/units/index.ts';
import { writeFiles } from '../../support/write-files.ts';

/** Two inputs of different widths, two outputs, two units that count, two tensors a sample, a final beat that is not full. */
export function pairDesign(target: Target['name']): Lowered {
  const g = graph('pair_net', { steps: 2 });
  const a = g.input('a', signedElem(9), [7], { lanes: 3 });
  const b = g.input('b', elem(0, 255), [7], { lanes: 3 });
  const lanes = { fold: { lanes: 3 } };
  const sum = g.node('add', 'sum', {}, { a, b }, lanes);
  const attrs = { shift: 2, rounding: 'halfEven', out: elem(-50, 50) };
  const y = g.node('requantise', 'scaled', attrs, { x: sum }, lanes);
  g.output('y', y).output('best', g.node('argmax', 'largest', {}, { x: y }, lanes));
  return lower(g.build(), registry, targets[target], { compose });
}

/** A design with its samples, its golden vectors and a model of its wrapper. */
export function axiDesign(lowered: Lowered, samples?: readonly Sample[]) {
  const { files, manifest } = emit(lowered);
  const inputs = samples ?? randomSamples(lowered, 6, 3);
  const folder = mkdtempSync(join(tmpdir(), 'dendra-axi-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  writeFiles(folder, files);
  const [axi, map] = [axiInterface(manifest), registerMap(manifest)];
  const sources = [...manifest.rtl, ...axi.rtl];
  const publicSignals = [`u_axi.u_csr.cycles_q`];
  const built = buildModel({ folder, sources, top: axi.modules.ip, lint: true, publicSignals });
  built.catch(() => {});
  const offsets = Object.fromEntries(map.registers.map(({ name, offset }) => [name, offset]));
  return { folder, manifest, axi, map, offsets, inputs, golden: runGolden(lowered, inputs), model: () => built };
}

/** What `axiDesign` gives. */
export type AxiDesign = ReturnType<typeof axiDesign>;

/** Bytes of a tensor as a DMA moves them: each element in whole bytes, lowest first. */
export function bytesOf(data: Iterable<number | bigint>, laneBytes: number): number[] {
  return [...data].flatMap((value) =>
    Array.from({ length: laneBytes }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 0xffn)),
  );
}

/** Clock, reset, and a model and a checker of every port; the checkers fail the test that breaks a rule. */
export async function startAxi(dut: Dut, { axi }: AxiDesign) {
  const { aclk: clock, aresetn: reset } = dut;
  reset.value = 0;
  new Clock(clock, 10, 'ns').start(false);
  const options = { resetActiveLevel: false };
  const bus = AxiLiteBus.fromPrefix(dut, axi.control.name);
  const master = new AxiLiteMaster(bus, clock, reset, options);
  const streams = axi.streams.map((port) => ({ port, bus: AxiStreamBus.fromPrefix(dut, port.name) }));
  const of = (direction: string) => streams.filter(({ port }) => port.direction === direction);
  const sources = of('slave').map(({ port, bus }) => ({
    port,
    source: new AxiStreamSource(bus, clock, reset, options),
  }));
  const sinks = of('master').map(({ port, bus }) => ({ port, sink: new AxiStreamSink(bus, clock, reset, options) }));
  // The synchroniser and a synchronous reset take three edges.
  await ClockCycles(clock, 4);
  new AxiLiteChecker(bus, clock, reset, { ...options, maxWait: 64 });
  for (const { bus } of streams) new AxiStreamChecker(bus, clock, reset, options);
  await ClockCycles(clock, 2);
  reset.value = 1;
  return { clock, master, sources, sinks };
}

/** What `startAxi` gives. */
export type AxiBench = Awaited<ReturnType<typeof startAxi>>;

/** Sends one sample to every input. */
export async function sendSample({ sources }: AxiBench, sample: Sample): Promise<void> {
  for (const { port, source } of sources) {
    for (const { data } of sample[port.stream]!) await source.send(bytesOf(data, port.laneBytes));
  }
}

/** Takes one sample from every output, as bytes of its tensors and the TUSER of their final beats. */
export async function takeSample({ sinks }: AxiBench, steps: number) {
  const taken: Record<string, { bytes: number[]; end: number }[]> = {};
  for (const { port, sink } of sinks) {
    const tensors = [];
    for (let step = 0; step < steps; step++) {
      const frame = await sink.recv();
      frame.normalize();
      tensors.push({ bytes: [...frame.tdata].map(Number), end: Number((frame.tuser as number[]).at(-1)) });
    }
    taken[port.stream] = tensors;
  }
  return taken;
}

/** The same of golden. */
export function goldenSample({ axi, golden, manifest }: AxiDesign, index: number) {
  const ports = axi.streams.filter(({ direction }) => direction === 'master');
  return Object.fromEntries(
    ports.map(({ stream, laneBytes }) => [
      stream,
      golden[index]!.outputs[stream]!.map(({ data }, step) => ({
        bytes: bytesOf(data, laneBytes),
        end: step === manifest.steps - 1 ? 1 : 0,
      })),
    ]),
  );
}
