// Rules on names: each becomes part of the hardware, so it must be an identifier, no keyword, and unique.
import type { Context, Problem, Rule } from './rules-context.ts';
import { keywords } from './rules-keywords.ts';

interface Named {
  readonly what: 'graph' | 'input' | 'node' | 'output';
  readonly name: string;
}

/** Names of modules around a design, `<design>_axi` and so on, which a node's module may not take. */
const reserved: ReadonlySet<string> = new Set(['axi', 'csr', 'ip']);

/** The rules on names, in the order in which they are checked. */
export const nameRules: readonly Rule[] = [
  {
    rule: 'name-identifier',
    check: (context) =>
      firstOf(context, ({ what, name }) =>
        /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
          ? undefined
          : {
              sentence: `the name of ${article(what)} must be an identifier, not ${JSON.stringify(name)}`,
              hint: `use letters, digits and underscores, for example "${asIdentifier(name)}"`,
            },
      ),
  },
  {
    rule: 'name-keyword',
    check: (context) =>
      firstOf(context, ({ what, name }) =>
        keywords.has(name)
          ? {
              sentence: `the name of ${article(what)} must be no SystemVerilog keyword, not "${name}"`,
              hint: `use for example "${name}_${what}"`,
            }
          : undefined,
      ),
  },
  {
    rule: 'name-reserved',
    check: (context) =>
      firstOf(context, ({ what, name }) => {
        if (what === 'node' && reserved.has(name)) {
          return {
            sentence: `the name of a node must be none of ${[...reserved].join(', ')}, not "${name}"`,
            hint: `modules around the design have these names; use for example "${name}_node"`,
          };
        }
        if (what === 'graph' && /^dendra(_|$)/.test(name)) {
          return {
            sentence: `the name of a graph must not begin with the word dendra, unlike "${name}"`,
            hint: `library modules have such names; use for example "my_${name}"`,
          };
        }
        return undefined;
      }),
  },
  {
    rule: 'name-unique',
    check: (context) => {
      const seen = new Map<string, Named>();
      return firstOf(context, (named) => {
        // The graph and its outputs have their own name spaces, but an output may not be named like an input.
        if (named.what === 'graph') return undefined;
        const before = seen.get(named.name);
        seen.set(named.name, before ?? named);
        if (before === undefined || (named.what === 'output' && before.what === 'node')) return undefined;
        return {
          sentence: `the name of ${article(named.what)} must be unique, not "${named.name}" again`,
          hint: `${article(before.what)} has this name already`,
        };
      });
    },
  },
];

function firstOf({ graph }: Context, check: (named: Named) => Problem | undefined): Problem | undefined {
  const all: Named[] = [
    { what: 'graph', name: graph.name },
    ...graph.inputs.map(({ name }) => ({ what: 'input' as const, name })),
    ...graph.nodes.map(({ name }) => ({ what: 'node' as const, name })),
    ...graph.outputs.map(({ name }) => ({ what: 'output' as const, name })),
  ];
  for (const named of all) {
    const problem = check(named);
    if (problem !== undefined) return named.what === 'node' ? { node: named.name, ...problem } : problem;
  }
  return undefined;
}

function article(what: Named['what']): string {
  return what === 'graph' || what === 'node' ? `a ${what}` : `an ${what}`;
}

function asIdentifier(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_]+/g, '_');
  return /^[A-Za-z_]/.test(plain) ? plain : `n${plain}`;
}
