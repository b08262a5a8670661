// Synthesis: area and logic levels of emitted RTL, from Yosys.
export { type Levels, logicLevels, type Netlist, type NetlistCell, type NetlistModule } from './levels.ts';
export { type Synthesis, type SynthesisOptions, synthesise, yosysVersion } from './synthesise.ts';
