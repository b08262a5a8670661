// Cycle-exact timing of lowered graphs.
export * from './compose.ts';
