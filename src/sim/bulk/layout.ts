// Where the fields of a beat lie in its words; `Stream` of templates/sim/model/streams.h places them alike.

/** Place of a field: its first word, and the lowest bit in it, which is 0 for a field above 32 bits. */
export interface Place {
  readonly word: number;
  readonly shift: number;
  readonly bits: number;
  /** Words of a value by itself. */
  readonly each: number;
}

/** Fields in their order: one of up to 32 bits shares a word with those before it if it fits, a wider one has words of its own. */
export function layout(widths: readonly number[]): { readonly places: readonly Place[]; readonly size: number } {
  let size = 0;
  let used = 32;
  const places = widths.map((bits): Place => {
    const each = Math.ceil(bits / 32);
    if (used + bits > 32) {
      size += each;
      used = 0;
    }
    const place = { word: size - each, shift: used, bits, each };
    used = bits > 32 ? 32 : used + bits;
    return place;
  });
  return { places, size };
}
