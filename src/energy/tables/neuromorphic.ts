// loihi14 and truenorth28: synaptic operations of neuromorphic chips, for comparison.
import type { Technology } from '../types.ts';
import { entries, type Row, type Shared } from './entry.ts';

const whole = 'part of a synaptic operation of the chip';
const contained = { multiply: whole, add: whole, mac: whole, ac: whole, sram: whole };
const alike: Row[3] = { note: 'charged like any other synaptic operation, reported apart' };

function chip(name: string, summary: string, shared: Shared, rows: readonly Row[]): Technology {
  return {
    name,
    summary,
    scope: 'chip measurement',
    node: shared.node,
    entries: entries(shared, rows),
    charges: ['synapse', 'context'],
    contained,
  };
}

/** Intel Loihi. */
export const loihi14 = chip(
  'loihi14',
  '23.6 pJ a synaptic operation on Loihi',
  {
    node: '14 nm',
    source: 'secondary notes on Davies 2018; one disputes that the primary has it',
    status: 'second-hand',
  },
  [
    ['synapse', 'synaptic spike operation', 23.6],
    ['context', 'synaptic spike operation', 23.6, alike],
    ['synaptic-update', 'synaptic update', 120],
    ['neuron-update', 'neuron update, inactive to active', 52, { high: 81, status: 'unverified' }],
    ['spike-tile', 'spike within a tile', 1.7, { status: 'unverified' }],
    ['spike-hop', 'spike, each hop', 3, { high: 4, status: 'unverified' }],
  ],
);

/** IBM TrueNorth. */
export const truenorth28 = chip(
  'truenorth28',
  'about 26 pJ a synaptic event on TrueNorth',
  { node: '28 nm', source: 'secondary notes on Merolla 2014', status: 'second-hand' },
  [
    ['synapse', 'synaptic event', 26],
    ['context', 'synaptic event', 26, alike],
    ['headline', 'synaptic operation at 46 GSOPS/W', 21.7, { status: 'derived', note: '1/46e9 J' }],
  ],
);
