#!/usr/bin/env node
// The command line: runs one command and exits with its status.
import process from 'node:process';

// What is loaded below does not even parse on an older one.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`Node must be at least 22.18, not ${process.versions.node}\n  (rule node-version)\n`);
  process.exit(3);
}

// Nothing is to be cleaned up while the modules load, which takes a while.
const early = (): never => process.exit(130);
process.on('SIGINT', early);
const { runCommandLine } = await import('./run.ts');
process.off('SIGINT', early);
await runCommandLine(process.argv.slice(2));
