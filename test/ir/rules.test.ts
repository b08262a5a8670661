// The verifier: every rule has a graph that breaks it, and the whole message is asserted.
import { describe, expect, test } from 'vitest';
import {
  type Graph,
  type GraphBuilder,
  graph,
  rules,
  signedElem,
  spike,
  targets,
  tensor,
  unsignedElem,
} from '../../src/ir/index.ts';
import { lower } from '../../src/passes/index.ts';
import { fakeUnits } from '../support/fake-units.ts';

const weights = tensor(signedElem(8), [5, 8], new Int32Array(40));
const covered = new Set<string>();

function messageOf(g: Graph): string {
  try {
    lower({ ...g, file: 'design.ts' }, fakeUnits, targets.asic);
  } catch (error) {
    const text = (error as Error).message;
    covered.add(/\(rule ([^)]*)\)/.exec(text)![1]!);
    return text;
  }
  return 'no error';
}

/** A graph with an input and an output, and what `change` does between. */
function built(change: (g: GraphBuilder) => void, name = 'g'): Graph {
  const g = graph(name);
  g.input('x', signedElem(8), [8]);
  g.node('copy', 'y', {}, { x: 'x' });
  g.output('out', 'y');
  change(g);
  return g.build();
}

const cases: readonly (readonly [title: string, graph: Graph, message: string])[] = [
  [
    'a name that is no identifier',
    built((g) => g.node('copy', '0-a', {}, { x: 'x' })),
    `the name of a node must be an identifier, not "0-a"
  at design.ts, node "0-a" (rule name-identifier)
  use letters, digits and underscores, for example "n0_a"`,
  ],
  [
    'a node named like a module around the design',
    built((g) => g.node('copy', 'csr', {}, { x: 'x' })),
    `the name of a node must be none of axi, csr, ip, not "csr"
  at design.ts, node "csr" (rule name-reserved)
  modules around the design have these names; use for example "csr_node"`,
  ],
  [
    'a graph named like the library',
    { ...built((g) => g.node('copy', 'skid', {}, { x: 'x' })), name: 'dendra' },
    `the name of a graph must not begin with the word dendra, unlike "dendra"
  at design.ts (rule name-reserved)
  library modules have such names; use for example "my_dendra"`,
  ],
  [
    'a graph named like a keyword',
    built(() => {}, 'module'),
    `the name of a graph must be no SystemVerilog keyword, not "module"
  at design.ts (rule name-keyword)
  use for example "module_graph"`,
  ],
  [
    'a name given twice',
    built((g) => g.node('copy', 'x', {}, { x: 'y' })),
    `the name of a node must be unique, not "x" again
  at design.ts, node "x" (rule name-unique)
  an input has this name already`,
  ],
  [
    'an unknown kind',
    built((g) => g.node('dence', 'a', {}, { x: 'x' })),
    `kind must be a unit of the registry, not "dence"
  at design.ts, node "a" (rule kind-known)
  did you mean "dense"?`,
  ],
  [
    'an attribute of a wrong value',
    built((g) => g.node('fifo', 'a', { depth: 0 }, { x: 'x' })),
    `depth must be an integer from 1 to 65536, not 0
  at design.ts, node "a", attribute "depth" (rule attribute-schema)`,
  ],
  [
    'an attribute left out',
    built((g) => g.node('fifo', 'a', {}, { x: 'x' })),
    `depth must be given, not left out
  at design.ts, node "a", attribute "depth" (rule attribute-schema)
  add "depth"`,
  ],
  [
    'an attribute that the unit does not know',
    built((g) => g.node('fifo', 'a', { depth: 4, dept: 3 }, { x: 'x' })),
    `an attribute of fifo must be depth, not "dept"
  at design.ts, node "a", attribute "dept" (rule attribute-schema)
  did you mean "depth"?`,
  ],
  [
    'an unknown port',
    built((g) => g.node('copy', 'a', {}, { y: 'x' })),
    `an input of copy must be x, not "y"
  at design.ts, node "a" (rule port-known)
  did you mean "x"?`,
  ],
  [
    'an input left open',
    built((g) => g.node('add', 'a', {}, { a: 'x' })),
    `input "b" must be connected, not left open
  at design.ts, node "a" (rule input-connected)
  give it a source: { b: "some_node" }`,
  ],
  [
    'a source that does not exist',
    built((g) => g.node('copy', 'a', {}, { x: 'yy' })),
    `a source must be a graph input or a node, not "yy" (input "x")
  at design.ts, node "a" (rule source-known)
  did you mean "y"?`,
  ],
  [
    'a source that does not say which output it means',
    built((g) => g.node('copy', 'a', {}, { x: g.node('split', 's', {}, { x: 'x' }) })),
    `a source must be an output of node "s", not "s" (input "x")
  at design.ts, node "a" (rule source-known)
  use one of "s.y", "s.sign"`,
  ],
  [
    'a graph without outputs',
    { ...built(() => {}), outputs: [] },
    `a graph must have an output, not none
  at design.ts (rule graph-has-outputs)
  name a result with output(name, source)`,
  ],
  [
    'an empty tensor',
    built((g) => g.input('empty', spike, [3, 0])),
    `the sizes of input "empty" must be positive integers, not [3, 0]
  at design.ts (rule tensor-not-empty)
  an empty tensor has no beats; leave it out`,
  ],
  [
    'steps below one',
    { ...built(() => {}), steps: 0 },
    `steps must be a positive integer, not 0
  at design.ts (rule steps-positive)`,
  ],
  [
    'a cycle without a delay',
    built((g) => {
      g.node('add', 'a', {}, { a: 'x', b: 'c' });
      g.node('copy', 'b', {}, { x: 'a' });
      g.node('copy', 'c', {}, { x: 'b' });
    }),
    `a cycle must pass a delay, not only b -> c -> a -> b
  at design.ts, node "b" (rule cycle-through-delay)
  put a node of kind "delay" on the way back`,
  ],
  [
    'an output that is a tensor ahead',
    built((g) =>
      g.output('o', g.node('copy', 'c', {}, { x: g.node('delay', 'd', { shape: [8], frac: 0 }, { x: 'x' }) })),
    ),
    `an output must depend on more than delays in its own step, not on a delay alone (output "o")
  at design.ts, node "c" (rule output-paced)
  make the source of the delay the output, or join the delayed stream with another one`,
  ],
  [
    'an output that nobody reads',
    built((g) => g.output('sign', g.node('split', 's', {}, { x: 'x' }).concat('.sign'))),
    `output "y" must have a reader, not none
  at design.ts, node "s" (rule output-read)
  read "s.y", or make it an output of the graph`,
  ],
  [
    'an input that nobody reads',
    built((g) => g.input('z', spike, [3])),
    `input "z" must have a reader that an output depends on, not none
  at design.ts (rule output-read)
  read it, or remove it`,
  ],
  [
    'what a unit says of its inputs',
    built((g) => {
      g.input('short', spike, [3]);
      g.output('o', g.node('dense', 'd', { weights }, { x: 'short' }));
    }),
    `weights must have 3 columns, not 8
  at design.ts, node "d", attribute "weights" (rule dense-columns)`,
  ],
  [
    'an output of more than 64 bits',
    built((g) => {
      g.input('wide', signedElem(64), [3]);
      g.output('o', g.node('add', 'sum', {}, { a: 'wide', b: 'wide' }));
    }),
    `output "y" must stay within -2^63..2^63-1, not -18446744073709551616..18446744073709551614
  at design.ts, node "sum" (rule width-at-most-64)
  requantise to fewer bits before`,
  ],
  [
    "an input of more than 64 bits of two's complement",
    built((g) => {
      g.input('wide', unsignedElem(64), [3]);
      g.output('o', g.node('copy', 'c', {}, { x: 'wide' }));
    }),
    `input "wide" must stay within -2^63..2^63-1, not 0..18446744073709551615
  at design.ts (rule width-at-most-64)
  requantise to fewer bits before`,
  ],
  [
    'a fold that is not offered',
    built((g) => g.output('o', g.node('copy', 'c', {}, { x: 'x' }, { fold: { lanes: 3 } }))),
    `fold must be one that copy offers for these shapes, not { lanes: 3 }
  at design.ts, node "c", attribute "fold" (rule fold-offered)
  use one of { lanes: 1 }, { lanes: 2 }, { lanes: 4 }, { lanes: 8 }`,
  ],
  [
    'a delay of another shape than what comes back',
    built((g) => {
      g.node('delay', 'd', { shape: [4], frac: 0 }, { x: 'x' });
      g.output('o', g.node('add', 'e', {}, { a: 'x', b: 'd' }));
    }),
    `shape must be that of input "x", [8], not [4]
  at design.ts, node "d", attribute "shape" (rule feedback-type)`,
  ],
];

describe('rules', () => {
  for (const [title, g, message] of cases) {
    test(`refuses ${title}`, () => {
      expect(messageOf(g)).toBe(message);
    });
  }

  test('accepts the graph that all cases start from', () => {
    expect(messageOf(built(() => {}))).toBe('no error');
  });

  test('has a case for every rule of the table', () => {
    expect(rules.map(({ rule }) => rule).filter((rule) => !covered.has(rule))).toEqual([]);
  });
});
