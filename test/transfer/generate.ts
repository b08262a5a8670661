// Random transfer functions as TypeScript source: each a module constant, and the bare function beside it.
import fc from 'fast-check';
import { roundings } from '../../src/ir/index.ts';

/** The operand of a generated function. */
export interface Operand {
  readonly name: string;
  readonly bits: number;
  readonly fraction: number;
  readonly signed: boolean;
}

/** A generated function. */
export interface Generated {
  readonly operands: readonly Operand[];
  readonly body: string;
}

const literals = ['0', '1', '2', '3', '0.5', '0.25', '1.75', '6', '10', '0.0625', '1.125'];
const formats = ['q(8, 4)', 'q(6, 2)', 'uq(7, 3)', 'q(10, 0)', 'uq(4, 4)', 'q(5, -1)', 'q(12, 8)'];

/** An expression over the names; values stay narrow enough most of the time, since products are quantised. */
function expressions(names: readonly string[]): fc.Arbitrary<string> {
  const leaf = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...names) }, fc.constantFrom(...literals));
  const { expression } = fc.letrec<{ expression: string; truth: string }>((tie) => {
    const e = tie('expression');
    const quantised = fc
      .tuple(e, fc.constantFrom(...formats), fc.constantFrom(...roundings), fc.constantFrom('saturate', 'wrap'))
      .map(([x, format, rounding, overflow]) => `quantise(${x}, ${format}, '${rounding}', '${overflow}')`);
    const rules: fc.Arbitrary<string>[] = [
      fc.tuple(e, fc.constantFrom('+', '-', '*', '*'), e).map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc
        .tuple(fc.constantFrom('abs', 'relu', 'relu6', 'floor', 'fraction', 'Math.round', 'Math.trunc', '-'), e)
        .map(([f, x]) => `${f}(${x})`),
      fc.tuple(fc.constantFrom('min', 'max'), e, e).map(([f, a, b]) => `${f}(${a}, ${b})`),
      fc.tuple(e, fc.constantFrom(...literals)).map(([x, bound]) => `clamp(${x}, -1.5, ${bound})`),
      fc.tuple(e, fc.integer({ min: 1, max: 5 })).map(([x, n]) => `(${x} / ${2 ** n})`),
      fc.tuple(e, e).map(([x, n]) => `(${x} * 2 ** floor(clamp(${n}, -3, 2)))`),
      fc.tuple(e, fc.integer({ min: 0, max: 4 })).map(([x, n]) => `(floor(clamp(${x}, -99, 99)) >> ${n})`),
      e.map((x) => `(floor(clamp(${x}, -99, 99)) & 15)`),
      e.map((x) => `lookup([0, 3.5, -1.25, 7, 0.375, -8, 2, 1], floor(clamp(${x}, 0, 7.5)))`),
      e.map((x) => `(clamp(${x}, -7, 7) ** 2)`),
      fc.tuple(tie('truth'), e, e).map(([c, a, b]) => `(${c} ? ${a} : ${b})`),
    ];
    return {
      expression: fc.oneof({ maxDepth: 4, depthSize: 'small' }, leaf, { weight: 2, arbitrary: quantised }, ...rules),
      truth: fc.oneof(
        { maxDepth: 2 },
        fc.tuple(e, fc.constantFrom('<', '<=', '>', '>=', '===', '!=='), e).map(([a, op, b]) => `${a} ${op} ${b}`),
        fc.tuple(tie('truth'), fc.constantFrom('&&', '||'), tie('truth')).map(([a, op, b]) => `(${a} ${op} ${b})`),
        tie('truth').map((c) => `!(${c})`),
      ),
    };
  });
  return expression;
}

/** Functions of one to three operands, most of them of at most 16 bits together. */
export const functions: fc.Arbitrary<Generated> = fc
  .oneof(
    { weight: 4, arbitrary: fc.constantFrom([8], [8, 5], [4, 4, 4], [12], [6, 7], [3, 9]) },
    fc.constantFrom([8, 8], [16], [16, 16], [24, 8, 8], [20, 20, 20]),
  )
  .chain((widths) =>
    fc
      .tuple(
        ...widths.map((bits) =>
          fc.record({ bits: fc.constant(bits), fraction: fc.integer({ min: -1, max: bits }), signed: fc.boolean() }),
        ),
      )
      .map((types) => types.map((type, i) => ({ name: 'abc'[i]!, ...type }))),
  )
  .chain((operands) => {
    const names = operands.map(({ name }) => name);
    const e = expressions(names);
    const rest = expressions([...names, 't', 't']);
    return fc
      .oneof(
        e,
        fc.tuple(e, rest).map(([t, y]) => `{ const t = ${t}; return ${y}; }`),
      )
      .map((body) => ({ operands, body }));
  });

/** The module of generated functions: `raw<i>` and `made<i>`. */
export function moduleOf(generated: readonly Generated[], library: string): string {
  const lines = generated.flatMap(({ operands, body }, i) => {
    const names = operands.map(({ name }) => name).join(', ');
    const inputs = operands.map(
      ({ name, bits, fraction, signed }) => `${name}: ${signed ? '' : 'u'}q(${bits}, ${fraction})`,
    );
    const types = operands.map(({ name }) => `${name}: number`).join('; ');
    return [
      `export const raw${i} = ({ ${names} }: { ${types} }): number => ${body};`,
      `export const made${i} = transfer({ ${inputs.join(', ')} }, raw${i});`,
    ];
  });
  const imports = 'abs, clamp, floor, fraction, lookup, max, min, q, quantise, relu, relu6, transfer, uq';
  return [`import { ${imports} } from ${JSON.stringify(library)};`, ...lines, ''].join('\n');
}
