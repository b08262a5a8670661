// Runs a command line to its exit status: errors by their code, signals as 128 + n, nothing half-written left behind.
import process from 'node:process';
import { CommanderError } from 'commander';
import { DendraError, type ErrorCode } from '../ir/index.ts';
import { endDescendants } from './descendants.ts';
import { commandLine } from './program.ts';
import { removeDrafts } from './write-folder.ts';

/** Exit status of each error code; anything else that is thrown is an internal error, 4. */
const statuses: Readonly<Record<ErrorCode, number>> = { check: 1, input: 2, tool: 3 };
/** Milliseconds that running work gets to stop after a signal. */
const grace = 2000;

/** Runs a command line and sets or forces the exit status of this process. */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  const controller = new AbortController();
  process.on('exit', removeDrafts);
  process.stdout.on('error', quietPipe);
  let interrupt: (status: number) => void = () => {};
  const interrupted = new Promise<number>((resolve) => {
    interrupt = resolve;
  });
  let signalled: number | undefined;
  const onSignal = (status: number) => (): void => {
    signalled ??= status;
    // Before anything else: whose parent has ended can no longer be found.
    endDescendants();
    controller.abort();
    // Work that does not listen is cut off.
    setTimeout(() => interrupt(status), grace).unref();
  };
  process.on('SIGINT', onSignal(130));
  process.on('SIGTERM', onSignal(143));
  const status = await Promise.race([statusOf(args, controller.signal), interrupted]);
  if (signalled === undefined) process.exitCode = status;
  else {
    endDescendants();
    process.exit(signalled);
  }
}

async function statusOf(args: readonly string[], signal: AbortSignal): Promise<number> {
  try {
    return await commandLine(args, signal);
  } catch (error) {
    if (signal.aborted) return 130;
    // Help and version are what was asked for; a line without a command gets the help as well, and is wrong usage.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof DendraError) {
      process.stderr.write(`${error.message}\n`);
      return statuses[error.code];
    }
    process.stderr.write(`internal error: ${error instanceof Error ? error.stack : String(error)}\n`);
    return 4;
  }
}

/** A reader that has seen enough (`dendra units | head`) is no error. */
function quietPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
}
