// Tells with Yosys whether a mutant is the same hardware: equal netlists after clean-up, or a proof by induction.
import { createHash } from 'node:crypto';
import { runYosys } from '@yowasp/yosys';
import type { Files } from '../../codegen/index.ts';
import type { Mutant } from './instrument.ts';

/** A verdict on a mutant, from the strongest sameness to none. */
export type Sameness = 'sameNetlist' | 'proved' | 'different';

/** Sources of one module with what lies below it, for Yosys. */
interface Scope {
  readonly top: string;
  readonly rtl: Readonly<Record<string, string>>;
  readonly mem: Readonly<Record<string, string>>;
  /** Modules that stay closed: the units, seen from the top of the design. */
  readonly closed: readonly string[];
}

/** Compares mutants with the originals of one design. */
export class NetlistCheck {
  readonly #files: Files;
  readonly #top: string;
  readonly #originals = new Map<string, Promise<string>>();

  /** `files` as emitted; `top` is the name of the top module. */
  constructor(files: Files, top: string) {
    this.#files = files;
    this.#top = top;
  }

  /**
   * Compares a mutated module of the design with its original. A library module is compared within every module that
   * instantiates it, since parameters and constants there decide what of it is hardware.
   */
  async compare({ file, source }: Pick<Mutant, 'file' | 'source'>): Promise<Sameness> {
    let verdict: Sameness = 'sameNetlist';
    for (const name of this.#surroundings(moduleName(file))) {
      const original = this.#scope(name);
      const mutated = { ...original, rtl: { ...original.rtl, [baseName(file)]: source } };
      const known = this.#originals.get(name) ?? netlist(original);
      this.#originals.set(name, known);
      if ((await known) === (await netlist(mutated))) continue;
      if (!(await proved(original, mutated))) return 'different';
      verdict = 'proved';
    }
    return verdict;
  }

  /** The module itself; for a library module, the units and the top with an instance of it, direct or not. */
  #surroundings(module: string): readonly string[] {
    if (!isLibrary(module)) return [module];
    const users = Object.entries(this.#files)
      .filter(([path, text]) => path.endsWith('.sv') && new RegExp(`^ *${module} `, 'm').test(text as string))
      .map(([path]) => moduleName(path))
      .filter((user) => user !== module);
    return [...new Set(users.flatMap((user) => this.#surroundings(user)))];
  }

  #scope(top: string): Scope {
    const rtl: Record<string, string> = {};
    const mem: Record<string, string> = {};
    const closed: string[] = [];
    for (const [path, content] of Object.entries(this.#files)) {
      const name = moduleName(path);
      if (path.endsWith('.sv') && path.startsWith('rtl/')) {
        if (isLibrary(name) || name === top) rtl[baseName(path)] = content as string;
        else if (top === this.#top) {
          rtl[baseName(path)] = (content as string).replace(/initial \$readmemh[^;]*;/g, '');
          closed.push(name);
        }
      }
      // A ROM without its contents would let Yosys optimise everything behind it away.
      if (path.startsWith(`mem/${top}_`)) mem[baseName(path)] = textOf(content);
    }
    return { top, rtl, mem: top === this.#top ? {} : mem, closed };
  }
}

/** Hash of a module's netlist, with generated names and source positions left out. */
async function netlist(scope: Scope): Promise<string> {
  const script = [
    ...elaborate(scope),
    'opt -full; opt_clean -purge; rename -enumerate -pattern c%; setattr -unset src',
    'write_verilog -noattr out.v',
  ].join('; ');
  const out = await runYosys(['-q', '-p', script], { ...scope.rtl, mem: scope.mem }, quiet);
  return createHash('sha256')
    .update((out as Record<string, string>)['out.v']!)
    .digest('hex');
}

/** True when equal inputs give equal outputs in every cycle from equal states on, shown by induction over registers. */
async function proved(original: Scope, mutated: Scope): Promise<boolean> {
  if (Object.values(original.mem).some((text) => text.length > provable)) return false;
  const moved = Object.fromEntries(Object.entries(mutated.rtl).map(([path, text]) => [`m_${path}`, text]));
  const script = [
    ...elaborate(original),
    'memory_map; opt -fast; rename -top gold; design -stash gold',
    'design -reset',
    ...elaborate({ ...mutated, rtl: moved }),
    'memory_map; opt -fast; rename -top gate; design -stash gate',
    'design -copy-from gold -as gold gold; design -copy-from gate -as gate gate',
    'equiv_make gold gate equiv; hierarchy -top equiv; opt -fast; equiv_simple; equiv_induct; equiv_status -assert',
  ].join('; ');
  try {
    await runYosys(['-q', '-p', script], { ...original.rtl, ...moved, mem: original.mem }, quiet);
    return true;
  } catch {
    return false;
  }
}

/** Characters of a memory file beyond which mapping it to logic takes too long for a proof to be tried. */
const provable = 4096;

const quiet = { decodeASCII: true, stdout: null, stderr: null } as const;

function elaborate({ top, rtl, closed }: Scope): string[] {
  return [
    `read_verilog -sv -DSYNTHESIS ${Object.keys(rtl).join(' ')}`,
    `hierarchy -top ${top}`,
    ...(closed.length === 0 ? [] : [`blackbox ${closed.join(' ')}`]),
    'proc; flatten',
    // What a closed module reads becomes an output, what it drives an input.
    ...(closed.length === 0 ? [] : [`expose -evert ${closed.map((name) => `t:${name}`).join(' ')}`]),
  ];
}

function isLibrary(module: string): boolean {
  return module.startsWith('dendra_');
}

function moduleName(path: string): string {
  return baseName(path).replace(/\.sv$/, '');
}

function textOf(content: Files[string]): string {
  return typeof content === 'string' ? content : [...content()].join('\n');
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
