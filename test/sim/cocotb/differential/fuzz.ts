// Random benches in dendra and in cocotb for as long as time allows; the first that differs is shrunk and printed.
import { type Cocotb, cocotb } from '../../../support/cocotb.ts';
import { compare, differentialModel, report, shrink } from './compare.ts';
import { generateProgram } from './generate.ts';
import { openReference } from './reference.ts';

/** Programs that one process of the simulator runs. */
const batch = 250;

/** The exit status: 0 when all logs are equal, 1 when some differ, 3 where cocotb cannot be set up. */
export async function fuzzBenches(seconds: number, first: number): Promise<number> {
  const environment = await cocotb('2.1.0');
  if (environment.missing !== undefined) {
    console.log(environment.missing);
    return 3;
  }
  const model = await differentialModel();
  const reference = await openReference(environment as Cocotb);
  const end = Date.now() + seconds * 1000;
  let [seed, lines] = [first, 0];
  try {
    while (Date.now() < end) {
      const programs = Array.from({ length: batch }, (_, i) => generateProgram(seed + i));
      const { logs, difference } = await compare(model, reference, programs);
      if (difference !== undefined) {
        console.log(`seed ${difference.program.seed} differs, shrinking`);
        console.log(report(await shrink(model, reference, difference)));
        return 1;
      }
      seed += batch;
      lines += logs.reduce((sum, log) => sum + log.length, 0);
    }
  } finally {
    await reference.close();
  }
  console.log(`${seed - first} benches from seed ${first} on, ${lines} equal lines`);
  return 0;
}
