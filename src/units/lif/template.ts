// Memories of a lif and the data of its template: widths, thresholds and the membrane memory.
import { bitLength, ceilLog2, type Memory, rowLength, type Site, widthOf } from '../../ir/index.ts';
import { hexWord } from '../../ir/verilog.ts';
import { beatsOf, pipeline } from '../elementwise.ts';
import { cellPath, stages } from './cell.ts';
import type { Attrs } from './index.ts';
import { type Plan, planOf } from './plan.ts';

/** Beats in which one row of thresholds passes; 1 where the same constants serve every beat. */
export function thresholdBeats({ inputs, fold, attrs }: Site<Attrs>): number {
  return typeof attrs.threshold === 'number' ? 1 : Math.ceil(rowLength(inputs.x!) / fold.lanes!);
}

/** One word of thresholds, lane 0 lowest; lanes beyond the row repeat the last channel. */
function thresholdWord({ thresholds, largest }: Plan, lanes: number, beat: number): bigint {
  const bits = BigInt(bitLength(largest));
  let word = 0n;
  for (let lane = lanes - 1; lane >= 0; lane--) {
    word = (word << bits) | BigInt(thresholds[Math.min(beat * lanes + lane, thresholds.length - 1)]!);
  }
  return word;
}

/** The membranes, and the thresholds where they differ from beat to beat. */
export function memories(site: Site<Attrs>): readonly Memory[] {
  const plan = planOf(site.attrs, site.inputs.x!.elem);
  const lanes = site.fold.lanes!;
  const membrane = { name: 'membrane', depth: beatsOf(site.inputs.x!, lanes), width: lanes * widthOf(plan.membrane) };
  const depth = thresholdBeats(site);
  if (depth === 1) return [membrane];
  const width = lanes * bitLength(plan.largest);
  function* words(): Iterable<string> {
    for (let beat = 0; beat < depth; beat++) yield hexWord(thresholdWord(plan, lanes, beat), width);
  }
  return [membrane, { name: 'threshold', depth, width, style: 'logic', words }];
}

/** Data of the template. */
export function params(site: Site<Attrs>): Record<string, unknown> {
  const plan = planOf(site.attrs, site.inputs.x!.elem);
  const { membrane, largest, thresholds } = plan;
  const { leak, decayInput, reset } = plan.neuron;
  const lanes = site.fold.lanes!;
  const words = beatsOf(site.inputs.x!, lanes);
  const thresholdBits = bitLength(largest);
  const rom = thresholdBeats(site);
  return {
    ...pipeline(stages),
    indent: '    ',
    datapath: cellPath(site),
    tau: 2 ** leak,
    leak,
    halves: leak === 1,
    decayInput,
    soft: reset === 'soft',
    words,
    addressBits: Math.max(1, ceilLog2(words)),
    membraneBits: widthOf(membrane),
    interval: { lo: `${membrane.int[0]}`, hi: `${membrane.int[1]}` },
    several: thresholds.length > 1,
    thresholdBits,
    thresholdBus: lanes * thresholdBits,
    thresholds: rom === 1 ? hexWord(thresholdWord(plan, lanes, 0), lanes * thresholdBits) : false,
    rom: rom === 1 ? false : { beats: rom, bits: ceilLog2(rom) },
    countBits: bitLength(lanes),
    increments: { update: bitLength(lanes), spike: bitLength(lanes) },
  };
}
