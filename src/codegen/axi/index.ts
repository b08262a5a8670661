// Emits what stands between a design and a bus: AXI top, registers, plain-Verilog wrapper and file list.
import { counterBits, type Manifest, type Target } from '../../ir/index.ts';
import type { Files } from '../emit.ts';
import { type Port, port, portLines } from '../ports.ts';
import type { Render } from '../templates.ts';
import { controlPorts, csrData, datapathPorts } from './csr.ts';
import { driverFiles } from './drivers.ts';
import { axiInterface, axiLibrary } from './interface.ts';
import { registerMap } from './registers.ts';
import { axiTopData, busPorts, wrapperData } from './top.ts';

/** The files by path: `rtl/` and `filelist_axi.f`, which names the design's own sources, too. */
export function axiFiles(manifest: Manifest, target: Target, render: Render): Files {
  const axi = axiInterface(manifest);
  const map = registerMap(manifest);
  const lines = (ports: readonly Port[]): string[] =>
    portLines([port('clk_i', 'in'), port(target.reset, 'in'), ...ports]);
  const library = axiLibrary.map((module) => {
    const data = { module, target, counterRange: `[${counterBits - 1}:0]` };
    return [`rtl/${module}.sv`, render(`verilog/lib/${module}.sv.hbs`, data)] as const;
  });
  const modules = {
    csr: {
      lines: lines([...controlPorts(map.addressBits), ...datapathPorts(manifest, '')]),
      ...csrData(manifest, map, target),
    },
    axi: { lines: lines(busPorts(axi)), ...axiTopData(manifest, axi, target) },
    ip: wrapperData(axi, target),
  };
  return {
    ...Object.fromEntries(library),
    ...Object.fromEntries(
      (['csr', 'axi', 'ip'] as const).map((kind) => {
        const [module, suffix] = [axi.modules[kind], kind === 'ip' ? 'v' : 'sv'];
        return [`rtl/${module}.${suffix}`, render(`verilog/axi/${kind}.${suffix}.hbs`, { module, ...modules[kind] })];
      }),
    ),
    ...driverFiles(manifest, axi, map, render),
    'filelist_axi.f': `${[...manifest.rtl, ...axi.rtl].join('\n')}\n`,
  };
}
