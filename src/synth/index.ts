// Synthesis: area and logic levels of emitted RTL, from Yosys.
export { togglesOf } from './activity.ts';
export { type AsicArea, type AsicLayer, type Liberty, mapToCells, readLiberty } from './asic.ts';
export { checkDesign } from './check.ts';
export {
  type Coefficients,
  type Estimate,
  type EstimateErrors,
  errorOf,
  estimateArea,
  estimateCell,
  type Model,
  type Spread,
  termsOf,
} from './estimate.ts';
export { type DesignArea, type LayerArea, type LayersOptions, synthesiseLayers, topLayer } from './layers.ts';
export { type Levels, logicLevels, type Netlist, type NetlistCell, type NetlistModule } from './levels.ts';
export { type Area, type Excess, excessOf, type Part, partOf, parts, resourceNames, resources } from './parts.ts';
export { ruledArea } from './rules.ts';
export { analyse, type Power, requireSta, type StaResult } from './sta.ts';
export { type Synthesis, type SynthesisOptions, synthesise, yosysVersion } from './synthesise.ts';
