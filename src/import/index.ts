// Files to graphs and tensors.
export { type DesignSamples, loadDesign, loadSamples } from './design.ts';
export { readGraph, writeGraph } from './graph-json.ts';
export { type ArrayPlace, readNpy, writeNpy } from './npy.ts';
export { loadNpz, readNpz, writeNpz } from './npz.ts';
export { decodeTensors, encodeTensor, type LoadArray } from './tensor-json.ts';
