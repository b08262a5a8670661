// What the tests of proofs share.
import { expect, test } from 'vitest';
import { DendraError } from '../../src/ir/index.ts';
import { prove, refute, z3Missing } from './smt.ts';
import { type Bug, type Proof, systemOf } from './system.ts';

const missing = await z3Missing();
const reason = missing === undefined ? '' : ` ${missing}`;

/** Cycles from reset within which a seeded bug must show: most do at once, and short questions are quick to answer. */
const reaches = [4, 8, 12];

/** One test a proof: no assertion can fail, and every cover is reached. */
export function testProofs(proofs: readonly Proof[]): void {
  test.skipIf(missing !== undefined).each(proofs)(`$name is proven${reason}`, async (proof) => {
    const verdict = await prove(await systemOf(proof), proof.depths);
    expect(verdict).toEqual({ refuted: [], unproven: [], unreached: [] });
  });
}

/** One test a bug: it is refuted by a path from reset, or by a path through logic. */
export function testBugs(bugs: readonly { proof: Proof; bug: Bug }[]): void {
  test.skipIf(missing !== undefined).each(bugs)(`$proof.name: $bug.name is found${reason}`, async ({ proof, bug }) => {
    const found = await systemOf(proof, bug).then(search, (error: unknown) => [forbiddenPath(error)]);
    expect(found).not.toEqual([]);
    expect(found.filter((place) => place.startsWith('z3'))).toEqual([]);
  });
}

async function search(system: string): Promise<readonly string[]> {
  for (const cycles of reaches) {
    const found = await refute(system, cycles);
    if (found.length > 0) return found;
  }
  return [];
}

/** What Yosys says of a combinational path that must not be; any other error is none of the bug's. */
function forbiddenPath(error: unknown): string {
  const text = error instanceof DendraError ? error.message : '';
  const found = /Assertion failed: selection is not empty: .*/.exec(text)?.[0];
  if (found === undefined) throw error;
  return found;
}
