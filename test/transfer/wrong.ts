// Transfer functions that hardware has no counterpart of; the test names the place in this file that each message must name.
import { abs, q, quantise, transfer, uq } from '../../src/transfer/index.ts';

const a = q(8, 4);
const n = q(8);

export const loop = transfer({ a }, ({ a }) => {
  for (let i = 0; i < 3; i++) console.log(i);
  return a;
});
export const again: typeof loop = transfer({ a }, ({ a }) => again({ a }));
const helper = (x: number): number => helper(x);
export const deep = transfer({ a }, ({ a }) => helper(a));
export const literal = transfer({ a }, ({ a }) => a * 0.1);
export const divided = transfer({ a, b: a }, ({ a, b }) => a / b);
export const thirds = transfer({ a }, ({ a }) => a / 3);
export const zero = transfer({ a }, ({ a }) => a / 0);
export const positive = transfer({ a, b: uq(4) }, ({ a, b }) => a / (b + 1));
export const wide = transfer({ a: q(40), b: q(40) }, ({ a, b }) => a * b);
export const variable = transfer({ a }, ({ a }) => {
  let t = a;
  t += 1;
  return t;
});
export const shifted = transfer({ a }, ({ a }) => a >> 1);
export const modulo = transfer({ n }, ({ n }) => n % 4);
export const condition = transfer({ n }, ({ n }) => (n ? 1 : 0));
export const truth = transfer({ n }, ({ n }) => (n > 3) as unknown as number);
export const math = transfer({ a }, ({ a }) => Math.exp(a));
export const rounding = transfer({ a }, ({ a }) => quantise(a, q(4, 1), 'half' as 'halfUp', 'saturate'));
export const overflow = transfer({ a }, ({ a }) => quantise(a, q(4, 1), 'halfUp', 'never'));
let factor = 1;
factor++;
export const outside = transfer({ a }, ({ a }) => a * factor);
export const misspelt = transfer({ alpha: a }, (({ alpah }: { alpah: number }) => abs(alpah)) as never);
export const state = transfer({ n }, ({ n, v }) => ({ y: n, v: n + v }), { state: { v: { format: n } } });
export const call = transfer({ a }, ({ a }) => positive({ a: a * 2, b: 1 }));
export const powers = transfer({ a }, ({ a }) => 2 ** a);
export const assigned = transfer({ a }, ({ a }) => {
  const t = [a, a];
  return t as unknown as number;
});
const six = { int: [0n, 5n] as const, frac: 0 };
export const sixth = transfer({ a }, ({ a }, { six }) => quantise(a, six, 'floor', 'wrap'), { constants: { six } });
// @ts-expect-error: nothing defines it
export const undefinedName = transfer({ a }, ({ a }) => abz(a));
export const otherOperand = transfer({ a }, ({ a }) => positive({ a, c: 1 } as never));
