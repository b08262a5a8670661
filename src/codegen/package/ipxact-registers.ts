// The register map of a block as a memory map of IP-XACT.
import type { AxiInterface } from '../axi/interface.ts';
import type { Access, Register, RegisterMap } from '../axi/registers.ts';

/** Access in the words of the standard; that writing a 1 clears a bit is said of its field. */
const access: Readonly<Record<Access, string>> = {
  ro: 'read-only',
  rw: 'read-write',
  w1c: 'read-write',
  wo: 'write-only',
};

const hex = (value: number): string => `0x${value.toString(16).toUpperCase()}`;

/** The memory map behind the AXI4-Lite port; addresses count bytes. */
export function memoryMap({ control }: AxiInterface, map: RegisterMap) {
  return {
    name: control.name,
    addressBlock: {
      name: 'registers',
      baseAddress: 0,
      range: control.bytes,
      width: control.dataBits,
      usage: 'register',
      access: 'read-write',
      register: map.registers.map((register) => registerOf(register, control.dataBits)),
    },
    addressUnitBits: 8,
  };
}

function registerOf(register: Register, size: number) {
  const { name, about, offset, reset, fields, signal } = register;
  return {
    name,
    description: about,
    addressOffset: hex(offset),
    size,
    // The hardware changes it, unless it is a constant or belongs to software.
    volatile: signal !== undefined && register.access !== 'rw',
    access: access[register.access],
    reset: { value: hex(reset) },
    field: fields.map((field) => ({
      name: field.name,
      description: field.about,
      bitOffset: field.lsb,
      bitWidth: field.width,
      access: access[register.access],
      modifiedWriteValue: register.access === 'w1c' ? 'oneToClear' : undefined,
    })),
  };
}
