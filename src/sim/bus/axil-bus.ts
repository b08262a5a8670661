// The five channels of an AXI-Lite bus.
import type { Dut, HierarchyHandle } from '../kernel/index.ts';
import { type Channel, findChannel } from './channel.ts';
import { expectWidth } from './signals.ts';

/** An AXI-Lite bus of a design; prot, strb and resp may be absent. */
export class AxiLiteBus {
  readonly name: string;
  readonly aw: Channel<'addr' | 'prot'>;
  readonly w: Channel<'data' | 'strb'>;
  readonly b: Channel<'resp'>;
  readonly ar: Channel<'addr' | 'prot'>;
  readonly r: Channel<'data' | 'resp'>;
  /** Bytes of the data. */
  readonly lanes: number;

  constructor(dut: Dut | HierarchyHandle, prefix = '') {
    const what = 'AxiLiteBus';
    this.name = prefix === '' ? dut._name : prefix;
    this.aw = findChannel(what, dut, prefix, 'aw', ['addr'], ['prot']);
    this.w = findChannel(what, dut, prefix, 'w', ['data'], ['strb']);
    this.b = findChannel(what, dut, prefix, 'b', [], ['resp']);
    this.ar = findChannel(what, dut, prefix, 'ar', ['addr'], ['prot']);
    this.r = findChannel(what, dut, prefix, 'r', ['data'], ['resp']);
    this.lanes = this.w.signals.data!.width / 8;
    if (!Number.isInteger(this.lanes)) {
      throw new RangeError(`${this.w.signals.data!.path} must have a multiple of 8 bits, not ${this.lanes * 8}`);
    }
    expectWidth(this.r.signals.data, this.lanes * 8, 'as data to write has');
    expectWidth(this.w.signals.strb, this.lanes, 'one a byte');
  }

  /** The bus whose signals are `prefix_awaddr` and so on. */
  static fromPrefix(dut: Dut | HierarchyHandle, prefix: string): AxiLiteBus {
    return new AxiLiteBus(dut, prefix);
  }

  /** The bus whose signals are those of the instance itself. */
  static fromEntity(dut: Dut | HierarchyHandle): AxiLiteBus {
    return new AxiLiteBus(dut);
  }
}
