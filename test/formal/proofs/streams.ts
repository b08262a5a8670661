// Units that pass whole beats on: fifo, fork, and the joins add and concat.
import { signedElem, type Target, targets, unsignedElem } from '../../../src/ir/index.ts';
import { library, type Proof, storedProbes, unit } from '../system.ts';

const { 'ultrascale-plus': sync, asic: async } = targets;
const modulesOf = (target: Target, text: string) => ({
  formal_dut: text,
  ...library(target, 'dendra_credit_fifo', 'dendra_hold'),
});

function copies(
  kind: 'fifo' | 'fork',
  outputs: readonly string[],
  attrs: object,
  width: number,
  target: Target,
): Proof {
  const [lanes, data] = [2, 2 * width];
  const { text, depth } = unit(target, kind, attrs, { x: [signedElem(width), [6]] }, outputs, { lanes });
  const beat = data + lanes + 2;
  const checker = (i: number): string => `g_output[${i}].u_stored`;
  return {
    name: `${kind} ${JSON.stringify(attrs)} of ${lanes} lanes of ${width} bits, ${target.name}`,
    target,
    harness: 'prove_copy',
    parameters: { Outputs: outputs.length, Lanes: lanes, Data: data, Depth: depth },
    defines: { OUTPUTS: outputs.map((name, i) => `\`OUTPUT(${name},${i})`).join(',') },
    dut: 'formal_dut',
    modules: modulesOf(target, text),
    probes: Object.assign({}, ...outputs.map((name, i) => storedProbes(checker(i), `dut.u_${name}_fifo`, depth, beat))),
    apart: [
      ['y_valid', 'y_ready'],
      ['y_valid', 'x_valid'],
      ['x_ready', 'y_ready'],
    ],
    depths: { induction: 2, cover: depth + 2 },
  };
}

/** fork to so many outputs. */
export function fork(branches: number, width: number, target: Target = sync): Proof {
  const outputs = Array.from({ length: branches }, (_, i) => `y${i}`);
  return copies('fork', outputs, { branches }, width, target);
}

/** fifo of a depth. */
export function fifo(depth: number, width: number, target: Target = sync): Proof {
  return copies('fifo', ['y'], { depth }, width, target);
}

/** add or concat: elements of `a` are signed with 5 bits, those of `b` unsigned with 3. */
export function join(kind: 'add' | 'concat', target: Target = sync): Proof {
  const [lanes, A, B] = [2, 5, 3];
  const shape = { a: [2, 6], b: kind === 'add' ? [2, 6] : [2, 4] };
  const inputs = { a: [signedElem(A), shape.a], b: [unsignedElem(B), shape.b] } as const;
  const { text, depth } = unit(target, kind, {}, inputs, ['y'], { lanes });
  const Y = kind === 'add' ? 6 : 5;
  return {
    name: `${kind} of ${lanes} lanes, ${target.name}`,
    target,
    harness: 'prove_join',
    parameters: { Lanes: lanes, A, B, Y, Depth: depth, RowA: 3, RowB: 2 },
    defines: { STAGED: kind === 'add' ? '1' : '0', ...(kind === 'concat' ? { CONCAT: '1' } : {}) },
    dut: 'formal_dut',
    modules: modulesOf(target, text),
    probes: {
      ...storedProbes('u_stored', 'dut.u_y_fifo', depth, lanes * Y + lanes + 2),
      ...(kind === 'concat' ? { probe_row: '\\dut.beat_q' } : {}),
    },
    apart: [
      ['y_valid', 'y_ready'],
      ['y_valid', 'a_valid'],
      ['a_ready', 'y_ready'],
      ['b_ready', 'y_ready'],
    ],
    depths: { induction: 2, cover: 9 },
  };
}

/** All sizes. */
export const streams: readonly Proof[] = [
  ...[1, 2, 3, 16].map((depth) => fifo(depth, depth === 3 ? 16 : 4)),
  fork(2, 8),
  fork(3, 3),
  fork(2, 4, async),
  join('add'),
  join('add', async),
  join('concat'),
];
