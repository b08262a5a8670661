// Bus models for benches: sources, sinks, monitors, masters, memories and protocol checkers.
export * from './axis-bus.ts';
export * from './axis-checker.ts';
export { AxiStreamFrame, type FrameLike, type FrameParts, type Side } from './axis-frame.ts';
export * from './axis-receiver.ts';
export * from './axis-source.ts';
export { Checker, type CheckerOptions, type Report, type Rule } from './checker.ts';
export { type HandshakeOptions, HandshakeRule } from './handshake-rule.ts';
export type { Elements, IntegerArray } from './lanes.ts';
export { type PausePattern, pauseBitmap, pauseRandom } from './pauses.ts';
export { ProtocolError } from './protocol-error.ts';
