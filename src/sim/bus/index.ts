// Bus models for benches: sources, sinks, monitors, masters, memories and protocol checkers.

export { AxiBus } from './axi-bus.ts';
export { AxiChecker } from './axi-checker.ts';
export * from './axi-codes.ts';
export type { AxiTransfer } from './axi-command.ts';
export { AxiMaster, type AxiMasterOptions } from './axi-master.ts';
export { AxiRam, type AxiRamOptions } from './axi-ram.ts';
export * from './axil-bus.ts';
export { AxiLiteChecker } from './axil-checker.ts';
export { AxiLiteMaster, type AxiLiteTransfer } from './axil-master.ts';
export { AxiLiteRam } from './axil-ram.ts';
export * from './axis-bus.ts';
export * from './axis-checker.ts';
export { AxiStreamFrame, type FrameLike, type FrameParts, type Side } from './axis-frame.ts';
export * from './axis-receiver.ts';
export * from './axis-source.ts';
export {
  type BulkBus,
  type BulkInput,
  type BulkOptions,
  type BulkOutput,
  type BulkResult,
  bulkTransfer,
} from './bulk.ts';
export type { RamOptions } from './bus-ram.ts';
export { type Channel, ChannelMonitor, ChannelSink, ChannelSource, findChannel, type Item } from './channel.ts';
export { Checker, type CheckerOptions, type Report, type Rule } from './checker.ts';
export { type HandshakeOptions, HandshakeRule } from './handshake-rule.ts';
export type { Elements, IntegerArray } from './lanes.ts';
export type { Address, ReadResult, WriteResult } from './master.ts';
export { Memory } from './memory.ts';
export { BusResetError, BusResponseError, Operation } from './operation.ts';
export { type PausePattern, pauseBitmap, pauseRandom } from './pauses.ts';
export { ProtocolError } from './protocol-error.ts';
export { checkResetValues, type ResetValueOptions } from './reset-values.ts';
export { Scoreboard, ScoreboardError } from './scoreboard.ts';
export { StreamBus, type StreamElements, type StreamOptions } from './stream-bus.ts';
export { StreamChecker, type StreamCheckerOptions } from './stream-checker.ts';
export { type ReceivedTensor, StreamMonitor, StreamSink } from './stream-receiver.ts';
export { StreamSource, type StreamTensor } from './stream-source.ts';
