// One simulation of a compiled model.
import { resolve } from 'node:path';
import { view } from 'koffi';
import { DendraError } from '../../ir/index.ts';
import { decodeRecord } from '../bulk/record.ts';
import { type BulkRequest, encodeRequest, joinWords } from '../bulk/request.ts';
import { ModelError } from './error.ts';
import type { SignalPlan } from './glue.ts';
import type { Library } from './library.ts';
import { elementsOf } from './netlist.ts';
import type { Signal } from './signals.ts';
import type { BulkSession, ForceInfo, Instance, OpenOptions, SignalInfo, StopKind } from './types.ts';

/** How to start an instance of a Verilated model. */
export interface NativeOpenOptions extends OpenOptions {
  /** Calls of $error after which the model stops; 1 by default, `Infinity` only counts them. */
  readonly errorLimit?: number | undefined;
  /** Milliseconds that one evaluation may take, 0 for ever; 10 000 by default. Holds for all instances of the design. */
  readonly watchdog?: number | undefined;
}

/** What an instance needs to know of its model. */
export interface Compiled {
  readonly top: string;
  readonly library: Library;
  readonly plan: SignalPlan;
  readonly waves: 'vcd' | 'fst' | undefined;
  readonly coverage: boolean;
  readonly timing: boolean;
}

/** Statuses of the ABI that stand for a stopped model; 100 and above are signals. */
const stops: Readonly<Record<number, StopKind>> = { 2: 'finish', 3: 'stop', 4: 'fatal', 5: 'error', 6: 'timeout' };
const firstSignal = 100;
const nowhere = 0xffff_ffff;
/** Seeds of Verilator are 31 bits, and 0 means the clock. */
const seeds = 2 ** 31 - 2;

/** An instance in native code. */
export class NativeInstance implements Instance {
  readonly signals: readonly SignalInfo[];
  readonly #compiled: Compiled;
  readonly #library: Library;
  readonly #id: number;
  readonly #forces = new Map<string, ForceInfo>();
  readonly #clocks = new Map<string, number>();
  #memory: ArrayBuffer;
  #freed = false;
  /** Why the model stopped; it never runs again. */
  #stop: ModelError | undefined;
  #time = 0;
  readonly #needsEvalEnd: boolean;
  #partial = '';
  /** What was printed before the end and not taken yet. */
  #last: readonly string[] = [];
  /** The errors at the end. */
  #lastErrors = { count: 0, first: '' };

