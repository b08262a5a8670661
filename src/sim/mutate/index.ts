// Mutation testing of verification.
export * from './run.ts';
