// Proves or refutes the assertions of a transition system that Yosys wrote as SMT-LIB 2, with z3.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../src/sim/process.ts';
import { withWorkFolder } from '../../src/sim/work-folder.ts';

/** What became of a proof; each list names properties by their place in the sources. */
export interface Verdict {
  /** Assertions that fail on a path from reset. */
  readonly refuted: readonly string[];
  /** Assertions that fail after `induction` cycles in which all held. */
  readonly unproven: readonly string[];
  /** Covers that no path from reset reaches: what follows from them was never tried. */
  readonly unreached: readonly string[];
}

/** Lengths of paths, in cycles. */
export interface Depths {
  /** Cycles without a failure from which induction concludes that the next one has none. */
  readonly induction: number;
  /** Cycles from reset within which every cover is reached. */
  readonly cover: number;
}

/** Longest time for one answer of z3, in milliseconds. */
const limit = 240_000;

/** Why no proof can be tried here; nothing where z3 is installed. Throws instead where the variable CI is set. */
export async function z3Missing(): Promise<string | undefined> {
  const found = await run({ program: 'z3', args: ['--version'] }).catch((error: Error) => error);
  if (!(found instanceof Error)) return undefined;
  if (process.env.CI) throw found;
  return `(skipped: ${found.message})`;
}

/** Tries to show by induction that no assertion of the system can fail, and that each cover can be reached. */
export async function prove(system: string, { induction, cover }: Depths): Promise<Verdict> {
  const { at, asserts, covers } = read(system);
  if (asserts.length === 0) throw new Error('a system must hold an assertion to prove, not none');
  const held = [`(assert (not ${at('is', 0)}))`, ...range(induction, (i) => `(assert ${at('a', i)})`)];
  return {
    refuted: await refute(system, induction),
    unproven: await failures(system, induction, held, asserts, [induction]),
    unreached: await unreached(system, cover, covers),
  };
}

/** The assertions that fail within so many cycles from reset on the path that z3 finds; none where there is no path. */
export async function refute(system: string, cycles: number): Promise<readonly string[]> {
  const { at, asserts } = read(system);
  const everywhere = range(cycles + 1, (i) => i);
  return failures(system, cycles, reset(at), asserts, everywhere);
}

/** Assertions that fail in one of these cycles on a path with these premises. */
async function failures(
  system: string,
  cycles: number,
  premises: readonly string[],
  asserts: readonly Property[],
  when: readonly number[],
): Promise<readonly string[]> {
  const { at } = read(system);
  const question = [
    ...path(system, cycles),
    ...premises,
    `(assert (or ${when.map((i) => `(not ${at('a', i)})`).join(' ')}))`,
    '(check-sat)',
    `(get-value (${asserts.flatMap(({ name }) => when.map((i) => at(name, i))).join(' ')}))`,
  ];
  const answer = await solve(question);
  if (answer.startsWith('unsat')) return [];
  if (!answer.startsWith('sat')) return [`z3 gave no answer: ${answer.slice(0, 200)}`];
  const failed = asserts.filter(({ name }) => when.some((i) => answer.includes(`(${at(name, i)} false)`)));
  if (failed.length === 0) throw new Error(`z3 must name the assertion that fails: ${answer.slice(0, 200)}`);
  return failed.map(({ place }) => place);
}

async function unreached(system: string, cycles: number, covers: readonly Property[]): Promise<string[]> {
  const { at } = read(system);
  const questions = covers.map(
    ({ name }) => `(push) (assert (or ${range(cycles + 1, (i) => at(name, i)).join(' ')})) (check-sat) (pop)`,
  );
  const answer = await solve([...path(system, cycles), ...reset(at), ...questions]);
  const answers = answer.split('\n');
  return covers.filter((_, i) => answers[i] !== 'sat').map(({ place }) => place);
}

/** Paths start where registers have their initial values; `is` is the first cycle, in which the harness sets reset. */
function reset(at: (name: string, cycle: number) => string): string[] {
  return [`(assert ${at('i', 0)}) (assert ${at('is', 0)})`];
}

/** An assertion or a cover. */
interface Property {
  readonly name: string;
  readonly place: string;
}

/** The names that Yosys gave: a function `name` of the system's states, and the properties by number. */
function read(system: string) {
  const top = /^; yosys-smt2-topmod (\S+)$/m.exec(system)![1]!;
  const properties = (kind: string, letter: string): Property[] =>
    [...system.matchAll(new RegExp(`^; yosys-smt2-${kind} (\\d+) .*?(\\S+)$`, 'gm'))].map(([, number, place]) => ({
      name: `${letter} ${number}`,
      place: place!,
    }));
  return {
    top,
    at: (name: string, cycle: number) => `|${top}_${name}@${cycle}|`,
    asserts: properties('assert', 'a'),
    covers: properties('cover', 'c'),
  };
}

/**
 * The system in cycles 0, 1, ... that follow each other under all assumptions. Every function of the state becomes a
 * constant of each cycle: z3 would otherwise expand a function wherever it is used, which grows beyond all bounds.
 */
function path(system: string, cycles: number): string[] {
  const { top, at } = read(system);
  const text = system.replace(/(?:^| );.*$/gm, '').replace(/^\(declare-sort .*$/m, '');
  // The transition names the next cycle too, so that it comes last.
  const end = text.indexOf(`(define-fun |${top}_t|`);
  const inCycle = (part: string, i: number): string =>
    part
      .replace(/\(\|([^|]+)\| next_state\)/g, `|$1@${i + 1}|`)
      .replace(/\(\|([^|]+)\| state\)/g, `|$1@${i}|`)
      .replace(
        /^\(define-fun \|([^|]+)\| \(\(state \|[^|]+\|\)(?: \(next_state \|[^|]+\|\))?\)/gm,
        `(define-fun |$1@${i}| ()`,
      )
      .replace(/^\(declare-fun \|([^|]+)\| \(\|[^|]+\|\)/gm, `(declare-fun |$1@${i}| ()`);
  return [
    '(set-option :produce-models true)',
    '(set-logic QF_BV)',
    ...range(cycles + 1, (i) => `${inCycle(text.slice(0, end), i)}\n(assert ${at('h', i)}) (assert ${at('u', i)})`),
    ...range(cycles, (i) => `(assert (not ${at('is', i + 1)}))`),
    ...range(cycles, (i) => `${inCycle(text.slice(end), i)}\n(assert ${at('t', i)})`),
  ];
}

function range<T>(length: number, make: (i: number) => T): T[] {
  return Array.from({ length }, (_, i) => make(i));
}

function solve(question: readonly string[]): Promise<string> {
  return withWorkFolder(async (folder) => {
    await writeFile(join(folder, 'question.smt2'), `${question.join('\n')}\n`);
    const { output, timedOut } = await run({ program: 'z3', args: ['question.smt2'], folder, timeout: limit });
    return timedOut ? `nothing after ${limit / 1000} s` : output;
  });
}