  constructor(compiled: Compiled, options: NativeOpenOptions = {}) {
    this.#compiled = compiled;
    this.#library = compiled.library;
    const { library, plan } = compiled;
    const args = ['dendra', ...(options.plusargs ?? []).map((arg) => (arg.startsWith('+') ? arg : `+${arg}`))];
    const limit = Math.min(options.errorLimit ?? 1, 0xffff_ffff);
    library.watchdog(options.watchdog ?? 10_000);
    this.#id = library.open(args.length, args, ((options.seed ?? 0) % seeds) + 1, limit);
    if (this.#id === nowhere) throw new ModelError('fatal', library.openError());
    this.#needsEvalEnd = library.needsEvalEnd(this.#id) !== 0;
    const offsets = new Uint32Array(plan.ports.length + plan.internals.length + 2 * plan.forced.length);
    library.offsets(this.#id, offsets);
    this.#memory = view(library.storage(this.#id), library.storageSize(this.#id));
    const visible = [...plan.ports, ...plan.internals];
    this.signals = visible.map((signal, i) => this.#signal(signal, offsets[i]));
    plan.forced.forEach((signal, i) => {
      const [enable, value] = offsets.subarray(visible.length + 2 * i);
      this.#forces.set(signal.path, { enable: this.#bytes(signal, enable), value: this.#bytes(signal, value) });
    });
    visible.forEach(({ path, width }, i) => {
      if (width === 1) this.#clocks.set(path, offsets[i]);
    });
  }

  #signal(signal: Signal, offset: number): SignalInfo {
    const { path, direction, width, signed, dimensions } = signal;
    const elements = dimensions.length === 0 ? {} : { elements: elementsOf(dimensions) };
    const range = dimensions.length === 1 ? { range: dimensions[0] } : {};
    return { path, direction, width, signed, ...elements, ...range, storage: this.#bytes(signal, offset) };
  }

  #bytes(signal: Signal, offset: number): Uint8Array {
    if (offset === nowhere) {
      throw new DendraError(`signal ${signal.path} must be part of the compiled model, not optimised away`, {
        rule: 'signal-compiled',
        hint: 'Verilator removes signals that nothing reads; name one that is used',
      });
    }
    return new Uint8Array(this.#memory, offset, elementBytes(signal.width) * elementsOf(signal.dimensions));
  }

  eval(): void {
    this.#alive();
    const status = this.#library.eval(this.#id, this.#time);
    if (status !== 0) throw this.#stopped(status);
  }

  evalEnd(): void {
    this.#alive();
    if (!this.#needsEvalEnd && this.#stop === undefined) return;
    const status = this.#library.evalEnd(this.#id);
    if (status !== 0) throw this.#stopped(status);
  }

  setTime(steps: number): void {
    this.#alive();
    // The model learns it when it next runs.
    this.#time = steps;
  }

  nextEvent(): number | undefined {
    this.#alive();
    if (!this.#compiled.timing) return undefined;
    const steps = this.#library.nextEvent(this.#id);
    return steps < 0 ? undefined : steps;
  }

  /** Clocks a one-bit input while nobody looks: high, evaluate, low, evaluate, with `halfPeriod` steps after each. */
  run(clock: string, cycles: number, halfPeriod = 1): void {
    this.#alive();
    const offset = this.#clocks.get(clock);
    if (offset === undefined) {
      throw new DendraError(`clock must be a signal of one bit, not ${clock}`, { rule: 'clock-is-a-bit' });
    }
    this.#library.setTime(this.#id, this.#time);
    const status = this.#library.run(this.#id, offset, cycles, halfPeriod);
    this.#time += 2 * cycles * halfPeriod;
    if (status !== 0) throw this.#stopped(status);
  }

  bulk(request: BulkRequest): BulkSession {
    this.#alive();
    const library = this.#library;
    const id = this.#id;
    // The library reads the words where they are: this function's closure keeps them.
    const words = encodeRequest(request);
    library.setTime(id, this.#time);
    const started = library.bulkStart(id, words, words.length);
    if (started !== 0) throw this.#stopped(started);
    return {
      run: (cycles) => {
        this.#alive();
        const status = library.bulkRun(id, cycles);
        if (status !== 0) throw this.#stopped(status);
        return library.bulkGoes(id) !== 0;
      },
      record: () => {
        this.#alive();
        const size = new Float64Array(1);
        const parts = Array.from({ length: library.bulkParts(id) }, (_, i) => {
          const address = library.bulkPart(id, i, size);
          return size[0] === 0 ? new Uint32Array() : new Uint32Array(view(address, size[0]! * words.BYTES_PER_ELEMENT));
        });
        return decodeRecord(request, joinWords(parts))!;
      },
    };
  }

  /** Power of ten of a time step in seconds. */
  precision(): number {
    this.#alive();
    return this.#library.precision(this.#id);
  }

  force(path: string): ForceInfo | undefined {
    return this.#forces.get(path);
  }

  errors(): number {
    return this.#freed ? this.#lastErrors.count : this.#library.errors(this.#id);
  }

  firstError(): string {
    if (!this.#freed) return this.#library.firstError(this.#id);
    const { first } = this.#lastErrors;
    this.#lastErrors.first = '';
    return first;
  }

  takeLog(): readonly string[] {
    const lines = this.#freed ? this.#last : this.#takeLog();
    this.#last = [];
    return lines;
  }

  #takeLog(): string[] {
    if (this.#library.logSize(this.#id) === 0) return [];
    const lines = (this.#partial + this.#library.log(this.#id)).split('\n');
    const dropped = this.#library.logClear(this.#id);
    this.#partial = lines.pop() ?? '';
    if (dropped > 0) lines.push(`(${dropped} further bytes of output were dropped)`);
    return lines;
  }

  traceOpen(file: string): void {
    this.#alive();
    const { top, waves } = this.#compiled;
    if (waves === undefined) {
      const hint = "build it with waves: 'vcd' or 'fst'";
      throw new DendraError(`model of ${top} must be built with waves, not without`, { rule: 'waves-built', hint });
    }
    const status = this.#library.traceOpen(this.#id, resolve(file));
    if (status === -1)
      throw new DendraError(`waves must go to a file that can be written, not ${file}`, { rule: 'waves-file' });
    if (status !== 0) throw this.#stopped(status);
  }

  traceDump(): void {
    this.#alive();
    this.#library.setTime(this.#id, this.#time);
    const status = this.#library.traceDump(this.#id);
    if (status !== 0) throw this.#stopped(status);
  }

  traceClose(): void {
    if (!this.#freed) this.#library.traceClose(this.#id);
  }

  /** Writes how often each line ran, in the format of verilator_coverage. */
  writeCoverage(file: string): void {
    this.#alive();
    const { top, coverage } = this.#compiled;
    if (!coverage) {
      throw new DendraError(`model of ${top} must be built with coverage, not without`, { rule: 'coverage-built' });
    }
    this.#library.coverage(this.#id, resolve(file));
  }

  free(): void {
    if (this.#freed) return;
    this.#library.setTime(this.#id, this.#time);
    this.#library.final(this.#id);
    this.traceClose();
    this.#last = [...this.#takeLog(), ...(this.#partial === '' ? [] : [this.#partial])];
    this.#lastErrors = { count: this.errors(), first: this.firstError() };
    this.#freed = true;
    this.#library.free(this.#id);
    // Every view becomes empty, so that nobody can write into memory that is gone.
    this.#memory = this.#memory.transfer(0);
  }

  #alive(): void {
    if (this.#freed) throw new Error(`instance of ${this.#compiled.top} must not be used after free`);
  }

  #stopped(status: number): ModelError {
    const kind = status >= firstSignal ? 'signal' : stops[status];
    this.#stop = new ModelError(kind, this.#library.message(this.#id));
    return this.#stop;
  }
}

/** Bytes that Verilator gives to an element of that many bits. */
export function elementBytes(width: number): number {
  if (width > 64) return 4 * Math.ceil(width / 32);
  return width <= 8 ? 1 : width <= 16 ? 2 : width <= 32 ? 4 : 8;
}
