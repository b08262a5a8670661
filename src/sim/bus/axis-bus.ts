// The signals of an AXI-stream, and how its data is divided into elements.
import type { Dut, HierarchyHandle, LogicHandle } from '../kernel/index.ts';
import type { Handshake } from './agent.ts';
import type { ResetOptions } from './reset.ts';
import { type BusSignals, expectWidth, findSignals } from './signals.ts';

const optional = ['tvalid', 'tready', 'tlast', 'tkeep', 'tid', 'tdest', 'tuser'] as const;

/** Names of the side signals. */
export type SideName = 'tid' | 'tdest' | 'tuser';

/** An AXI-stream of a design; signals other than `tdata` may be absent. */
export class AxiStreamBus {
  /** The prefix, or the name of the design where there is none. */
  readonly name: string;
  readonly signals: BusSignals<'tdata', (typeof optional)[number]>;

  constructor(dut: Dut | HierarchyHandle, prefix = '') {
    this.name = prefix === '' ? dut._name : prefix;
    this.signals = findSignals('AxiStreamBus', dut, prefix, ['tdata'], optional);
    for (const name of ['tvalid', 'tready', 'tlast'] as const) expectWidth(this.signals[name], 1, `as ${name} has`);
  }

  /** The stream whose signals are `prefix_tdata` and so on. */
  static fromPrefix(dut: Dut | HierarchyHandle, prefix: string): AxiStreamBus {
    return new AxiStreamBus(dut, prefix);
  }

  /** The stream whose signals are those of the instance itself. */
  static fromEntity(dut: Dut | HierarchyHandle): AxiStreamBus {
    return new AxiStreamBus(dut);
  }

  /** Valid and ready. */
  get handshake(): Handshake {
    return { valid: this.signals.tvalid, ready: this.signals.tready };
  }
}

/** Options of the models of an AXI-stream. */
export interface AxiStreamOptions extends ResetOptions {
  /** Bits of an element, for a stream without `tkeep`; 8 by default. */
  readonly byteSize?: number | undefined;
  /** Elements of a beat, instead of `byteSize`. */
  readonly byteLanes?: number | undefined;
}

/** How the data of a beat is divided. */
export interface Layout {
  readonly lanes: number;
  readonly size: number;
}

/** Divides the data by the width of tkeep, or by the options; a RangeError when it does not divide evenly. */
export function layoutOf(bus: AxiStreamBus, { byteSize, byteLanes }: AxiStreamOptions): Layout {
  const { tdata, tkeep } = bus.signals;
  const { width } = tdata as LogicHandle;
  if (tkeep !== undefined && (byteSize !== undefined || byteLanes !== undefined)) {
    throw new RangeError(`byteSize and byteLanes of ${bus.name} must not be given, since the width of tkeep decides`);
  }
  if (byteSize !== undefined && byteLanes !== undefined) {
    throw new RangeError(`byteSize and byteLanes of ${bus.name} must not both be given`);
  }
  const lanes = tkeep?.width ?? byteLanes ?? width / (byteSize ?? 8);
  const size = width / lanes;
  if (!Number.isInteger(lanes) || !Number.isInteger(size) || lanes < 1) {
    const by = tkeep !== undefined || byteLanes !== undefined ? `${lanes} lanes` : `elements of ${byteSize ?? 8} bits`;
    throw new RangeError(`${bus.signals.tdata.path} must divide evenly into ${by}, not have ${width} bits`);
  }
  return { lanes, size };
}
