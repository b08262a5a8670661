// Draws mutants uniformly over the modules of a design and writes them all into one source behind a selector.
import { type Variant, variants } from './operators.ts';
import { type Expression, expressions } from './statements.ts';

/** One mutant. */
export interface Mutant {
  /** Value of the selector, from 1 on. */
  readonly id: number;
  readonly file: string;
  /** Position of the mutated expression in the source. */
  readonly start: number;
  readonly line: number;
  readonly operator: string;
  readonly original: string;
  readonly mutated: string;
  /** Source of the file with this mutant alone. */
  readonly source: string;
}

interface Candidate {
  readonly file: string;
  readonly expression: Expression;
  readonly variant: Variant;
}

/** The package that holds the selector; it is compiled before the RTL. */
export const selector = ['package dendra_mutation;', '  int mutant;', 'endpackage', ''].join('\n');

/** Draws up to `count` different mutants: each draw takes a module, then one of its mutants, both uniformly. */
export function drawMutants(files: Readonly<Record<string, string>>, count: number, next: () => number): Mutant[] {
  const pools = Object.entries(files)
    .map(([file, source]) => candidates(file, source))
    .filter((pool) => pool.length > 0);
  const drawn: Mutant[] = [];
  while (drawn.length < count && pools.length > 0) {
    const index = next() % pools.length;
    const pool = pools[index]!;
    const [candidate] = pool.splice(next() % pool.length, 1);
    if (pool.length === 0) pools.splice(index, 1);
    drawn.push(mutantOf(drawn.length + 1, candidate!, files[candidate!.file]!));
  }
  return drawn;
}

function candidates(file: string, source: string): Candidate[] {
  return expressions(source).flatMap((expression) =>
    variants(source, expression).map((variant) => ({ file, expression, variant })),
  );
}

function mutantOf(id: number, { file, expression, variant }: Candidate, source: string): Mutant {
  return {
    id,
    file,
    start: expression.start,
    line: expression.line,
    operator: variant.operator,
    original: source.slice(expression.start, expression.end),
    mutated: variant.text,
    source: source.slice(0, expression.start) + variant.text + source.slice(expression.end),
  };
}

/** The sources with all mutants in them; the plusarg `+mutant=N` selects one, 0 or its absence none. */
export function instrument(
  files: Readonly<Record<string, string>>,
  mutants: readonly Mutant[],
  top: string,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([file, source]) => {
      const own = mutants.filter((mutant) => mutant.file === file);
      const text = withMutants(source, own);
      return [file, file === top ? text.replace(/\nendmodule/, `\n${select}\nendmodule`) : text];
    }),
  );
}

const select = [
  '  initial begin',
  '    if ($value$plusargs("mutant=%d", dendra_mutation::mutant) == 0) dendra_mutation::mutant = 0;',
  '  end',
].join('\n');

/** Replaces each mutated expression by a choice; from the end on, so that positions stay true. */
function withMutants(source: string, mutants: readonly Mutant[]): string {
  const starts = [...new Set(mutants.map(({ start }) => start))].sort((a, b) => b - a);
  return starts.reduce((text, start) => {
    const own = mutants.filter((mutant) => mutant.start === start);
    const { original } = own[0]!;
    const choice = own.reduce(
      (rest, { id, mutated }) => `(dendra_mutation::mutant == ${id}) ? (${mutated}) : ${rest}`,
      `(${original})`,
    );
    return text.slice(0, start) + choice + text.slice(start + original.length);
  }, source);
}
