// All technology tables by name; adding one adds a file and a line here.
import { DendraError, nearest } from '../../ir/index.ts';
import type { Technology } from '../types.ts';
import { horowitz45 } from './horowitz45.ts';
import { lemaire45 } from './lemaire45.ts';
import { mccUltrascale } from './mcc-ultrascale.ts';
import { loihi14, truenorth28 } from './neuromorphic.ts';
import { aladdin40, ecoformer45, jouppi7, shiftaddEyeriss, spatten40 } from './published.ts';
import { snn45Fp16, snn45Fp32, snn45Int8 } from './snn45.ts';

const all: readonly Technology[] = [
  mccUltrascale,
  snn45Fp32,
  snn45Fp16,
  snn45Int8,
  horowitz45,
  lemaire45,
  loihi14,
  truenorth28,
  shiftaddEyeriss,
  ecoformer45,
  jouppi7,
  aladdin40,
  spatten40,
];

/** The tables that come with dendra. */
export const technologies: Readonly<Record<string, Technology>> = Object.fromEntries(all.map((t) => [t.name, t]));

/** The table of that name; throws a DendraError that lists all names. */
export function technologyOf(name: string): Technology {
  const found = all.find((each) => each.name === name);
  if (found !== undefined) return found;
  const names = all.map((each) => each.name);
  const near = nearest(name, names);
  throw new DendraError(`technology must be a known table, not ${name}`, {
    rule: 'technology-known',
    hint: `${near === undefined ? '' : `did you mean ${near}? `}use one of ${names.join(', ')}`,
  });
}
