// Constant tables as C++: integers in the narrowest built-in type, since ap_int has no constant initialisers.
import type { HlsTable } from '../../ir/index.ts';

/** The type that holds every entry. */
export function tableType({ bits, signed }: HlsTable): string {
  const type = bits <= 8 ? 'char' : bits <= 16 ? 'short' : bits <= 32 ? 'int' : 'long long';
  return `${signed ? 'signed' : 'unsigned'} ${type}`;
}

/** The lines of the file that a table includes, a word each. */
export function* tableLines({ per, bits, signed, values }: HlsTable): Generator<string> {
  const suffix = bits > 31 ? (signed ? 'LL' : 'ULL') : '';
  // The least integer of 64 bits has no literal.
  const text = (value: number | bigint): string => (value === least64 ? `${least64 + 1n}LL - 1` : `${value}${suffix}`);
  let word: string[] = [];
  for (const value of values()) {
    if (word.push(text(value)) < per) continue;
    yield `{ ${word.join(', ')} },`;
    word = [];
  }
}

const least64 = -(1n << 63n);
