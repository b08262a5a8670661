// Memories of a product with a constant matrix: a word holds the weights that meet in one cycle.
import { isSigned, type LoadLayout, type Memory, widthOf } from '../ir/index.ts';
import { biasElem, groupsOf, type MatrixAttrs, scanOf, sizes, weightElem } from './matrix.ts';

/**
 * The weight and bias memories. Word `beat * groups + group` holds, lane by lane from the lowest bits, the weights of the
 * group's outputs, and of each output the `ins` inputs of the beat; lanes without an output hold 0.
 */
export function matrixMemories(attrs: MatrixAttrs, ins: number, outs: number): readonly Memory[] {
  const { inputs, outputs } = sizes(attrs);
  const groups = groupsOf(attrs, outs);
  const bits = weightBits(attrs);
  const reloads = attrs.reload !== undefined;
  const layout = (columns: number, tile: number, of: number): LoadLayout | undefined => {
    return reloads ? { shape: [outputs, columns], tile: [outs, tile], bits: of } : undefined;
  };
  const weights: Memory = {
    name: 'weights',
    depth: (inputs / ins) * groups,
    width: outs * ins * bits,
    style: styleOf((inputs / ins) * groups, reloads),
    load: layout(inputs, ins, bits),
    words: () => weightWords(attrs, ins, outs, bits),
  };
  if (attrs.bias === undefined) return [weights];
  const biasWidth = biasBits(attrs);
  return [
    weights,
    {
      name: 'bias',
      depth: groups,
      width: outs * biasWidth,
      style: reloads ? undefined : 'logic',
      load: layout(1, 1, biasWidth),
      words: () => biasWords(attrs, outs, biasWidth),
    },
  ];
}

/** A few words are cheaper as logic, which tools find out alone, or as LUT RAM where they are written. */
export function styleOf(depth: number, written: boolean): Memory['style'] {
  return depth >= 64 ? 'block' : written ? undefined : 'logic';
}

/** Bits of a weight. */
export function weightBits(attrs: MatrixAttrs): number {
  return widthOf(weightElem(attrs));
}

/** Bits of a bias, in two's complement. */
export function biasBits(attrs: MatrixAttrs): number {
  const range = biasElem(attrs);
  return widthOf(range) + (isSigned(range) ? 0 : 1);
}

function* weightWords(attrs: MatrixAttrs, ins: number, outs: number, bits: number): Generator<string> {
  const { outputs, inputs } = sizes(attrs);
  const { weights } = scanOf(attrs);
  const groups = groupsOf(attrs, outs);
  const word = new Word(outs * ins * bits);
  for (let from = 0; from < inputs; from += ins) {
    for (let group = 0; group < groups; group++) {
      const end = Math.min(outputs, (group + 1) * outs);
      word.clear();
      for (let o = group * outs; o < end; o++) {
        const base = o * inputs + from;
        for (let i = 0; i < ins; i++) word.push(weights[base + i]!, bits);
      }
      yield word.text();
    }
  }
}

function* biasWords({ bias }: MatrixAttrs, outs: number, bits: number): Generator<string> {
  const { data } = bias!;
  const word = new Word(outs * bits);
  for (let from = 0; from < data.length; from += outs) {
    word.clear();
    for (let o = from; o < Math.min(data.length, from + outs); o++) word.pushBig(BigInt(data[o]!), bits);
    yield word.text();
  }
}

/** Packs integers from the lowest bits up and prints the word in hexadecimal; fast, for millions of weights. */
class Word {
  readonly #bytes: Buffer;
  readonly #digits: number;
  #bit = 0;

  constructor(width: number) {
    this.#bytes = Buffer.alloc(Math.ceil(width / 8));
    this.#digits = Math.ceil(width / 4);
  }

  clear(): void {
    this.#bytes.fill(0);
    this.#bit = 0;
  }

  /** The low `bits` bits of a 32-bit integer. */
  push(value: number, bits: number): void {
    const bytes = this.#bytes;
    const top = bytes.length - 1;
    let rest = value;
    let bit = this.#bit;
    this.#bit += bits;
    for (let left = bits; left > 0; ) {
      const offset = bit & 7;
      const taken = Math.min(left, 8 - offset);
      bytes[top - (bit >> 3)]! |= (rest & ((1 << taken) - 1)) << offset;
      rest >>= taken;
      bit += taken;
      left -= taken;
    }
  }

  pushBig(value: bigint, bits: number): void {
    for (let bit = 0; bit < bits; bit += 16) {
      this.push(Number(BigInt.asUintN(16, value >> BigInt(bit))), Math.min(16, bits - bit));
    }
  }

  text(): string {
    return this.#bytes.toString('hex').slice(-this.#digits);
  }
}
