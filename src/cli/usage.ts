// What commander finds wrong with a command line, said as every other error is.
import type { Command, CommanderError } from 'commander';
import { DendraError, nearest } from '../ir/index.ts';

type Explain = (command: Command, message: string) => DendraError;

const explanations: Readonly<Record<string, Explain>> = {
  'commander.unknownCommand': (program, message) => {
    const names = program.commands.map((command) => command.name());
    return wrong('the command', 'a command of dendra', quoted(message), 'command-known', names);
  },
  'commander.unknownOption': (command, message) => {
    const flags = command.options.flatMap(({ long }) => (long === undefined || long === null ? [] : [long]));
    const expected = `an option of ${command.name()}`;
    return wrong('the option', expected, quoted(message), 'option-known', [...flags, '--help']);
  },
  'commander.missingArgument': (command, message) => missing(`argument <${quoted(message)}>`, command),
  'commander.optionMissingArgument': (command, message) => missing(`the value of "${quoted(message)}"`, command),
  'commander.missingMandatoryOptionValue': (command, message) => missing(`"${quoted(message)}"`, command),
  'commander.excessArguments': (command, message) => {
    const [, expected, given] = /Expected (\d+) .* but got (\d+)/.exec(message) ?? [];
    return new DendraError(`the arguments of ${command.name()} must be ${expected}, not ${given}`, {
      rule: 'argument-count',
      hint: usageOf(command),
    });
  },
};

/** The DendraError for what commander throws at a command; help and version come back as they are. */
export function usageError(error: CommanderError, command: Command): Error {
  return explanations[error.code]?.(command, error.message) ?? error;
}

function wrong(
  subject: string,
  expected: string,
  given: string,
  rule: string,
  choices: readonly string[],
): DendraError {
  const near = nearest(given, choices);
  return new DendraError(`${subject} must be ${expected}, not ${given}`, {
    rule,
    hint: `${near === undefined ? '' : `did you mean ${near}? `}use one of ${choices.join(', ')}`,
  });
}

function missing(what: string, command: Command): DendraError {
  return new DendraError(`${what} must be given, not left out`, { rule: 'argument-given', hint: usageOf(command) });
}

function usageOf(command: Command): string {
  return `use dendra ${command.name()} ${command.usage()}; dendra ${command.name()} --help lists the options`;
}

/** The part of commander's message that it quotes: a name, or an option with its value. */
function quoted(message: string): string {
  return /'([^']*)'/.exec(message)?.[1] ?? message;
}
