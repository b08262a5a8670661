// Bugs injected into the emitted source of each example, and the share of them that verification finds.
import { dendra } from './child.ts';
import { examples } from './examples.ts';
import { type Benchmark, rounded } from './support.ts';

const drawn = 300;

/** What `dendra verify --mutate --json` prints, as far as it is kept. */
interface Campaign {
  readonly mutants: number;
  readonly caught: number;
  readonly share: number;
  readonly dropped: { readonly sameNetlist: number; readonly proved: number };
}

async function campaign(name: string): Promise<object> {
  const args = ['verify', `examples/${name}/design.ts`, '--mutate', `${drawn}`, '--json'];
  const { status, output, stdout } = await dendra(args, {});
  // Status 1 is a campaign that misses its goal: still a result.
  if (status === null || status > 1) return { failed: `status ${status}: ${output.trim().split('\n')[0]}` };
  const { mutants, caught, share, dropped } = JSON.parse(stdout) as Campaign;
  return { drawn, sameHardware: dropped.sameNetlist + dropped.proved, mutants, caught, share: rounded(share) };
}

/** The benchmark. */
export const mutationBench: Benchmark = {
  name: 'mutation',
  about:
    'share of injected bugs that verification finds, seed 1; mutants that are proved the same hardware do not count',
  run: async () => {
    const results: Record<string, object> = {};
    for (const name of examples) results[name] = await campaign(name);
    return results;
  },
};
