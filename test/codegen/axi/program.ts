// A program that asks for registers, as a driver on a board does, beside a simulation in this process.
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';

/** Lines from and to a program over named pipes, which can be read while the kernel waits. */
export class Program {
  private readonly ask: number;
  private readonly reply: number;

  constructor(pipes: string, command: readonly string[]) {
    const [asks, replies] = [`${pipes}.asks`, `${pipes}.replies`];
    execFileSync('mkfifo', [asks, replies]);
    const script = 'asks=$1; replies=$2; shift 2; exec "$@" <"$replies" >"$asks"';
    spawn('sh', ['-c', script, 'sh', asks, replies, ...command], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.reply = openSync(replies, 'w');
    this.ask = openSync(asks, 'r');
  }

  /** The next line; empty when the program has ended. */
  line(): string {
    const byte = Buffer.alloc(1);
    let text = '';
    while (readSync(this.ask, byte) === 1 && byte[0] !== 10) text += byte.toString();
    return text;
  }

  answer(text: string | number): void {
    writeSync(this.reply, `${text}\n`);
  }

  close(): void {
    closeSync(this.ask);
    closeSync(this.reply);
  }
}
