// Memories of a transfer function and the data of its template.
import { ceilLog2, isSigned, type Memory, type Site, type Target, widthOf } from '../../ir/index.ts';
import { literal, range } from '../../ir/verilog.ts';
import { withMultipliers } from '../../transfer/index.ts';
import { tableMemories } from '../datapath-memories.ts';
import { beatsOf, pipeline } from '../elementwise.ts';
import type { Attrs } from './index.ts';
import { leadOf } from './index.ts';
import { planOf } from './plan.ts';

/** The tables of the function, and a word of states for every beat. */
export function memories({ attrs, inputs, outputs, fold }: Site<Attrs>): readonly Memory[] {
  const plan = planOf(attrs, inputs);
  const tables = tableMemories(plan.datapath(), fold.lanes!);
  const width = stateBits(plan.datapath().states);
  if (width === 0) return tables;
  return [...tables, { name: 'state', depth: beatsOf(leadOf(outputs), fold.lanes!), width: width * fold.lanes! }];
}

function stateBits(states: readonly { readonly width: number }[]): number {
  return states.reduce((sum, { width }) => sum + width, 0);
}

/** Data of the template. */
export function params(site: Site<Attrs>, target: Target): Record<string, unknown> {
  const { attrs, inputs, outputs, fold } = site;
  const plan = planOf(attrs, inputs);
  const path = withMultipliers(plan.datapath(), target);
  const words = beatsOf(leadOf(outputs), fold.lanes!);
  let offset = 0;
  const states = path.states.map((state) => {
    const { type, initial } = plan.graph.states[state.name]!;
    const signed = isSigned(type);
    const place = offset;
    offset += state.width;
    return {
      ...state,
      signed,
      type: `${signed ? 'signed ' : ''}${range(state.width)}`,
      offset: place,
      initial: literal(signed ? initial : BigInt.asUintN(state.width, initial), state.width, signed),
    };
  });
  return {
    ...pipeline(plan.schedule.stages),
    lanes: fold.lanes,
    indent: '    ',
    datapath: path,
    operands: path.inputs,
    results: path.outputs.map(({ name, signal, type }) => ({ name, signal, width: widthOf(type) })),
    stateful: states.length > 0,
    states,
    stateBits: offset,
    stateStage: plan.schedule.stateStage ?? 0,
    words,
    addressBits: Math.max(1, ceilLog2(words)),
  };
}
