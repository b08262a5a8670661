// The one place that starts programs: commands are data, and a failure has the shape of a success.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { execa } from 'execa';
import { assert, DendraError } from '../ir/index.ts';

/** A program with its arguments, in a folder. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder?: string | undefined;
  /** File that the program reads as its input; nothing by default. */
  readonly input?: string | undefined;
  /** Wall-clock limit in milliseconds. */
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a command left behind. */
export interface Outcome {
  readonly failed: boolean;
  readonly timedOut: boolean;
  readonly canceled: boolean;
  readonly exitCode: number | undefined;
  readonly killedBy: string | undefined;
  readonly output: string;
  readonly seconds: number;
}

/** Debian packages of the programs that simulation needs. */
const packages: Readonly<Record<string, string>> = {
  verilator: 'verilator',
  'g++': 'g++',
  iverilog: 'iverilog',
  vvp: 'iverilog',
  yosys: 'yosys',
  sta: 'opensta',
  z3: 'z3',
};

/** Runs a command; a program that is not installed is a DendraError with code `tool`. */
export async function run(command: Command): Promise<Outcome> {
  // A missing folder would look like a missing program.
  assert(command.folder === undefined || existsSync(command.folder), `folder ${command.folder} does not exist`);
  const result = await execa(command.program, [...command.args], {
    ...(command.folder === undefined ? {} : { cwd: command.folder }),
    ...(command.timeout === undefined ? {} : { timeout: command.timeout }),
    ...(command.signal === undefined ? {} : { cancelSignal: command.signal }),
    all: true,
    reject: false,
    ...(command.input === undefined ? { stdin: 'ignore' } : { inputFile: command.input }),
    stripFinalNewline: true,
    // A model that prints in every cycle must not fill the memory.
    maxBuffer: 4_000_000,
  });
  if (result.code === 'ENOENT') throw missingTool(command.program);
  return {
    failed: result.failed,
    timedOut: result.timedOut,
    canceled: result.isCanceled,
    exitCode: result.exitCode,
    killedBy: result.signal,
    output: result.all ?? '',
    seconds: result.durationMs / 1000,
  };
}

/** True when a program answers to --version. */
export async function isInstalled(program: string): Promise<boolean> {
  return !(await execa(program, ['--version'], { reject: false })).failed;
}

/** The error of a program that is not installed. */
export function missingTool(program: string): DendraError {
  const hint = packages[program];
  return new DendraError(
    `${program} must be installed, not missing from PATH`,
    { rule: 'tool-installed', hint: hint === undefined ? undefined : `run apt-get install --yes ${hint}` },
    'tool',
  );
}

/** Runs tasks side by side, as many as the machine has cores; throws the first error when none of them runs any more. */
export async function inParallel<T>(tasks: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  const errors: unknown[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < tasks.length && errors.length === 0) {
      const index = next++;
      try {
        results[index] = await tasks[index]();
      } catch (error) {
        errors.push(error);
      }
    }
  };
  // What a task still writes would fail, or fill again, the folder that is removed after an error.
  await Promise.all(Array.from({ length: Math.min(tasks.length, availableParallelism()) }, worker));
  if (errors.length > 0) throw errors[0];
  return results;
}
