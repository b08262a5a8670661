// What cocotb's environment variables ask for; one that cannot be honoured is an error, never ignored.
import { resolve } from 'node:path';
import process from 'node:process';
import { DendraError } from '../../ir/index.ts';
import { flag, isOff, type Variables, variable, whole, words } from './variables.ts';

/** When to record waves. */
export type WaveMode = 'off' | 'on-failure' | 'always';

/** A run as the environment wants it; what is undefined was not asked for. */
export interface Environment {
  /** Modules to run, each the name of a file without its extensions. */
  readonly modules: readonly string[];
  /** Matches `module.test` of the tests to run; where it is given, `skip` does not count. */
  readonly filter: RegExp | undefined;
  /** Name of the variable that the filter comes from. */
  readonly filterName: string | undefined;
  readonly seed: number | undefined;
  readonly plusargs: readonly string[];
  /** Name of the top module, without its library. */
  readonly top: string | undefined;
  /** Full path. */
  readonly resultsFile: string | undefined;
  /** How X and Z become numbers, by the names of cocotb. */
  readonly resolveX: string | undefined;
  readonly waves: WaveMode | undefined;
  /** True when lines of `context.log` are to be printed. */
  readonly logs: boolean;
}

/** Rule and hint of what is refused, by name; `*` stands for any ending. */
const refused: readonly (readonly [name: string, unset: string, why: string])[] = [
  ['GUI', '0', 'simulators run without a window; look at waves with WAVES=1'],
  ['COCOTB_PDB_ON_EXCEPTION', '0', 'start Node with --inspect-brk to debug a bench'],
  ['COCOTB_ATTACH', '0', 'start Node with --inspect-brk to debug a bench'],
  ['COCOTB_RANDOM_TEST_ORDER', '0', 'tests run by stage, then in the order of the file'],
  ['COCOTB_LIST_TESTS', '0', 'vitest list names the tests'],
  ['COCOTB_MAX_FAILURES', '0', 'vitest --bail N stops after N failures'],
  ['COCOTB_SCHEDULER_DEBUG', '0', 'node --cpu-prof profiles a bench'],
  ['COCOTB_ENABLE_PROFILING', '0', 'node --cpu-prof profiles a bench'],
  ['GPI_EXTRA', '', 'no GPI library is loaded'],
  ['GPI_USERS', '', 'no GPI library is loaded'],
  ['PYGPI_*', '', 'no Python is started'],
];

const levels = ['TRACE', 'DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'];
const resolveModes = ['error', 'value_error', 'weak', 'zeros', 'ones', 'random'];

/** Reads the variables; throws DendraError for a wrong value and for what cannot be honoured. */
export function environment(variables: Variables = process.env): Environment {
  refuse(variables);
  const plusargs = words(variable(variables, 'COCOTB_PLUSARGS', 'PLUSARGS')?.value);
  const results = variable(variables, 'COCOTB_RESULTS_FILE')?.value;
  const top = variable(variables, 'COCOTB_TOPLEVEL', 'TOPLEVEL')?.value;
  const level = choice(variables, 'COCOTB_LOG_LEVEL', levels, (text) => text.toUpperCase()) ?? 'INFO';
  return {
    modules: list(variable(variables, 'COCOTB_TEST_MODULES', 'MODULE')?.value),
    ...filterOf(variables),
    seed: seedOf(variables, plusargs),
    plusargs,
    top: top?.includes('.') ? top.slice(top.indexOf('.') + 1) : top,
    resultsFile: results === undefined ? undefined : resolve(results),
    resolveX: choice(variables, 'COCOTB_RESOLVE_X', resolveModes, (text) => text.toLowerCase()),
    waves: wavesOf(variables),
    logs: levels.indexOf(level) <= levels.indexOf('INFO'),
  };
}

function refuse(variables: Variables): void {
  for (const [pattern, unset, hint] of refused) {
    const names = pattern.endsWith('*')
      ? Object.keys(variables).filter((name) => name.startsWith(pattern.slice(0, -1)))
      : [pattern];
    for (const name of names) {
      const given = variable(variables, name)?.value;
      if (given === undefined || (unset === '0' && isOff(given))) continue;
      throw wrong(`${name} must be ${unset === '' ? 'absent' : 'absent or 0'}, not ${given}`, hint);
    }
  }
  if (flag(variables, 'COCOTB_TRUST_INERTIAL_WRITES') === false) {
    throw wrong(
      'COCOTB_TRUST_INERTIAL_WRITES must be absent or 1, not 0',
      'writes take effect as in cocotb 2.x on Verilator, where it is 1',
    );
  }
}

function filterOf(variables: Variables): Pick<Environment, 'filter' | 'filterName'> {
  const cases = variable(variables, 'COCOTB_TESTCASE', 'TESTCASE');
  const pattern = variable(variables, 'COCOTB_TEST_FILTER');
  if (cases !== undefined && pattern !== undefined) {
    throw wrong(`COCOTB_TEST_FILTER must be absent where ${cases.name} is given, not ${pattern.value}`);
  }
  const given = cases ?? pattern;
  if (given === undefined) return { filter: undefined, filterName: undefined };
  const text = cases === undefined ? given.value : `(?:${list(cases.value).join('|')})$`;
  try {
    return { filter: new RegExp(text), filterName: given.name };
  } catch (error) {
    throw wrong(`${given.name} must be a regular expression, not ${given.value}`, (error as Error).message);
  }
}

/** As cocotb does: the variable, its old name, or one of two plusargs. */
function seedOf(variables: Variables, plusargs: readonly string[]): number | undefined {
  const given = variable(variables, 'COCOTB_RANDOM_SEED', 'RANDOM_SEED');
  if (given !== undefined) return whole(given.name, given.value);
  for (const name of ['ntb_random_seed', 'seed']) {
    const found = plusargs.find((plusarg) => plusarg.startsWith(`+${name}=`));
    if (found !== undefined) return whole(`+${name}`, found.slice(name.length + 2));
  }
  return undefined;
}

function wavesOf(variables: Variables): WaveMode | undefined {
  if (variable(variables, 'WAVES')?.value === 'on-failure') return 'on-failure';
  const on = flag(variables, 'WAVES', ', on-failure');
  return on === undefined ? undefined : on ? 'always' : 'off';
}

function choice(
  variables: Variables,
  name: string,
  choices: readonly string[],
  normal: (text: string) => string,
): string | undefined {
  const given = variable(variables, name)?.value;
  if (given === undefined || choices.includes(normal(given))) return given && normal(given);
  throw wrong(`${name} must be one of ${choices.join(', ')}, not ${given}`);
}

function list(text = ''): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function wrong(sentence: string, hint?: string): DendraError {
  return new DendraError(sentence, { rule: 'environment-variable', hint });
}
