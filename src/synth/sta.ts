// Path delay and power of a mapped netlist, from OpenSTA.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DendraError } from '../ir/index.ts';
import { run } from '../sim/process.ts';
import { withWorkFolder } from '../sim/work-folder.ts';

/** A netlist and what its layers do. */
export interface StaRequest {
  readonly netlist: string;
  readonly liberty: string;
  readonly top: string;
  /** Toggles of a bit in a cycle, by layer; instances of a layer match `pattern`. */
  readonly layers: readonly { readonly pattern: string; readonly activity: number }[];
  readonly signal?: AbortSignal | undefined;
}

/** Watts. */
export interface Power {
  readonly internal: number;
  readonly switching: number;
  readonly leakage: number;
  readonly total: number;
}

/** What OpenSTA says. */
export interface StaResult {
  /** The longest path from clock to clock with set-up, in nanoseconds: the shortest period. */
  readonly delay: number;
  /** The instance in which it ends. */
  readonly to: string;
  /** Power of each layer with the clock at that period. */
  readonly power: readonly Power[];
}

/** Throws a DendraError with code `tool` where OpenSTA is absent. */
export async function requireSta(): Promise<void> {
  await run({ program: 'sta', args: ['-version'] });
}

/** Any period: the delay is what slack leaves of it, or adds to it. Short, since OpenSTA counts in single precision. */
const period = 10;

/** Finds the longest path, and then the power of every layer at the clock that this path allows. */
export async function analyse(request: StaRequest): Promise<StaResult> {
  const checks = await sta(request, [clock(period), 'report_checks -path_delay max -format end -digits 6']);
  const [, to = '', slack = ''] = /^(\S+) \(\S+\)\s+\S+\s+\S+\s+(\S+) \((?:MET|VIOLATED)\)/m.exec(checks) ?? [];
  const delay = period - Number(slack);
  if (slack === '' || !(delay > 0)) throw refused(request, checks);
  const report = await sta(request, [
    clock(delay),
    // -pins is broken in Debian's version, and neither VCD nor SAIF can be read: each layer is asked for with its own rate.
    ...request.layers.flatMap(({ pattern, activity }, i) => [
      `puts "layer ${i}"`,
      `set_power_activity -global -activity ${activity} -duty 0.5`,
      `report_power -instances [get_cells {${pattern}}] -digits 6`,
    ]),
  ]);
  const power = report
    .split(/^layer \d+$/m)
    .slice(1)
    .map(sumOf);
  if (power.length !== request.layers.length) throw refused(request, report);
  return { delay, to, power };
}

function clock(ns: number): string {
  return `create_clock -name clk -period ${ns} [get_ports clk_i]`;
}

/** Adds up a report of instances. */
function sumOf(text: string): Power {
  const sum = [0, 0, 0, 0];
  for (const line of text.split('\n')) {
    const figures = line.trim().split(/\s+/).slice(0, 4).map(Number);
    if (figures.length < 4 || !figures.every(Number.isFinite)) continue;
    for (const [i, value] of figures.entries()) sum[i]! += value;
  }
  const [internal, switching, leakage, total] = sum as [number, number, number, number];
  return { internal, switching, leakage, total };
}

async function sta(request: StaRequest, commands: readonly string[]): Promise<string> {
  return withWorkFolder(async (folder) => {
    const script = [
      `read_liberty {${request.liberty}}`,
      `read_verilog {${request.netlist}}`,
      `link_design ${request.top}`,
      'set_cmd_units -time ns',
      ...commands,
      'exit',
    ];
    const file = join(folder, 'run.tcl');
    await writeFile(file, `${script.join('\n')}\n`);
    const { output, failed } = await run({
      program: 'sta',
      args: ['-no_splash', '-exit', file],
      signal: request.signal,
    });
    request.signal?.throwIfAborted();
    if (failed || /^Error: /m.test(output)) throw refused(request, output);
    return output;
  });
}

function refused({ liberty }: StaRequest, output: string): DendraError {
  const lines = output.split('\n').filter((line) => line.startsWith('Error'));
  return new DendraError('netlist and Liberty file must pass OpenSTA, not fail', {
    file: liberty,
    rule: 'opensta-accepts',
    hint: (lines.length > 0 ? lines : output.trim().split('\n').slice(-5)).slice(0, 5).join('\n  '),
  });
}
