// The commands and their options; each command is a file of its own.
import { Command } from 'commander';
import { stallModes, type Target, targets } from '../ir/index.ts';
import { build } from './build.ts';
import { compare } from './compare.ts';
import { type Context, contextOf } from './context.ts';
import { energy } from './energy.ts';
import { golden } from './golden.ts';
import { choiceOption, integerOption, numberOption } from './options.ts';
import { start } from './start.ts';
import { synth } from './synth.ts';
import type { TestCommandOptions } from './test.ts';
import { later, unavailable } from './unavailable.ts';
import { units } from './units.ts';
import { usageError } from './usage.ts';
import { verify } from './verify.ts';
import { version } from './version.ts';

type Run = (context: Context, ...args: never[]) => Promise<number> | number;

const seedMost = 0xffff_ffff;

/** Has a command throw what is wrong with its arguments as a DendraError. */
function explainUsage(command: Command): Command {
  return command.exitOverride((error) => {
    throw usageError(error, command);
  });
}

/** Runs a command line; gives 0 when everything holds and 1 when a check failed. */
export async function commandLine(args: readonly string[], signal: AbortSignal): Promise<number> {
  let status = 0;
  const program = new Command('dendra')
    .description('Generates neural hardware from a graph, and proves it bit-exact against a golden model.')
    .version(version())
    // Errors are printed where all others are.
    .configureOutput({ outputError: () => {} });
  explainUsage(program);

  /** A command with --json, whose action gets the context before its arguments. */
  const command = (name: string, summary: string, run: Run): Command =>
    explainUsage(program.command(name))
      .description(summary)
      .option('--json', 'print the result as JSON')
      .action(async (...given: unknown[]) => {
        const options = given.at(-2) as { json?: boolean };
        status = await (run as (...all: unknown[]) => Promise<number>)(
          contextOf(options.json === true, signal),
          ...given.slice(0, -1),
        );
      });

  const out = ['--out <folder>', 'folder for the design', 'rtl_out'] as const;
  const target = [
    '--target <name>',
    `technology: ${Object.keys(targets).join(', ')}`,
    choiceOption('target', Object.keys(targets) as Target['name'][]),
    'ultrascale-plus' as Target['name'],
  ] as const;
  const dsp = [
    '--dsp <how>',
    'multipliers: inferred by tools, or explicit DSP48E2',
    choiceOption('dsp', ['inferred', 'explicit']),
    'inferred' as Target['dsp'],
  ] as const;
  const count = 'samples; all that the design offers, or 64 random ones';
  const vectors = ['--vectors <n>', count, integerOption('vectors', 1)] as const;
  const seed = ['--seed <s>', 'seed of vectors and stalls', integerOption('seed', 0, seedMost), 1] as const;
  const inputs = ['--inputs <file>', 'npz with [samples, steps, ...] per input, instead of random samples'] as const;

  const device = ['--part <name>', 'part of the Vivado scripts, as xck26; by default xczu7ev'] as const;
  const clock = 'clock period of the constraints; by default 3.333, or 20 for asic';
  const period = ['--period <ns>', clock, numberOption('period', 0.1, 1000)] as const;
  const vendor = ['--vendor <name>', 'vendor of the FuseSoC core and of the IP; by default dendra'] as const;

  command('units', 'list the units', units);
  command('build <design>', 'emit RTL with its file list, memories and manifest, packaged for other tools', build)
    .option(...out)
    .option(...target)
    .option(...dsp)
    .option(...device)
    .option(...period)
    .option(...vendor);
  command('verify <design>', 'compare hardware with the golden model: elements, cycles, events', verify)
    .option(...vectors)
    .option(...seed)
    .option('--sim <name>', 'simulator', choiceOption('sim', ['verilator', 'icarus', 'hls']), 'verilator')
    .option('--stall <mode>', 'who waits at random', choiceOption('stall', stallModes), 'none')
    .option(...inputs)
    .option('--mutate <n>', 'inject bugs into the RTL and count how many the check finds', integerOption('mutate', 1))
    .option('--waves', 'write waves of the first failing sample, or of the first one')
    .option(...out)
    .option(...target)
    .option(...dsp)
    .option(...device)
    .option(...period)
    .option(...vendor);
  command('golden <design>', 'run the golden model alone', golden)
    .requiredOption('--inputs <file>', 'npz with [samples, steps, ...] per input')
    .requiredOption('--outputs <file>', 'npz to write')
    .option('--layers', 'keep the tensor of every edge');
  command('compare <a> <b>', 'compare the tensors of two npz files', compare);
  command('energy <design>', 'synapse events to joules, beside a baseline', energy)
    .option('--tech <name>', 'technology table; by default the one that fits the graph')
    .option('--baseline <design>', 'design to compare with; all cells active by default')
    .option(...inputs)
    .option(...vectors)
    .option(...seed);
  command('synth <design>', 'area per layer, as a share of a part', synth)
    .option(
      '--flow <name>',
      'yosys: UltraScale+; asic: a cell library',
      choiceOption('flow', ['yosys', 'asic']),
      'yosys',
    )
    .option('--liberty <file>', 'cell library of --flow asic')
    .option('--estimate', 'answer at once from sizes alone, without Yosys, and say how wrong that may be')
    .option('--part <name>', 'part whose share is shown, as xczu7ev; a design that does not fit is a failed check')
    .option(
      '--yosys <which>',
      'embedded, or that of the machine; by default the newer one',
      choiceOption('yosys', ['embedded', 'machine']),
    )
    .option(
      '--target <name>',
      'technology; by default that of the flow',
      choiceOption('target', Object.keys(targets) as Target['name'][]),
    )
    .option(...dsp)
    .option(...inputs)
    .option(...vectors)
    .option(...seed);
  command('start', 'build and verify examples/av-digits, and show what it costs', start)
    .option('--vectors <n>', 'held-out samples', integerOption('vectors', 1), 64)
    .option(...out);
  // It loads what no other command needs.
  const test: Run = async (context, folder: string, options: TestCommandOptions) =>
    (await import('./test.ts')).test(context, folder, options);
  command('test <folder>', 'run the benches of a folder: files that end in .hw.ts or .test.ts', test)
    .option('--results <file>', 'results.xml; in the folder by default')
    .option('--timeout <s>', 'wall time limit of a test in seconds', integerOption('timeout', 1), 60)
    .option('--seed <s>', 'seed of the run', integerOption('seed', 0, 0x7fff_ffff))
    .option('--filter <regex>', 'the tests to run, by module.test')
    .option('--waves <when>', 'when to record waves', choiceOption('waves', ['off', 'on-failure', 'always']));
  for (const name of Object.keys(unavailable)) {
    command(name, 'not in this release', () => later.command(name))
      .argument('[arguments...]')
      .allowUnknownOption();
  }
  await program.parseAsync([...args], { from: 'user' });
  return status;
}
