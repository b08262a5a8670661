// A strict TypeScript program must see the types of every entry of dendra.
import type * as dendra from 'dendra';
import type * as bus from 'dendra/bus';
import type * as codegen from 'dendra/codegen';
import type * as energy from 'dendra/energy';
import type * as golden from 'dendra/golden';
import type * as hwtest from 'dendra/hwtest';
import type * as ir from 'dendra/ir';
import type * as passes from 'dendra/passes';
import type * as reporter from 'dendra/reporter';
import type * as sim from 'dendra/sim';
import type * as timing from 'dendra/timing';
import type * as units from 'dendra/units';

type Entries = [
  typeof dendra,
  typeof ir,
  typeof units,
  typeof golden,
  typeof timing,
  typeof passes,
  typeof codegen,
  typeof sim,
  typeof energy,
  typeof hwtest,
  typeof reporter,
  typeof bus,
];

// `any` would mean that an entry has no declarations.
type IsAny<T> = 0 extends 1 & T ? true : false;
type SomeAny = { [K in keyof Entries]: IsAny<Entries[K]> }[number];
export const untyped: SomeAny = false;
