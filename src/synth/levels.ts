// Logic levels: the longest path, in LUTs and carry chains, between the registers of a mapped netlist.
import { assert } from '../ir/index.ts';
import { kindOf } from './cells.ts';

/** A cell of a netlist that Yosys wrote with write_json. */
export interface NetlistCell {
  readonly type: string;
  readonly port_directions: Readonly<Record<string, string>>;
  readonly connections: Readonly<Record<string, readonly (number | string)[]>>;
}

/** A module of such a netlist. */
export interface NetlistModule {
  readonly cells: Readonly<Record<string, NetlistCell>>;
  readonly netnames: Readonly<Record<string, { readonly bits: readonly (number | string)[] }>>;
}

/** The netlist. */
export interface Netlist {
  readonly modules: Readonly<Record<string, NetlistModule>>;
}

/** The longest path and where it starts and ends. */
export interface Levels {
  readonly levels: number;
  readonly from: string;
  readonly to: string;
  /** Cells on the way. */
  readonly path: readonly string[];
}

/** What drives a bit of a net: output bit `index` of a cell. */
interface Driver {
  readonly cell: string;
  readonly port: string;
  readonly index: number;
}

/** Arrival of a bit: levels so far and the bit before it on the longest path. */
interface Arrival {
  readonly levels: number;
  readonly before?: number;
}

/** Finds the longest path of a flat module between registers, memories, multipliers, ports and instances in `closed`. */
export function logicLevels(netlist: Netlist, top: string, closed: ReadonlySet<string> = new Set()): Levels {
  const module = netlist.modules[top];
  assert(module !== undefined, `the netlist has no module ${top}`);
  const drivers = driversOf(module, closed);
  const arrivals = new Map<number, Arrival | 'open'>();

  /** Latest arrival at a bit; ports, constants and outputs of registers arrive at 0. */
  function arrival(bit: number): Arrival {
    const known = arrivals.get(bit);
    if (known === 'open') throw new Error(`combinational loop through ${nameOf(module!, bit)}`);
    if (known !== undefined) return known;
    arrivals.set(bit, 'open');
    let latest: Arrival = { levels: 0 };
    for (const [from, cost] of reaching(module!, drivers, bit)) {
      const levels = arrival(from).levels + cost;
      if (levels > latest.levels || latest.before === undefined) latest = { levels, before: from };
    }
    arrivals.set(bit, latest);
    return latest;
  }

  let worst = { levels: 0, bit: -1 };
  for (const bit of drivers.keys()) {
    const { levels } = arrival(bit);
    if (levels > worst.levels) worst = { levels, bit };
  }
  if (worst.bit < 0) return { levels: 0, from: '', to: '', path: [] };
  const bits: number[] = [];
  for (let at: number | undefined = worst.bit; at !== undefined; at = (arrivals.get(at) as Arrival).before)
    bits.push(at);
  const path = bits.slice(0, -1).map((bit) => module.cells[drivers.get(bit)!.cell]!.type);
  const names = bits.map((bit) => nameOf(module, bit));
  return { levels: worst.levels, from: names.at(-1)!, to: endOf(module, worst.bit), path: path.reverse() };
}

/** The register that a bit ends in, by the name of its output; the bit's own name where there is none. */
function endOf(module: NetlistModule, bit: number): string {
  for (const { type, connections } of Object.values(module.cells)) {
    if (kindOf(type)?.ff === undefined) continue;
    const [port] = Object.entries(connections).find(([name, bits]) => name !== 'C' && bits.includes(bit)) ?? [];
    const q = connections.Q?.[0];
    if (port !== undefined && typeof q === 'number') return `${nameOf(module, q)}.${port}`;
  }
  return nameOf(module, bit);
}

function driversOf({ cells }: NetlistModule, closed: ReadonlySet<string>): Map<number, Driver> {
  const drivers = new Map<number, Driver>();
  for (const [cell, { type, port_directions: directions, connections }] of Object.entries(cells)) {
    if (closed.has(type)) continue;
    for (const [port, bits] of Object.entries(connections)) {
      if (directions[port] !== 'output') continue;
      bits.forEach((bit, index) => {
        if (typeof bit === 'number') drivers.set(bit, { cell, port, index });
      });
    }
  }
  return drivers;
}

/** Bits from which a path leads to this bit through its driving cell, with the levels of the cell. */
function reaching(module: NetlistModule, drivers: ReadonlyMap<number, Driver>, bit: number): [number, number][] {
  const driver = drivers.get(bit);
  if (driver === undefined) return [];
  const { type, connections, port_directions: directions } = module.cells[driver.cell]!;
  const kind = kindOf(type);
  assert(kind !== undefined, `cell type ${type} is not in the table of src/synth/cells.ts`);
  const found: [number, number][] = [];
  for (const [port, bits] of Object.entries(connections)) {
    const cost = directions[port] === 'input' ? kind.passes(port) : undefined;
    if (cost === undefined) continue;
    bits.forEach((from, index) => {
      if (typeof from !== 'number') return;
      if (type !== 'CARRY4') found.push([from, cost]);
      else if (reachesCarry(driver, port, index)) {
        const cascade = port === 'CI' && module.cells[drivers.get(from)?.cell ?? '']?.type === 'CARRY4';
        found.push([from, cascade ? 0 : cost]);
      }
    });
  }
  return found;
}

/** O[i] = S[i] xor carry i, CO[i] = carry i + 1: a bit sees the inputs below it, S of its own place, and for CO also DI. */
function reachesCarry({ port, index }: Driver, from: string, at: number): boolean {
  if (from === 'CI' || from === 'CYINIT') return true;
  return at < index || (at === index && (from === 'S' || port === 'CO'));
}

/** The name of a bit that a reader of the RTL knows best: the shortest one. */
function nameOf({ netnames }: NetlistModule, bit: number): string {
  let best = `net ${bit}`;
  for (const [name, { bits }] of Object.entries(netnames)) {
    const index = bits.indexOf(bit);
    if (index < 0 || name.startsWith('$')) continue;
    const text = bits.length === 1 ? name : `${name}[${index}]`;
    if (best.startsWith('net ') || text.length < best.length) best = text;
  }
  return best;
}
