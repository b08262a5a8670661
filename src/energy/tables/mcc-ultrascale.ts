// mcc-ultrascale: 80 pJ a synapse event, the system figure of multisensory cooperative computing on UltraScale+.
import type { Technology } from '../types.ts';
import { entries } from './entry.ts';

const whole = 'part of the system figure of a synapse event, not separable from it';

/** Synapse and context events at one price, in two columns. */
export const mccUltrascale: Technology = {
  name: 'mcc-ultrascale',
  summary: '80 pJ a synapse event on UltraScale+, a system figure whose memory part is not separable',
  scope: 'system estimate',
  node: 'UltraScale+ (16 nm)',
  entries: entries({ node: 'UltraScale+ (16 nm)', source: 'arXiv 2211.01950, abstract: 8e-5 uJ', status: 'sourced' }, [
    ['synapse', 'synapse event', 80],
    ['context', 'context event', 80, { status: 'derived', note: 'charged like a synapse event, reported apart' }],
  ]),
  charges: ['synapse', 'context'],
  contained: { multiply: whole, add: whole, compare: whole, shift: whole, mac: whole, ac: whole, sram: whole },
};
