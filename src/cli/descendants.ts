// Ends the programs that this process started, and those that they started: a compiler driver leaves its parts behind.
import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';

/** Asks every descendant of this process to end; where there is no /proc, children are left to their parents. */
export function endDescendants(): void {
  for (const pid of descendantsOf(process.pid, parents())) {
    try {
      process.kill(pid, 'SIGTERM');
    } catch {
      // It has ended by itself.
    }
  }
}

/** Process to its parent, of all processes at this moment. */
function parents(): Map<number, number> {
  const all = new Map<number, number>();
  for (const name of entries('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // The program's name stands in parentheses and may hold spaces; state and parent follow it.
      all.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It has ended since the folder was listed.
    }
  }
  return all;
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Processes below `root`, parents first, so that none starts another one in between. */
function descendantsOf(root: number, all: ReadonlyMap<number, number>): number[] {
  const found = [root];
  for (const parent of found) {
    for (const [pid, above] of all) if (above === parent) found.push(pid);
  }
  return found.slice(1);
}
