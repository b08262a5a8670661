// The mutation operators: what a slip of the hand would change in one expression.
import type { Expression } from './statements.ts';

/** An expression as a mutant has it. */
export interface Variant {
  readonly operator: string;
  readonly text: string;
}

interface Swap {
  readonly operator: string;
  readonly pattern: RegExp;
  readonly by: (match: string) => string;
}

/** Binary operators need an operand before them, so that signs, reductions and casts stay as they are. */
const operand = String.raw`(?<=[\w\])}] )`;

const swaps: readonly Swap[] = [
  { operator: 'arithmetic', pattern: new RegExp(`${operand}[+-](?= )`, 'g'), by: (op) => (op === '+' ? '-' : '+') },
  { operator: 'product', pattern: new RegExp(`${operand}\\*(?= )`, 'g'), by: () => '+' },
  { operator: 'equality', pattern: /(?<= )[!=]=(?= )/g, by: (op) => (op === '==' ? '!=' : '==') },
  {
    operator: 'relation',
    pattern: /(?<= )(?:<=|>=|<|>)(?= )/g,
    by: (op) => ({ '<': '<=', '<=': '<', '>': '>=', '>=': '>' })[op]!,
  },
  { operator: 'logic', pattern: /(?<= )(?:&&|\|\|)(?= )/g, by: (op) => (op === '&&' ? '||' : '&&') },
  {
    operator: 'bitwise',
    pattern: new RegExp(`${operand}[&|^](?= )`, 'g'),
    by: (op) => (op === '&' ? '|' : op === '|' ? '&' : '|'),
  },
  { operator: 'shift', pattern: /(?<= )(?:>>>|>>|<<)(?= )/g, by: (op) => (op === '<<' ? '>>' : '<<') },
  { operator: 'negation', pattern: /![a-z_(](?!=)/g, by: (text) => text.slice(1) },
  { operator: 'fill', pattern: /(?<![\w])'[01]\b/g, by: (text) => (text === "'0" ? "'1" : "'0") },
  { operator: 'literal', pattern: /\b\d+'s?[bdh][0-9a-f]+\b/g, by: flipLowestBit },
];

/** All variants of an expression's text. */
export function variants(source: string, expression: Expression): Variant[] {
  const text = source.slice(expression.start, expression.end);
  const found: Variant[] = [];
  for (const { operator, pattern, by } of swaps) {
    for (const match of text.matchAll(pattern)) {
      const changed = text.slice(0, match.index) + by(match[0]) + text.slice(match.index + match[0].length);
      found.push({ operator, text: changed });
    }
  }
  if (expression.role === 'condition') found.push({ operator: 'condition', text: `!(${text})` });
  const { register } = expression;
  if (register !== undefined && !register.startsWith('{')) found.push({ operator: 'no-update', text: register });
  return found;
}

/** The same literal with bit 0 inverted. */
function flipLowestBit(literal: string): string {
  const [, head, base, digits] = /^(\d+'s?)([bdh])([0-9a-f]+)$/.exec(literal)!;
  const radix = { b: 2, d: 10, h: 16 }[base!]!;
  const last = Number.parseInt(digits![digits!.length - 1]!, radix);
  return `${head}${base}${digits!.slice(0, -1)}${(last ^ 1).toString(radix)}`;
}
