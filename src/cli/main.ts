#!/usr/bin/env node
// The command line: runs one command and exits with its status.
import process from 'node:process';
import { runCommandLine } from './run.ts';

await runCommandLine(process.argv.slice(2));
