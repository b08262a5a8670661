// Data of the AXI top and of its plain-Verilog wrapper: ports, streams and what each instance connects to.
import { counterBits, type Manifest, type Target } from '../../ir/index.ts';
import { loadPorts, type Port, port, range } from '../ports.ts';
import { controlPorts, datapathPorts } from './csr.ts';
import type { AxiInterface, AxiStreamPort } from './interface.ts';

/** Ports of a stream, as the AXI top has them. */
function axisPorts({ name, direction, tdataBytes, tkeepBits, tuserBits }: AxiStreamPort): Port[] {
  const [dir, back] = direction === 'slave' ? (['in', 'out'] as const) : (['out', 'in'] as const);
  return [
    port(`${name}_tvalid`, dir),
    port(`${name}_tready`, back),
    port(`${name}_tdata`, dir, 8 * tdataBytes),
    port(`${name}_tkeep`, dir, tkeepBits),
    port(`${name}_tlast`, dir),
    ...(tuserBits === 0 ? [] : [port(`${name}_tuser`, dir, tuserBits)]),
  ];
}

/** Ports of the AXI top besides clock and reset. */
export function busPorts(axi: AxiInterface): Port[] {
  return [...axi.streams.flatMap(axisPorts), ...controlPorts(axi.control.addressBits)];
}

/** Ports of the plain-Verilog wrapper, in order. */
export function ipPorts(axi: AxiInterface): Port[] {
  return [port(axi.clock.name, 'in'), port(axi.reset.name, 'in'), ...busPorts(axi)];
}

/** Bus and signal of a bus port: `s_axis_x_tdata` is TDATA of `s_axis_x`. */
export function splitPort(name: string): [bus: string, signal: string] {
  const cut = name.lastIndexOf('_');
  return [name.slice(0, cut), name.slice(cut + 1).toUpperCase()];
}

/** Names padded to one column. */
function aligned(connections: readonly { port: string; wire: string }[]): object[] {
  const column = Math.max(...connections.map((connection) => connection.port.length));
  return connections.map((connection) => ({ ...connection, port: connection.port.padEnd(column) }));
}

/** Data of `verilog/axi/axi.sv.hbs` besides the port lines. */
export function axiTopData(manifest: Manifest, axi: AxiInterface, target: Target): object {
  const { inputs, outputs, counters, loads = [] } = manifest;
  const coreReset = `core_${target.reset.replace(/_\w+$/, target.resetActive === 1 ? '' : '_n')}`;
  const same = ({ name }: Port) => ({ port: name, wire: name });
  const counts = counters.reduce((sum, { names }) => sum + names.length, 0);
  const streams = axi.streams.map((stream) => streamData(stream));
  return {
    design: manifest.design,
    target,
    ...{ steps: manifest.steps, coreReset, core: axi.modules.core, csr: axi.modules.csr },
    inputRange: range(inputs.length),
    outputRange: range(outputs.length),
    loads: loads.length,
    units: counters.length,
    totalBits: counts * counterBits,
    lead: streams[0]!.axis,
    streams,
    inputs: streams.filter(({ direction }) => direction === 'slave'),
    outputs: streams.filter(({ direction }) => direction === 'master'),
    connections: aligned([
      { port: manifest.clock, wire: 'clk_i' },
      { port: target.reset, wire: coreReset },
      ...streams.flatMap(({ name, direction }) => {
        const [into, out] = direction === 'slave' ? ['i', 'o'] : ['o', 'i'];
        const fields = ['data', 'keep', 'last', 'eos'].map((field) => [field, into] as const);
        return [['valid', into] as const, ['ready', out] as const, ...fields].map(([field, end]) => {
          return { port: `${name}_${field}_${end}`, wire: `${name}_${field}` };
        });
      }),
      ...(counts === 0
        ? []
        : [
            { port: 'count_done_o', wire: 'count_done' },
            { port: 'count_o', wire: 'count' },
          ]),
      ...loadPorts(loads.length).map(({ name }) => ({ port: name, wire: name.replace(/_i$/, '') })),
      { port: 'error_o', wire: 'frame_error' },
    ]),
    csrConnections: aligned([
      { port: 'clk_i', wire: 'clk_i' },
      { port: target.reset, wire: target.reset },
      ...controlPorts(axi.control.addressBits).map(same),
      ...datapathPorts(manifest, coreReset).map(({ name, wire }) => ({ port: name, wire })),
    ]),
  };
}

function streamData(stream: AxiStreamPort) {
  const { name, lanes, width, laneBytes, signed, tdataBytes, tkeepBits } = stream;
  const laneBits = 8 * laneBytes;
  const fillBits = laneBits - width;
  return {
    ...stream,
    name: stream.stream,
    axis: name,
    laneBits,
    dataBits: lanes * width,
    signBit: signed ? "1'b1" : "1'b0",
    fillBits,
    fill: signed ? `{${fillBits}{${stream.stream}_data[l*${width}+${width - 1}]}}` : `${fillBits}'d0`,
    tdataBits: 8 * tdataBytes,
    skidBits: 8 * tdataBytes + tkeepBits + 2,
  };
}

/** Data of `verilog/axi/ip.v.hbs`. */
export function wrapperData(axi: AxiInterface, target: Target): object {
  const ports = busPorts(axi);
  const interfaces = axi.streams.map(({ name }) => name).concat(axi.control.name);
  const clocking = [
    '(* X_INTERFACE_INFO = "xilinx.com:signal:clock:1.0 aclk CLK" *)',
    `(* X_INTERFACE_PARAMETER = "ASSOCIATED_BUSIF ${interfaces.join(':')}, ASSOCIATED_RESET aresetn" *)`,
  ];
  const resetting = [
    '(* X_INTERFACE_INFO = "xilinx.com:signal:reset:1.0 aresetn RST" *)',
    '(* X_INTERFACE_PARAMETER = "POLARITY ACTIVE_LOW" *)',
  ];
  const column = Math.max(...ports.map(({ bits }) => range(bits).length));
  const declare = ({ name, dir, bits }: Port): string => {
    return `${dir === 'in' ? 'input ' : 'output'} wire ${range(bits).padEnd(column)}${name}`;
  };
  const attributed = (attributes: readonly string[], own: Port): string => {
    return [...(target.interfaceAttributes ? attributes : []), declare(own)].join('\n  ');
  };
  return {
    target,
    axi: axi.modules.axi,
    asynchronous: target.resetActive === 0,
    lines: [
      attributed(clocking, port('aclk', 'in')),
      attributed(resetting, port('aresetn', 'in')),
      ...ports.map((own) => attributed([interfaceOf(own.name)], own)),
    ],
    connections: aligned([
      { port: 'clk_i', wire: 'aclk' },
      { port: target.reset, wire: target.resetActive === 1 ? '!sync_q[1]' : 'sync_q[1]' },
      ...ports.map(({ name }) => ({ port: name, wire: name })),
    ]),
  };
}

/** Which signal of which bus a port is, as Vivado's block design reads it. */
function interfaceOf(name: string): string {
  const [bus, signal] = splitPort(name);
  const kind = bus === 's_axi_ctrl' ? 'aximm' : 'axis';
  return `(* X_INTERFACE_INFO = "xilinx.com:interface:${kind}:1.0 ${bus} ${signal}" *)`;
}
