#!/usr/bin/env node
// The command line: runs one command and exits with its status.
import process from 'node:process';

// Nothing is to be cleaned up while the modules load, which takes a while.
const early = (): never => process.exit(130);
process.on('SIGINT', early);
const { runCommandLine } = await import('./run.ts');
process.off('SIGINT', early);
await runCommandLine(process.argv.slice(2));
