// Tells with Yosys whether a mutant is the same hardware: equal netlists after clean-up, or a proof by induction.
import { createHash } from 'node:crypto';
import { runYosys } from '@yowasp/yosys';
import type { Files } from '../../codegen/index.ts';
import type { Mutant } from './instrument.ts';

/** Compares mutants with the originals of one design. */
export class NetlistCheck {
  readonly #files: Files;
  readonly #originals = new Map<string, Promise<string>>();

  constructor(files: Files) {
    this.#files = files;
  }

  /** Compares the mutated module with its original; the library modules below it are part of both. */
  async compare(mutant: Mutant): Promise<'sameNetlist' | 'proved' | 'different'> {
    const { file } = mutant;
    const original = this.#originals.get(file) ?? this.#netlist(file, this.#files[file] as string);
    this.#originals.set(file, original);
    if ((await original) === (await this.#netlist(file, mutant.source))) return 'sameNetlist';
    return (await this.#proved(mutant)) ? 'proved' : 'different';
  }

  /** Hash of a module's netlist, with generated names and source positions left out. */
  async #netlist(file: string, source: string): Promise<string> {
    const { top, rtl, mem } = this.#sources(file);
    rtl[baseName(file)] = source;
    const script = [
      ...elaborate(Object.keys(rtl), top),
      'opt -full; opt_clean -purge; rename -enumerate -pattern c%; setattr -unset src',
      'write_verilog -noattr out.v',
    ].join('; ');
    const out = await runYosys(['-q', '-p', script], { ...rtl, mem }, quiet);
    return createHash('sha256')
      .update((out as Record<string, string>)['out.v']!)
      .digest('hex');
  }

  /** True when equal inputs give equal outputs in every cycle from equal states on, shown by induction over registers. */
  async #proved({ file, source }: Mutant): Promise<boolean> {
    const { top, rtl, mem } = this.#sources(file);
    if (Object.values(mem).some((text) => text.length > provable)) return false;
    const name = baseName(file);
    const original = { ...rtl, [name]: this.#files[file] as string };
    const mutated = { ...rtl, [name]: source };
    const moved = Object.fromEntries(Object.entries(mutated).map(([path, text]) => [`m_${path}`, text]));
    const script = [
      ...elaborate(Object.keys(original), top),
      'memory_map; opt -fast; rename -top gold; design -stash gold',
      'design -reset',
      ...elaborate(Object.keys(moved), top),
      'memory_map; opt -fast; rename -top gate; design -stash gate',
      'design -copy-from gold -as gold gold; design -copy-from gate -as gate gate',
      'equiv_make gold gate equiv; hierarchy -top equiv; opt -fast; equiv_simple; equiv_induct; equiv_status -assert',
    ].join('; ');
    try {
      await runYosys(['-q', '-p', script], { ...original, ...moved, mem }, quiet);
      return true;
    } catch {
      return false;
    }
  }

  #sources(file: string): { top: string; rtl: Record<string, string>; mem: Record<string, string> } {
    const top = baseName(file).replace(/\.sv$/, '');
    const rtl: Record<string, string> = {};
    const mem: Record<string, string> = {};
    for (const [path, content] of Object.entries(this.#files)) {
      if (/dendra_\w+\.sv$/.test(path)) rtl[baseName(path)] = content as string;
      // A ROM without its contents would let Yosys optimise everything behind it away.
      if (path.startsWith(`mem/${top}_`)) mem[baseName(path)] = textOf(content);
    }
    return { top, rtl, mem };
  }
}

/** Characters of a memory file beyond which mapping it to logic takes too long for a proof to be tried. */
const provable = 4096;

const quiet = { decodeASCII: true, stdout: null, stderr: null } as const;

function elaborate(files: readonly string[], top: string): string[] {
  return [`read_verilog -sv -DSYNTHESIS ${files.join(' ')}`, `hierarchy -top ${top}`, 'proc; flatten'];
}

function textOf(content: Files[string]): string {
  return typeof content === 'string' ? content : [...content()].join('\n');
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
