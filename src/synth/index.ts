// Synthesis: area and logic levels of emitted RTL, from Yosys.
export { type DesignArea, type LayerArea, type LayersOptions, synthesiseLayers, topLayer } from './layers.ts';
export { type Levels, logicLevels, type Netlist, type NetlistCell, type NetlistModule } from './levels.ts';
export { type Area, type Excess, excessOf, type Part, partOf, parts, resourceNames, resources } from './parts.ts';
export { type Synthesis, type SynthesisOptions, synthesise, yosysVersion } from './synthesise.ts';
