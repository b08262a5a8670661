// What logic costs, and how wrong the estimate is: written by `npm run bench -- area`, which fits it to Yosys.
import type { EstimateErrors, Model } from './estimate.ts';

/** Errors on cells that the models were not fitted to: relative for LUTs and registers, blocks for the others. */
export const measuredError: EstimateErrors = {
  points: 177,
  lut: { median: 0.046, worst: 0.837 },
  ff: { median: 0.028, worst: 0.591 },
  dsp: { median: 0, worst: 1 },
  bram: { median: 0, worst: 0.5 },
};

/** The model of every unit. */
export const models: Readonly<Record<string, Model>> = {
  relu: {
    lut: { base: 7.988, elementBits: 0, resultBits: 1.15 },
    ff: { base: 1, elementBits: 0, resultBits: 0 },
    error: { points: 9, lut: { median: 0.039, worst: 0.1 }, ff: { median: 0, worst: 0 } },
  },
  relu6: {
    lut: { base: 11.68, elementBits: 0, resultBits: 1.054 },
    ff: { base: 4.917, elementBits: 0.2107, resultBits: 0.7685 },
    error: { points: 9, lut: { median: 0.024, worst: 0.038 }, ff: { median: 0.019, worst: 0.037 } },
  },
  add: {
    lut: { base: 12.64, sumBits: 0.9255 },
    ff: { base: 5.377, sumBits: 1.073 },
    error: { points: 7, lut: { median: 0.015, worst: 0.03 }, ff: { median: 0.02, worst: 0.041 } },
  },
  argmax: {
    lut: { base: 43.52, elementBits: 0.4936, comparedBits: 1.926 },
    ff: { base: 120.6, elementBits: 1.328, comparedBits: 1.138 },
    error: { points: 7, lut: { median: 0.051, worst: 0.149 }, ff: { median: 0.055, worst: 0.256 } },
  },
  concat: {
    lut: { base: 23.97, beatBits: 1.079 },
    ff: { base: 6, beatBits: 0 },
    error: { points: 7, lut: { median: 0.019, worst: 0.05 }, ff: { median: 0.1, worst: 0.1 } },
  },
  'context-memory': {
    lut: { base: 27.85, elementBits: 4.427, addedBits: 1.703 },
    ff: { base: 122.9, elementBits: 2.143, addedBits: 0.409 },
    error: { points: 7, lut: { median: 0.036, worst: 0.157 }, ff: { median: 0.049, worst: 0.056 } },
  },
  fifo: {
    lut: { base: 27.25, beatBits: 0.044 },
    ff: { base: 4.917, beatBits: 0 },
    error: { points: 9, lut: { median: 0.103, worst: 0.198 }, ff: { median: 0.046, worst: 0.091 } },
  },
  fork: {
    lut: { base: 13, branches: 4 },
    ff: { base: 2.17e-7, branches: 1 },
    error: { points: 6, lut: { median: 0, worst: 0 }, ff: { median: 0, worst: 0 } },
  },
  gather: {
    lut: { base: 21.15, lanes: 1.52 },
    ff: { base: 102, lanes: 0 },
    error: { points: 7, lut: { median: 0.052, worst: 0.108 }, ff: { median: 0.019, worst: 0.019 } },
  },
  lif: {
    lut: { base: 49.6, sumBits: 0, comparedBits: 0, chosenBits: 0, shiftedBits: 0, registerBits: 1.868 },
    ff: { base: 233.1, sumBits: 0, comparedBits: 0, chosenBits: 0, shiftedBits: 0, registerBits: 0.9743 },
    error: { points: 7, lut: { median: 0.106, worst: 0.146 }, ff: { median: 0.07, worst: 0.108 } },
  },
  lookup: {
    lut: { base: 16, addressBits: 0, entryBits: 0 },
    ff: { base: 6.732, addressBits: 0, entryBits: 1.607 },
    error: { points: 9, lut: { median: 0, worst: 0.636 }, ff: { median: 0.231, worst: 0.591 } },
  },
  requantise: {
    lut: { base: 11.54, inputBits: 0, outputBits: 1.243, scaledBits: 0.8419 },
    ff: { base: 5.309, inputBits: 0.07902, outputBits: 0.9581, scaledBits: 1.431 },
    error: { points: 9, lut: { median: 0.148, worst: 0.259 }, ff: { median: 0.009, worst: 0.055 } },
  },
  dense: {
    lut: { base: 0, stages: 20.92, inputBits: 0, leafBits: 0, addedBits: 0.9274, heldBits: 0.8907, storedBits: 1.723 },
    ff: {
      base: 138.1,
      stages: 0,
      inputBits: 2.087,
      leafBits: 0.8177,
      addedBits: 0.7356,
      heldBits: 1.171,
      storedBits: 0,
    },
    error: { points: 13, lut: { median: 0.13, worst: 0.837 }, ff: { median: 0.052, worst: 0.175 } },
  },
  'spiking-dense': {
    lut: {
      base: 49.72,
      stages: 5.251e-15,
      inputBits: 7.345e-17,
      leafBits: 0,
      addedBits: 0,
      heldBits: 0.9853,
      storedBits: 1.617,
    },
    ff: {
      base: 228.6,
      stages: 2.597e-15,
      inputBits: 7.941e-16,
      leafBits: 0.8465,
      addedBits: 0,
      heldBits: 1.028,
      storedBits: 0,
    },
    error: { points: 8, lut: { median: 0.032, worst: 0.084 }, ff: { median: 0.029, worst: 0.093 } },
  },
  'spiking-attention': {
    lut: { base: 168.3, size: 9.069, bankBits: 10.79, stateBits: 0 },
    ff: { base: 349.7, size: 11.56, bankBits: 6.03, stateBits: 0 },
    error: { points: 7, lut: { median: 0.05, worst: 0.141 }, ff: { median: 0.041, worst: 0.124 } },
  },
  'top-k': {
    lut: { base: 326.9, digits: 0, visited: 68.23, laneBits: 0.02339, visitedBits: 1.291e-17, sortedBits: 0.9701 },
    ff: { base: 458.2, digits: 0, visited: 23.15, laneBits: 0, visitedBits: 0, sortedBits: 0.8845 },
    error: { points: 9, lut: { median: 0.036, worst: 0.202 }, ff: { median: 0.078, worst: 0.243 } },
  },
  'two-point': {
    lut: {
      base: 22.13,
      sumBits: 0,
      comparedBits: 0.7516,
      chosenBits: 1.253e-16,
      shiftedBits: 0,
      registerBits: 0,
      contextBits: 1.685,
    },
    ff: {
      base: 302.1,
      sumBits: 0.6012,
      comparedBits: 0.3163,
      chosenBits: 6.114e-18,
      shiftedBits: 0,
      registerBits: 0.2403,
      contextBits: 0.4087,
    },
    error: { points: 12, lut: { median: 0.063, worst: 0.11 }, ff: { median: 0.006, worst: 0.027 } },
  },
  'width-converter': {
    lut: { base: 33.88, heldBits: 1.064, movedBits: 0.5402 },
    ff: { base: 6.033, heldBits: 1.004, movedBits: 0 },
    error: { points: 8, lut: { median: 0.092, worst: 0.205 }, ff: { median: 0.013, worst: 0.026 } },
  },
  transfer: {
    lut: {
      base: 24.57,
      sumBits: 0,
      comparedBits: 0.9992,
      chosenBits: 5.606e-17,
      shiftedBits: 0,
      registerBits: 0.03534,
    },
    ff: { base: 10.77, sumBits: 0.6658, comparedBits: 0.6651, chosenBits: 5.507e-17, shiftedBits: 0, registerBits: 0 },
    error: { points: 10, lut: { median: 0.11, worst: 0.153 }, ff: { median: 0.078, worst: 0.315 } },
  },
  sparsify: {
    lut: { base: 94.55, lanes: 5.704, beatBits: 1.177 },
    ff: { base: 66.49, lanes: 1.137, beatBits: 1.04 },
    error: { points: 10, lut: { median: 0.152, worst: 0.464 }, ff: { median: 0.046, worst: 0.239 } },
  },
  delay: {
    lut: { base: 26.72, beatBits: 1.07 },
    ff: { base: 8, beatBits: 0 },
    error: { points: 7, lut: { median: 0.023, worst: 0.046 }, ff: { median: 0.1, worst: 0.2 } },
  },
};
