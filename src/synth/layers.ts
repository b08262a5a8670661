// Area of a design, layer by layer: every unit is synthesised closed, so that each layer is charged with its own cells.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Emitted } from '../codegen/index.ts';
import type { Lowered } from '../ir/index.ts';
import { cachedFolder, cacheFolder, contentHash } from '../sim/cache.ts';
import { inParallel } from '../sim/process.ts';
import type { Netlist } from './levels.ts';
import { fileOf, moduleHash, sourcesOf } from './modules.ts';
import { type Area, resourceNames } from './parts.ts';
import { measure, type Synthesis, type SynthesisOptions } from './synthesise.ts';
import { runScript, type Tool, yosysTool } from './yosys.ts';

/** Area of one layer, its output FIFOs and counters included. */
export interface LayerArea extends Omit<Synthesis, 'version'> {
  readonly node: string;
  readonly kind: string;
}

/** Area of a design. */
export interface DesignArea extends Area {
  readonly carry: number;
  /** The most levels of a layer; a path that leaves a FIFO for the next unit adds the read of that FIFO. */
  readonly levels: number;
  /** Cells in order, then `(top)`: the FIFOs and checks of the inputs. */
  readonly layers: readonly LayerArea[];
  readonly version: string;
}

/** How to synthesise a design. */
export interface LayersOptions extends SynthesisOptions {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((text: string) => void) | undefined;
}

/** A module to synthesise and the cache entry of its result. */
interface Item {
  readonly module: string;
  readonly key: string;
}

/** Name of the layer that holds what lies outside of all units. */
export const topLayer = '(top)';

/** Synthesises every unit and the top; equal modules once, and each result is cached by content. */
export async function synthesiseLayers(
  lowered: Lowered,
  emitted: Emitted,
  options: LayersOptions,
): Promise<DesignArea> {
  const tool = await yosysTool(options.tool);
  const sources = sourcesOf(emitted.files);
  const modules = [...lowered.cells.map(({ site }) => `${lowered.name}_${site.name}`), lowered.name];
  const closed = new Set(modules.slice(0, -1));
  const settings = [format, tool.version, options.family, options.noDsp === true ? 'nodsp' : ''];
  const items = modules.map((module): Item => {
    const hash = moduleHash(sources, module, module === lowered.name ? closed : new Set());
    return { module, key: `layer-${contentHash([...settings, hash])}` };
  });
  const design: Design = { sources, closed, top: lowered.name };
  await fill(design, items, tool, options);
  const layers = await Promise.all(
    items.map(async ({ key }, i): Promise<LayerArea> => {
      const cell = lowered.cells[i];
      const area = JSON.parse(await readFile(fileIn(key), 'utf8')) as Omit<Synthesis, 'version'>;
      return { node: cell?.site.name ?? topLayer, kind: cell?.unit.kind ?? 'top', ...area };
    }),
  );
  const sum = (name: keyof Area | 'carry'): number => layers.reduce((total, layer) => total + layer[name], 0);
  return {
    ...(Object.fromEntries(resourceNames.map((name) => [name, sum(name)])) as unknown as Area),
    carry: sum('carry'),
    levels: Math.max(...layers.map(({ levels }) => levels.levels)),
    layers,
    version: tool.version,
  };
}

/** Changes when what is counted changes. */
const format = 'layer 1';

/** Most modules of one run of Yosys: reading its cells costs as much as a small module, but memory is finite. */
const most = 12;

interface Design {
  readonly sources: Readonly<Record<string, string>>;
  readonly closed: ReadonlySet<string>;
  readonly top: string;
}

function fileIn(key: string): string {
  return join(cacheFolder(), key, 'area.json');
}

/** Synthesises what the cache does not hold, several modules a run and a run a core. */
async function fill(design: Design, items: readonly Item[], tool: Tool, options: LayersOptions): Promise<void> {
  await mkdir(cacheFolder(), { recursive: true });
  const wanted = new Map(items.map((item) => [item.key, item]));
  for (const key of wanted.keys()) if (await readFile(fileIn(key)).catch(() => undefined)) wanted.delete(key);
  const absent = [...wanted.values()];
  const runs = Math.max(Math.ceil(absent.length / most), Math.min(absent.length, availableParallelism()));
  let done = 0;
  await inParallel(
    Array.from({ length: runs }, (_, r) => async () => {
      const batch = absent.filter((_, i) => i % runs === r);
      options.progress?.(`Yosys: ${batch.length} modules, ${done} of ${absent.length} done`);
      const netlist = await runBatch(design, batch, tool, options);
      for (const { module, key } of batch) {
        await cachedFolder(key, (draft) =>
          writeFile(join(draft, 'area.json'), JSON.stringify(measure(netlist, module, design.closed))),
        );
      }
      done += batch.length;
    }),
  );
}

/** One run: the modules of the batch in full, all other units as black boxes. */
async function runBatch(
  { sources, closed, top }: Design,
  batch: readonly Item[],
  tool: Tool,
  { family, noDsp, signal }: LayersOptions,
): Promise<Netlist> {
  const whole = new Set(batch.map(({ module }) => module));
  const boxes = [...closed].filter((module) => !whole.has(module));
  const units = [...whole].filter((module) => module !== top);
  const rtl = Object.keys(sources).filter((path) => path.endsWith('.sv') && !boxes.some((box) => fileOf(box) === path));
  const script = [
    ...(boxes.length === 0 ? [] : [`read_verilog -sv -lib -DSYNTHESIS ${boxes.map(fileOf).join(' ')}`]),
    `read_verilog -sv -DSYNTHESIS ${rtl.join(' ')}`,
    ...(units.length === 0 ? [] : [`setattr -mod -set keep_hierarchy 1 ${units.join(' ')}`]),
    `synth_xilinx -family ${family} -noiopad -noclkbuf -flatten${noDsp === true ? ' -nodsp' : ''} -top ${top}`,
    'delete t:$scopeinfo',
    'write_json netlist.json',
  ].join('; ');
  const [text] = await runScript(tool, { script, files: sources, results: ['netlist.json'], signal });
  return JSON.parse(text!) as Netlist;
}
