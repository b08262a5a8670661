// Data of the README of a block: its streams and registers as tables, its cycles, and the tools that take it.
import { type Target, targets } from '../../ir/index.ts';
import type { AxiStreamPort } from '../axi/interface.ts';
import type { Register } from '../axi/registers.ts';
import type { Block } from './block.ts';

/** Data of `package/README.md.hbs`. */
export function readmeData({ manifest, axi, map, bench, vlnv, part, period }: Block): object {
  const { design, generator, target, steps, irHash, loads = [] } = manifest;
  return {
    ...{ design, generator, target, steps, irHash, ip: axi.modules.ip, addressBits: map.addressBits },
    ...{ samples: bench.samples, cycles: bench.cycles, vlnv: vlnv.join(':'), part, period },
    vivado: target === 'ultrascale-plus',
    explicit: manifest.rtl.some((path) => path.startsWith('sim/')),
    loads: loads.map((load, number) => ({ ...load, number, pieces: load.words * Math.ceil(load.width / 32) })),
    initialRam: targets[target as Target['name']].initialRam,
    streams: axi.streams.map(streamRow),
    registers: map.registers.map((register) => ({
      ...register,
      hex: register.offset.toString(16).padStart(3, '0'),
      resetHex: register.reset.toString(16).padStart(8, '0'),
      about: meaning(register),
    })),
  };
}

function streamRow({ name, shape, variable, width, signed, frac, lanes, tdataBytes }: AxiStreamPort) {
  return {
    name,
    tensor: `${variable ? 'up to ' : ''}${shape.join(' x ') || '1'}`,
    element: `${signed ? 'signed' : 'unsigned'}, ${width} bits${frac === 0 ? '' : `, ${frac} of them fraction`}`,
    beat: `${lanes} in ${tdataBytes} bytes`,
  };
}

/** What a register means, with its fields where it has several. */
function meaning({ about, fields }: Register): string {
  if (fields.length === 1) return about;
  const places = fields.map(({ name, lsb, width, about: text }) => {
    const bits = width === 1 ? `bit ${lsb}` : `bits ${lsb + width - 1} to ${lsb}`;
    return `${bits} \`${name}\`: ${text}`;
  });
  return [about, ...places].join('<br>');
}
