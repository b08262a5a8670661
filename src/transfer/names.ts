// Names of values in generated text: the author's where there is one, else the name of what the operation gives.
import type { Expression, Op } from './expression.ts';

const nouns: Readonly<Record<Op, string>> = {
  ...{ input: 'input', state: 'state', constant: 'constant', add: 'sum', sub: 'difference', mul: 'product' },
  ...{ abs: 'magnitude', min: 'lesser', max: 'greater', point: 'moved', align: 'aligned', shift: 'shifted' },
  ...{
    round: 'rounded',
    saturate: 'saturated',
    wrap: 'wrapped',
    narrow: 'narrowed',
    less: 'is_less',
    equal: 'is_equal',
    not: 'is_not',
  },
  ...{ and: 'is_both', or: 'is_either', select: 'chosen', lookup: 'entry' },
};

/** Names that the templates use themselves. */
const taken = ['valid', 'flags', 'lane', 'issue', 'clk', 'rst'];

/** A name for each node, all of them different, in snake case. */
export function namesOf(nodes: readonly Expression[]): string[] {
  const used = new Set(taken);
  // The last number behind each wanted name, so that a thousand sums are numbered in a thousand turns.
  const copies = new Map<string, number>();
  return nodes.map(({ op, detail, label }) => {
    const wanted = snake(label ?? (op === 'input' || op === 'state' ? detail.name! : nouns[op]));
    let name = wanted;
    for (let copy = copies.get(wanted) ?? 2; used.has(name); copy++) {
      name = `${wanted}${copy}`;
      copies.set(wanted, copy + 1);
    }
    used.add(name);
    return name;
  });
}

function snake(name: string): string {
  const words = name
    .replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, '_')
    .replaceAll(/\W/g, '')
    .replaceAll('$', '');
  return /^[A-Za-z]/.test(words) ? words.toLowerCase() : `value${words.toLowerCase()}`;
}
