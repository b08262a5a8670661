// The registers of a small design with one input and two outputs, for both targets.

import { registerMap } from '../../../src/codegen/axi/registers.ts';
import { emit } from '../../../src/codegen/index.ts';
import { targets } from '../../../src/ir/index.ts';
import { smallDesign } from '../../codegen/small.ts';
import { library, type Proof } from '../system.ts';

/** The register map as a module that says of a word what it is. */
function mapModule(registers: ReturnType<typeof registerMap>): string {
  const of = (found: (name: string, access: string) => boolean): string =>
    registers.registers
      .filter(({ name, access }) => found(name, access))
      .map(({ offset }) => `word_i == ${offset / 4}`)
      .join(' || ');
  const constants = registers.registers.filter(({ access, signal }) => access === 'wo' || signal === undefined);
  return `module csr_map #(parameter int WordBits = 10) (
  input logic [WordBits-1:0] word_i,
  output logic mapped_o, constant_o, writable_o, control_o, scratch_o, errors_o,
  output logic [31:0] value_o
);
  assign mapped_o = word_i < ${registers.registers.length};
  assign control_o = ${of((name) => name === 'CONTROL')};
  assign scratch_o = ${of((name) => name === 'SCRATCH')};
  assign errors_o = word_i == ${registers.inputs[0]!.errors! / 4};
  assign writable_o = ${of((_, access) => access !== 'ro')};
  always_comb begin
    constant_o = 1'b1;
    case (word_i)
${constants.map(({ offset, access, reset }) => `      ${offset / 4}: value_o = ${access === 'wo' ? 0 : `32'd${reset}`};`).join('\n')}
      default: {constant_o, value_o} = 33'd0;
    endcase
  end
endmodule
`;
}

/** The registers for a target. */
export function csr(name: keyof typeof targets = 'ultrascale-plus'): Proof {
  const target = targets[name];
  const { files, manifest } = emit(smallDesign(name));
  const text = files['rtl/small_net_csr.sv'] as string;
  const map = registerMap(manifest);
  const stages = Number(/passes\n?(?: \/\/)? *(\d+) stage/.exec(text.replace(/\n\/\/ /g, ' '))![1]);
  const probe = (wire: string, register: string): [string, string] => [`probe_${wire}`, `\\dut.${register}`];
  return {
    name: `CSR of ${map.registers.length} registers, ${name}`,
    target,
    harness: 'prove_csr',
    parameters: {
      AddressBits: map.addressBits,
      Latency: stages + 2,
      Inputs: manifest.inputs.length,
      Outputs: manifest.outputs.length,
      Units: manifest.counters.length,
      CountBits: 48 * map.events.length,
    },
    defines: { ACTIVE: String(target.resetActive) },
    dut: 'small_net_csr',
    modules: {
      small_net_csr: text,
      csr_map: mapModule(map),
      ...library(target, 'dendra_hold', 'dendra_total', 'dendra_mux_stage'),
    },
    probes: Object.fromEntries([
      probe('scratch', 'scratch_q'),
      probe('errors', 'errors_q'),
      probe('reset', 'reset_count_q'),
      probe('up', 'up_q'),
      probe('aw', 'aw_valid_q'),
      probe('w', 'w_valid_q'),
      probe('busy', 'busy_q'),
      probe('aw_word', 'aw_word_q'),
      probe('ar_word', 'ar_word_q'),
      probe('w_data', 'w_data_q'),
      probe('w_strb', 'w_strb_q'),
      probe('step', 'step_q'),
    ]),
    apart: [
      ['bvalid', 'bready'],
      ['rvalid', 'rready'],
      ['awready', 'awvalid'],
      ['wready', 'wvalid'],
      ['arready', 'arvalid'],
    ],
    depths: { induction: stages + 3, cover: 14 },
  };
}

/** Both targets. */
export const registers: readonly Proof[] = [csr(), csr('asic')];
