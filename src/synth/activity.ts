// Toggle rates of the layers of a design, from a VCD file of its co-simulation.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** A variable of a VCD file: its layer, and its last value. */
interface Variable {
  readonly layer: number;
  value: string;
}

/**
 * Mean toggles of a bit in a cycle of all signals below each scope, over `cycles` cycles. Clock and reset are left out; a
 * signal that several modules see counts once, where it is first declared. A scope without signals has the rate 0.
 */
export async function togglesOf(
  vcd: string,
  scopes: readonly string[],
  clocks: readonly string[],
  cycles: number,
): Promise<number[]> {
  const variables = new Map<string, Variable>();
  const bits = scopes.map(() => 0);
  const toggles = scopes.map(() => 0);
  const path: string[] = [];
  for await (const line of createInterface({ input: createReadStream(vcd), crlfDelay: Number.POSITIVE_INFINITY })) {
    const words = line.trim().split(/\s+/);
    if (words[0] === '$scope') path.push(words[2]!);
    else if (words[0] === '$upscope') path.pop();
    else if (words[0] === '$var') {
      const [, type, width, id, name] = words as [string, string, string, string, string];
      const layer = type === 'parameter' || clocks.includes(name) ? -1 : layerOf(scopes, path);
      if (layer < 0 || variables.has(id)) continue;
      variables.set(id, { layer, value: '' });
      bits[layer]! += Number(width);
    } else {
      const [value, id] = /^[01xz]/.test(line)
        ? [line[0]!, line.slice(1)]
        : line[0] === 'b'
          ? [words[0]!.slice(1), words[1]!]
          : ['', ''];
      const variable = variables.get(id);
      if (variable === undefined) continue;
      toggles[variable.layer]! += changed(variable.value, value);
      variable.value = value;
    }
  }
  return scopes.map((_, i) => (bits[i] === 0 ? 0 : toggles[i]! / (bits[i]! * cycles)));
}

/** The scope that a path leads through, the most special one; -1 for none. */
function layerOf(scopes: readonly string[], path: readonly string[]): number {
  const whole = `${path.join('.')}.`;
  let best = -1;
  scopes.forEach((scope, i) => {
    if (whole.startsWith(`${scope}.`) && (best < 0 || scope.length > scopes[best]!.length)) best = i;
  });
  return best;
}

/** Bits that went from 0 to 1 or back; VCD drops leading zeros. */
function changed(before: string, after: string): number {
  if (before === '') return 0;
  const width = Math.max(before.length, after.length);
  const [a, b] = [pad(before, width), pad(after, width)];
  let count = 0;
  for (let i = 0; i < width; i++) if (a[i] !== b[i] && '01'.includes(a[i]!) && '01'.includes(b[i]!)) count++;
  return count;
}

/** Extends a value as the format says: an unknown leading bit repeats, all others are 0. */
function pad(value: string, width: number): string {
  return value.padStart(width, value[0] === 'x' || value[0] === 'z' ? value[0] : '0');
}
