// Compiled models in this process.
import { compileModel } from './build.ts';
import { type Compiled, NativeInstance, type NativeOpenOptions } from './instance.ts';
import { loadLibrary } from './library.ts';
import type { ModelOptions } from './options.ts';
import type { Parameter } from './signals.ts';
import type { Model } from './types.ts';

/** A model that Verilator and a C++ compiler made. */
export interface NativeModel extends Model {
  readonly parameters: readonly Parameter[];
  readonly waves: 'vcd' | 'fst' | undefined;
  /** What Verilator said about the RTL. */
  readonly warnings: string;
  /** True when nothing had to be built. */
  readonly cached: boolean;
  /** Wall time of the build. */
  readonly seconds: number;
  traced(): Promise<NativeModel>;
  open(options?: NativeOpenOptions): NativeInstance;
}

/** Builds a design, unless the cache has it, and loads it. */
export async function buildModel(options: ModelOptions): Promise<NativeModel> {
  const start = performance.now();
  const { library: file, plan, parameters, timing, warnings, cached, version } = await compileModel(options);
  const { top, waves } = options;
  const library = loadLibrary(file);
  const compiled: Compiled = { top, library, plan, waves, coverage: options.coverage === true, timing };
  return {
    ...{ top, parameters, waves, warnings, cached, version, simulator: 'verilator' },
    precision: precisionOf(compiled),
    seconds: (performance.now() - start) / 1000,
    // VCD needs no library beside those of every C++ compiler.
    traced: () => buildModel({ ...options, waves: waves ?? 'vcd' }),
    open: (how?: NativeOpenOptions) => new NativeInstance(compiled, how),
  };
}

/** Power of ten of a time step; asking for it also shows that the model starts and that every signal has a place. */
function precisionOf(compiled: Compiled): number {
  const instance = new NativeInstance(compiled);
  try {
    return instance.precision();
  } finally {
    instance.free();
  }
}
