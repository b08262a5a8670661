// Runs one command to its end, passes signals on to it, and reports its exit status.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import process from 'node:process';

/** Ends the bootstrap with an exit status and, unless it is empty, a message. */
export class Stop extends Error {
  /** @param {number} status @param {string} [message] */
  constructor(status, message = '') {
    super(message);
    this.status = status;
  }
}

/** @type {NodeJS.Signals[]} */
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];

// Ctrl-C reaches every process of the terminal's group, and npm sends its own SIGINT after it. A second SIGINT means
// "at once" to many programs, so a child that is already stopping gets none from here.
const interruptGrace = 500;

/**
 * Resolves when the command has ended; a signal that ended it, or the absence of the program, becomes a status (128 + n, 127).
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stdio?: import('node:child_process').StdioOptions }} [options]
 * @returns {Promise<{ status: number, interrupted: boolean }>}
 */
export function run(program, args, { stdio = 'inherit', ...options } = {}) {
  return new Promise((done) => {
    const child = spawn(program, args, { ...options, stdio });
    /** @type {NodeJS.Timeout | undefined} */
    let interrupt;
    let interrupted = false;

    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => {
      interrupted = true;
      if (signal !== 'SIGINT') child.kill(signal);
      else interrupt ??= setTimeout(() => child.kill('SIGINT'), interruptGrace);
    };
    /** @param {number} status */
    const finish = (status) => {
      clearTimeout(interrupt);
      for (const signal of forwarded) process.off(signal, forward);
      done({ status, interrupted });
    };

    for (const signal of forwarded) process.on(signal, forward);
    child.once('error', () => finish(127));
    child.once('exit', (code, signal) => finish(code ?? 128 + constants.signals[signal ?? 'SIGKILL']));
  });
}
