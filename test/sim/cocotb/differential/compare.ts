// Compares dendra with the reference on programs, and makes a program that differs smaller.
import { fileURLToPath } from 'node:url';
import { buildModel } from '../../../../src/sim/model/index.ts';
import type { Model } from '../../../../src/sim/model/types.ts';
import { runProgram } from './interpreter.ts';
import type { Body, Log, Program, Step } from './program.ts';
import type { Reference } from './reference.ts';

/** A program whose logs differ. */
export interface Difference {
  readonly program: Program;
  readonly dendra: Log;
  readonly cocotb: Log;
}

/** The design, verilated. */
export function differentialModel(): Promise<Model> {
  const source = fileURLToPath(new URL('design.sv', import.meta.url));
  return buildModel({
    ...{ sources: [source], top: 'top', timescale: '1ps/1ps' },
    ...{ publicSignals: ['mem'], forceable: ['h'] },
  });
}

/** Runs programs on both sides; the logs of dendra, and the smallest program that differs. */
export async function compare(
  model: Model,
  reference: Reference,
  programs: readonly Program[],
): Promise<{ readonly logs: readonly Log[]; readonly difference: Difference | undefined }> {
  const theirs = await reference.run(programs);
  const logs: Log[] = [];
  for (const program of programs) logs.push(await runProgram(model, program));
  const differences = programs
    .map((program, i) => ({ program, dendra: logs[i]!, cocotb: theirs[i]! }))
    .filter(({ dendra, cocotb }) => dendra.join('\n') !== cocotb.join('\n'));
  const size = ({ program }: Difference): number => JSON.stringify(program).length;
  return { logs, difference: differences.sort((a, b) => size(a) - size(b))[0] };
}

/** The smallest program that still differs, by dropping tasks' steps and what is inside them. */
export async function shrink(model: Model, reference: Reference, found: Difference): Promise<Difference> {
  let best = found;
  for (;;) {
    // All candidates of a round go through one process of the simulator.
    const { difference } = await compare(model, reference, [...candidates(best.program)]);
    if (difference === undefined) return best;
    best = difference;
  }
}

/** What to print about a difference. */
export function report({ program, dendra, cocotb }: Difference): string {
  const at = dendra.findIndex((line, i) => line !== cocotb[i]);
  const first = at < 0 ? dendra.length : at;
  const show = (log: Log): string => log.slice(Math.max(0, first - 5), first + 3).join('\n  ') || '(nothing)';
  return [
    `seed ${program.seed}: logs differ from line ${first} on`,
    `dendra\n  ${show(dendra)}`,
    `cocotb\n  ${show(cocotb)}`,
    JSON.stringify(program, undefined, 1),
  ].join('\n');
}

function* candidates(program: Program): Generator<Program> {
  const withTask = (at: number, steps: readonly Step[]): Program => ({
    ...program,
    tasks: program.tasks.map((task, i): Body => (i === at ? { ...task, steps } : task)),
  });
  for (const [i, { steps }] of program.tasks.entries()) {
    if (steps.length > 0) yield withTask(i, []);
    for (const smaller of smallerSteps(steps)) yield withTask(i, smaller);
  }
  if (program.roots > 1) yield { ...program, roots: program.roots - 1 };
  if (program.end > 4) yield { ...program, end: 4 * Math.floor(program.end / 8) || 4 };
}

function* smallerSteps(steps: readonly Step[]): Generator<readonly Step[]> {
  for (const [i, step] of steps.entries()) {
    yield steps.toSpliced(i, 1);
    if ('body' in step) {
      yield steps.toSpliced(i, 1, ...step.body);
      for (const body of smallerSteps(step.body)) yield steps.toSpliced(i, 1, { ...step, body });
    } else if ('of' in step) {
      for (const of of smallerLists<unknown>(step.of)) yield steps.toSpliced(i, 1, { ...step, of } as Step);
    }
  }
}

/** Shorter lists of waits or of bodies; one element stays. */
function* smallerLists<T>(list: readonly T[]): Generator<readonly T[]> {
  for (const [i, item] of list.entries()) {
    if (list.length > 1) yield list.toSpliced(i, 1);
    if (!Array.isArray(item)) continue;
    for (const body of smallerSteps(item)) yield list.toSpliced(i, 1, body as T);
  }
}
