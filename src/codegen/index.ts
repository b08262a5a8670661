// From a lowered graph to text by path; nothing here writes to a disk.
export * from './emit.ts';
export { type HandleParameter, type HandlePort, handle } from './handle.ts';
export * from './templates.ts';
export { tidy } from './tidy.ts';
