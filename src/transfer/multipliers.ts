// Products of a datapath as DSP48E2, for targets that want to see them: the register behind a product is the one in the cell.
import { fitsDsp, type Target } from '../ir/index.ts';
import { range } from '../ir/verilog.ts';
import type { Datapath, Multiplier, Product, Signal } from './datapath.ts';

/** The datapath with an instance for each product that one DSP48E2 holds with its register; the same datapath where tools find them. */
export function withMultipliers(path: Datapath, { dsp }: Target): Datapath {
  if (dsp === 'inferred') return path;
  return {
    ...path,
    stages: path.stages.map((stage) => {
      const chosen = stage.products.filter(({ operands: [a, b], bits }) => fitsDsp(a.bits, b.bits, bits));
      const gone = new Set(chosen.map(({ signal }) => signal));
      return {
        ...stage,
        signals: [...stage.signals.filter(({ name }) => !gone.has(name)), ...chosen.flatMap(operandSignals)],
        registers: stage.registers.filter(({ from }) => !gone.has(from)),
        multipliers: chosen.map(multiplier),
      };
    }),
  };
}

/** The library modules of its multipliers. */
export function multiplierModules({ stages }: Datapath): readonly string[] {
  return stages.some(({ multipliers }) => multipliers.length > 0) ? ['DSP48E2', 'dendra_dsp_mul'] : [];
}

/** Operands have signals of their own: Yosys 0.23 takes no signed expression at a port. */
function operandSignals({ signal, operands }: Product): readonly Signal[] {
  return operands.map(({ bits, value }, i) => ({
    name: operandName(signal, i),
    type: `signed ${range(bits)}`,
    expression: value,
  }));
}

/** The wider operand takes the wider port. */
function multiplier({ signal, register, type, bits, operands }: Product): Multiplier {
  const [a, b] = operands[0].bits >= operands[1].bits ? [0, 1] : [1, 0];
  return {
    to: register,
    type,
    bits,
    a: operandName(signal, a),
    b: operandName(signal, b),
    aBits: operands[a]!.bits,
    bBits: operands[b]!.bits,
  };
}

function operandName(signal: string, operand: number): string {
  return `${signal}_${'xy'[operand]}`;
}
