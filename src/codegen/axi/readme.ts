// Data of the README of a block: its streams and its registers as tables.
import { type Manifest, type Target, targets } from '../../ir/index.ts';
import type { AxiInterface, AxiStreamPort } from './interface.ts';
import type { Register, RegisterMap } from './registers.ts';

/** Data of `axi/README.md.hbs`. */
export function readmeData(manifest: Manifest, axi: AxiInterface, map: RegisterMap): object {
  const { design, generator, target, steps, loads = [] } = manifest;
  return {
    ...{ design, generator, target, steps, ip: axi.modules.ip, addressBits: map.addressBits },
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
