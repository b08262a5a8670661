// The five channels of an AXI bus.
import type { Dut, HierarchyHandle } from '../kernel/index.ts';
import { type Channel, findChannel } from './channel.ts';
import { expectWidth } from './signals.ts';

/** Side signals of addresses; each may be absent. */
export const sidebands = ['lock', 'cache', 'prot', 'qos', 'region', 'user'] as const;
/** Name of a side signal of an address. */
export type Sideband = (typeof sidebands)[number];
/** Signals of an address channel. */
export type AddressField = 'addr' | 'len' | 'id' | 'size' | 'burst' | Sideband;
/** Signals of the data to write. */
export type WriteField = 'data' | 'last' | 'strb' | 'user';
/** Signals of the data read. */
export type ReadField = 'data' | 'last' | 'id' | 'resp' | 'user';
/** Signals of the answer to a write. */
export type AnswerField = 'id' | 'resp' | 'user';

/** An AXI bus of a design; what is neither an address, a length, data nor `last` may be absent. */
export class AxiBus {
  readonly name: string;
  readonly aw: Channel<AddressField>;
  readonly w: Channel<WriteField>;
  readonly b: Channel<AnswerField>;
  readonly ar: Channel<AddressField>;
  readonly r: Channel<ReadField>;
  /** Bytes of the data, a power of two. */
  readonly lanes: number;

  constructor(dut: Dut | HierarchyHandle, prefix = '') {
    const what = 'AxiBus';
    this.name = prefix === '' ? dut._name : prefix;
    const address = ['id', 'size', 'burst', ...sidebands] as const;
    this.aw = findChannel(what, dut, prefix, 'aw', ['addr', 'len'], address);
    this.w = findChannel(what, dut, prefix, 'w', ['data', 'last'], ['strb', 'user']);
    this.b = findChannel(what, dut, prefix, 'b', [], ['id', 'resp', 'user']);
    this.ar = findChannel(what, dut, prefix, 'ar', ['addr', 'len'], address);
    this.r = findChannel(what, dut, prefix, 'r', ['data', 'last'], ['id', 'resp', 'user']);
    const { width, path } = this.w.signals.data!;
    this.lanes = width / 8;
    if (!Number.isInteger(Math.log2(this.lanes)) || this.lanes < 1) {
      throw new RangeError(`${path} must have 8 bits times a power of two, not ${width}`);
    }
    expectWidth(this.r.signals.data, width, 'as data to write has');
    expectWidth(this.w.signals.strb, this.lanes, 'one a byte');
    if (this.aw.signals.id !== undefined) expectWidth(this.b.signals.id, this.aw.signals.id.width, 'as awid has');
    if (this.ar.signals.id !== undefined) expectWidth(this.r.signals.id, this.ar.signals.id.width, 'as arid has');
  }

  /** The bus whose signals are `prefix_awaddr` and so on. */
  static fromPrefix(dut: Dut | HierarchyHandle, prefix: string): AxiBus {
    return new AxiBus(dut, prefix);
  }

  /** The bus whose signals are those of the instance itself. */
  static fromEntity(dut: Dut | HierarchyHandle): AxiBus {
    return new AxiBus(dut);
  }
}
