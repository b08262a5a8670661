// Ends a worker whose event loop is blocked: vitest alone would wait for it for ever.
import { url } from 'node:inspector';
import { Worker } from 'node:worker_threads';

/** Milliseconds beyond its time limit that a test may block the loop. */
const grace = 5000;
const beat = 250;

/** Runs in a thread of its own. A signal is the only way to stop a loop of JavaScript from outside. */
const watcher = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { writeSync } = require('node:fs');
  const beats = new Int32Array(workerData);
  let what, limit, seen = -1, waited = 0;
  parentPort.on('message', (message) => { what = message.what; limit = message.limit; waited = 0; });
  // Its own turns are counted, since the clock also runs while the process is stopped.
  setInterval(() => {
    const now = Atomics.load(beats, 0);
    if (now !== seen) { seen = now; waited = 0; return; }
    waited += ${beat};
    if (what === undefined || waited < limit) return;
    writeSync(2, what + ' must let the event loop run within ' + limit / 1000 + ' s, not block it: its worker ends\\n');
    process.kill(process.pid, 'SIGKILL');
  }, ${beat});
`;

let thread: Worker | undefined;

/** Watches the loop of this process from now on; `timeout` is the limit of what runs now in milliseconds. */
export function watchLoop(what: string, timeout: number): void {
  // A debugger blocks the loop at each breakpoint.
  if (!Number.isFinite(timeout) || timeout <= 0 || url() !== undefined) return;
  if (thread === undefined) {
    const beats = new Int32Array(new SharedArrayBuffer(4));
    thread = new Worker(watcher, { eval: true, workerData: beats.buffer, execArgv: [] });
    thread.unref();
    setInterval(() => Atomics.add(beats, 0, 1), beat).unref();
  }
  thread.postMessage({ what, limit: timeout + grace });
}
