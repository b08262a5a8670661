// npm run fuzz -- --seconds N --seed S: random graphs for as long as time allows; a failure is shrunk and printed.
// With --cocotb: random benches instead, in dendra and in real cocotb.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { writeGraph } from '../../src/import/index.ts';
import { fuzzBenches } from '../sim/cocotb/differential/fuzz.ts';
import { type Coverage, reasonsOf, runCase } from './case.ts';
import { shrink } from './shrink.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1000' },
    cocotb: { type: 'boolean', default: false },
  },
});
const [seconds, first] = [Number(values.seconds), Number(values.seed)];
if (!(seconds > 0) || !Number.isSafeInteger(first) || first < 0) {
  process.stderr.write('usage: npm run fuzz -- [--cocotb] --seconds N --seed S (N above 0, S an integer from 0 on)\n');
  process.exit(2);
}
if (values.cocotb) process.exit(await fuzzBenches(seconds, first));

const folder = mkdtempSync(join(tmpdir(), 'dendra-fuzz-'));
const coverage: Coverage = new Map();
const end = Date.now() + seconds * 1000;
let seed = first;
try {
  for (; Date.now() < end; seed++) {
    const failure = await runCase(seed, folder, coverage);
    rmSync(join(folder, `${seed}`), { recursive: true, force: true });
    if (failure === undefined) continue;
    const { graph, mode, reasons } = failure;
    console.log(`seed ${seed} fails under stalls "${mode}":\n  ${reasons.join('\n  ')}\nshrinking`);
    let last = reasons;
    const small = await shrink(graph, async (candidate) => {
      const found = await reasonsOf(candidate, seed, mode, join(folder, 'shrink'));
      rmSync(join(folder, 'shrink'), { recursive: true, force: true });
      // A smaller graph that breaks a rule is no smaller form of this failure.
      const same = found.length > 0 && !found[0]!.includes('(rule ');
      if (same) last = found;
      return same;
    });
    console.log(`${writeGraph(small)}\nfails with:\n  ${last.join('\n  ')}`);
    console.log(`rerun: npm run fuzz -- --seconds 1 --seed ${seed}`);
    process.exitCode = 1;
    break;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${seed - first} cases from seed ${first} on`);
for (const [name, count] of [...coverage].sort(([a], [b]) => a.localeCompare(b))) console.log(`  ${count} ${name}`);
