// Random benches in dendra and in cocotb for as long as time allows; the first that differs is shrunk and printed.
import { cocotb, cocotbOnVerilator } from '../../../support/python.ts';
import { compare, differentialModel, report, shrink } from './compare.ts';
import { generateProgram } from './generate.ts';
import { openIcarus, openVerilator, type Reference } from './reference.ts';

/** Programs that one process of a simulator runs. */
const batch = 250;

/** The exit status: 0 when all logs are equal, 1 when some differ, 3 where cocotb cannot be set up. */
export async function fuzzBenches(seconds: number, first: number): Promise<number> {
  const [icarus, verilator] = [await cocotb('2.1.0'), await cocotbOnVerilator()];
  for (const { missing } of [icarus, verilator]) if (missing !== undefined) console.log(missing);
  const references: Reference[] = [];
  if (icarus.missing === undefined) references.push(await openIcarus(icarus));
  if (verilator.missing === undefined) references.push(await openVerilator(verilator));
  if (references.length === 0) return 3;
  const model = await differentialModel();
  const end = Date.now() + seconds * 1000;
  let [seed, lines] = [first, 0];
  try {
    for (; Date.now() < end; seed += batch) {
      for (const reference of references) {
        const programs = Array.from({ length: batch }, (_, i) => generateProgram(seed + i, reference.simulator));
        const { logs, difference } = await compare(model, reference, programs);
        if (difference !== undefined) {
          console.log(`seed ${difference.program.seed} differs on ${reference.simulator}, shrinking`);
          console.log(report(await shrink(model, reference, difference)));
          return 1;
        }
        lines += logs.reduce((sum, log) => sum + log.length, 0);
      }
    }
  } finally {
    for (const reference of references) await reference.close();
  }
  const names = references.map(({ simulator }) => simulator).join(' and ');
  console.log(`${seed - first} benches from seed ${first} on, for ${names} each, ${lines} equal lines`);
  return 0;
}
