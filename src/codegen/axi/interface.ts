// The AXI interface of a design as data: what RTL, drivers and packaging must agree on.
import type { Manifest, ManifestStream } from '../../ir/index.ts';
import { registerMap } from './registers.ts';

/** An AXI4-Stream port: signals `<name>_tdata`, `_tkeep`, `_tlast`, `_tvalid`, `_tready` and, of an output, `_tuser`. */
export interface AxiStreamPort {
  /** Prefix of the signals: `s_axis_<input>` or `m_axis_<output>`. */
  readonly name: string;
  /** Name of the design's stream. */
  readonly stream: string;
  readonly direction: 'slave' | 'master';
  readonly lanes: number;
  /** Bytes of a lane: an element, sign-extended or zero-extended. */
  readonly laneBytes: number;
  /** Bits of an element. */
  readonly width: number;
  readonly signed: boolean;
  readonly frac: number;
  /** Shape of a tensor; a run-time length is given by its largest value. */
  readonly shape: readonly number[];
  readonly variable: boolean;
  readonly tdataBytes: number;
  /** Bits of TKEEP: one a byte; the bytes of a lane agree. */
  readonly tkeepBits: number;
  /** Bits of TUSER: bit 0 marks the final beat of a sample. Inputs have none, since a DMA gives TLAST alone. */
  readonly tuserBits: 0 | 1;
}

/** The AXI4-Lite port: signals `<name>_awaddr` and so on. */
export interface AxiLitePort {
  readonly name: 's_axi_ctrl';
  readonly addressBits: number;
  readonly dataBits: 32;
  /** Bytes of the address range. */
  readonly bytes: number;
}

/** Everything outside of a design. */
export interface AxiInterface {
  readonly design: string;
  readonly target: string;
  /** Modules from inside to outside: the design, its registers, both with AXI around them, the plain-Verilog wrapper. */
  readonly modules: { readonly core: string; readonly csr: string; readonly axi: string; readonly ip: string };
  readonly clock: { readonly name: 'aclk' };
  readonly reset: { readonly name: 'aresetn'; readonly active: 0 };
  readonly streams: readonly AxiStreamPort[];
  readonly control: AxiLitePort;
  /** Sources beside those of `filelist.f`, in the order of `filelist_axi.f`, relative to the design's folder. */
  readonly rtl: readonly string[];
}

/** Library modules of every AXI top, in the order of the file list. */
export const axiLibrary = [
  'dendra_axis_input',
  'dendra_mux_stage',
  'dendra_sample_timer',
  'dendra_skid',
  'dendra_total',
] as const;

/** The AXI interface of an emitted design. */
export function axiInterface(manifest: Manifest): AxiInterface {
  const { design, inputs, outputs } = manifest;
  const modules = { core: manifest.top, csr: `${design}_csr`, axi: `${design}_axi`, ip: `${design}_ip` };
  const { addressBits } = registerMap(manifest);
  return {
    design,
    target: manifest.target,
    modules,
    clock: { name: 'aclk' },
    reset: { name: 'aresetn', active: 0 },
    streams: [
      ...inputs.map((stream) => streamPort(stream, 'slave')),
      ...outputs.map((stream) => streamPort(stream, 'master')),
    ],
    control: { name: 's_axi_ctrl', addressBits, dataBits: 32, bytes: 2 ** addressBits },
    rtl: [
      ...axiLibrary.map((name) => `rtl/${name}.sv`),
      `rtl/${modules.csr}.sv`,
      `rtl/${modules.axi}.sv`,
      `rtl/${modules.ip}.v`,
    ],
  };
}

function streamPort(stream: ManifestStream, direction: 'slave' | 'master'): AxiStreamPort {
  const { name, lanes, width, signed, frac, shape, variable } = stream;
  const laneBytes = Math.ceil(width / 8);
  const tdataBytes = lanes * laneBytes;
  return {
    name: `${direction === 'slave' ? 's' : 'm'}_axis_${name}`,
    ...{ stream: name, direction, lanes, laneBytes, width, signed, frac, shape, variable, tdataBytes },
    tkeepBits: tdataBytes,
    tuserBits: direction === 'slave' ? 0 : 1,
  };
}
