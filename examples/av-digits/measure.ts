// Measures both networks on the held-out samples with the golden model, and holds every figure against training/.
//
//   node examples/av-digits/measure.ts [--seeds N] [--samples N]
//
// A full run (three seeds, 1,000 samples) must equal the numpy reference, and writes results.json beside this file.
import { readFile, writeFile } from 'node:fs/promises';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { kinds, networkOf } from './conditions.ts';
import { differences, figuresOf, type Reference } from './figures.ts';
import { allCellsActive, type Measured, summarise, tableOf } from './summary.ts';

const full = { seeds: 3, samples: 1000 } as const;
const file = (path: string): URL => new URL(path, import.meta.url);

const { values } = parseArgs({ options: { seeds: { type: 'string' }, samples: { type: 'string' } } });
const seeds = atMost('seeds', values.seeds);
const count = atMost('samples', values.samples);
const { networks } = JSON.parse(await readFile(file('../../training/av-digits/results.json'), 'utf8')) as {
  readonly networks: Readonly<Record<string, Reference>>;
};
// Figures of all samples say nothing of the first few.
const references = count === full.samples ? networks : {};

const measured: Measured[] = [];
for (const kind of kinds) {
  for (let seed = 0; seed < seeds; seed++) {
    process.stderr.write(`${kind}, seed ${seed}: ${count} samples at each noise level\n`);
    const network = await networkOf(kind, seed);
    measured.push({ network, figures: figuresOf(network, count), reference: references[`${kind} seed ${seed}`] });
  }
}

process.stdout.write(`${tableOf(measured)}\n\n`);
if (count < full.samples) {
  process.stdout.write(`The reference is of ${full.samples} samples: nothing compared, nothing written.\n`);
} else {
  const found = measured.flatMap(({ network, figures, reference }) =>
    differences(`${network.kind} seed ${network.seed}`, figures, reference!),
  );
  process.stdout.write(found.length === 0 ? 'Every figure equals the numpy reference.\n' : `${found.join('\n')}\n`);
  if (found.length > 0) process.exitCode = 1;
  else if (seeds === full.seeds) await writeResults();
}

/** Writes the committed figures. */
async function writeResults(): Promise<void> {
  const results = {
    samples: count,
    seeds,
    joules:
      '80 pJ a synapse event and a context event: arXiv 2211.01950, a system figure; events are counted, not power',
    summary: summarise(measured),
    allCellsActive: Object.fromEntries(kinds.map((kind) => [kind, allCellsActive(networkNamed(kind))])),
    networks: Object.fromEntries(
      measured.map(({ network, figures, reference }) => [
        `${network.kind} seed ${network.seed}`,
        { ...figures, float: floatOf(reference!), humanSpeechSoundOnly: reference!.humanSpeechSoundOnly },
      ]),
    ),
  };
  await writeFile(file('results.json'), `${JSON.stringify(results, null, 1)}\n`);
  process.stdout.write('Written: examples/av-digits/results.json\n');
}

function networkNamed(kind: string): Measured['network'] {
  return measured.find(({ network }) => network.kind === kind)!.network;
}

/** Float accuracies by noise level, as training measured them in torch. */
function floatOf({ levels }: Reference): object {
  return Object.fromEntries(Object.entries(levels).map(([level, { float }]) => [level, float]));
}

function atMost(name: keyof typeof full, text: string | undefined): number {
  const value = text === undefined ? full[name] : Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= full[name]) return value;
  process.stderr.write(`${name} must be an integer from 1 to ${full[name]}, not ${text}\n`);
  process.exit(2);
}
