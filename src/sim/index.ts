// Co-simulation: builds and runs emitted RTL in Verilator and Icarus, and turns tensors into beats and back.
export { benchFiles, benchPaths } from './bench.ts';
export { runIcarus } from './icarus.ts';
export { emptyBeats, packBeats } from './pack.ts';
export { type ResultsOptions, resultsXml, type TestCase, type TestSuite } from './results-xml.ts';
export * from './types.ts';
export { type Unpacked, unpackBeats } from './unpack.ts';
export { buildVerilator, runVerilator } from './verilator.ts';
