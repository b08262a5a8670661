// Loads a compiled model into this process: the C ABI of templates/sim/model/abi.cpp as functions.
import { load } from 'koffi';

/** The ABI. An instance is a number; a status is 0 or why the instance has stopped. */
export interface Library {
  guard(): unknown;
  useGuard(guard: unknown): void;
  open(argc: number, argv: readonly string[], seed: number, errorLimit: number): number;
  openError(): string;
  final(id: number): void;
  free(id: number): void;
  storage(id: number): unknown;
  storageSize(id: number): number;
  offsets(id: number, to: Uint32Array): void;
  precision(id: number): number;
  message(id: number): string;
  errors(id: number): number;
  firstError(id: number): string;
  watchdog(milliseconds: number): void;
  logSize(id: number): number;
  log(id: number): string;
  logClear(id: number): number;
  eval(id: number, steps: number): number;
  needsEvalEnd(id: number): number;
  evalEnd(id: number): number;
  setTime(id: number, steps: number): void;
  nextEvent(id: number): number;
  run(id: number, clock: number, cycles: number, step: number): number;
  bulkStart(id: number, request: Uint32Array, words: number): number;
  bulkRun(id: number, cycles: number): number;
  bulkGoes(id: number): number;
  bulkParts(id: number): number;
  bulkPart(id: number, index: number, words: Float64Array): unknown;
  traceOpen(id: number, file: string): number;
  traceDump(id: number): number;
  traceClose(id: number): void;
  coverage(id: number, file: string): number;
}

const prototypes: Readonly<Record<keyof Library, string>> = {
  guard: 'void *sim_guard()',
  useGuard: 'void sim_use_guard(void *guard)',
  open: 'uint32_t sim_new(int argc, const char **argv, uint32_t seed, uint32_t error_limit)',
  openError: 'const char *sim_open_error()',
  final: 'void sim_final(uint32_t id)',
  free: 'void sim_free(uint32_t id)',
  storage: 'void *sim_storage(uint32_t id)',
  storageSize: 'uint32_t sim_storage_size(uint32_t id)',
  offsets: 'void sim_offsets(uint32_t id, uint32_t *to)',
  precision: 'int sim_precision(uint32_t id)',
  message: 'const char *sim_message(uint32_t id)',
  errors: 'uint32_t sim_errors(uint32_t id)',
  firstError: 'const char *sim_first_error(uint32_t id)',
  watchdog: 'void sim_watchdog(uint32_t milliseconds)',
  logSize: 'uint32_t sim_log_size(uint32_t id)',
  log: 'const char *sim_log(uint32_t id)',
  logClear: 'uint32_t sim_log_clear(uint32_t id)',
  eval: 'int sim_eval(uint32_t id, double steps)',
  needsEvalEnd: 'int sim_needs_eval_end(uint32_t id)',
  evalEnd: 'int sim_eval_end(uint32_t id)',
  setTime: 'void sim_set_time(uint32_t id, double steps)',
  nextEvent: 'double sim_next_event(uint32_t id)',
  run: 'int sim_run(uint32_t id, uint32_t clock, uint32_t cycles, double step)',
  bulkStart: 'int sim_bulk_start(uint32_t id, const uint32_t *request, double words)',
  bulkRun: 'int sim_bulk_run(uint32_t id, uint32_t cycles)',
  bulkGoes: 'int sim_bulk_goes(uint32_t id)',
  bulkParts: 'uint32_t sim_bulk_parts(uint32_t id)',
  bulkPart: 'void *sim_bulk_part(uint32_t id, uint32_t index, double *words)',
  traceOpen: 'int sim_trace_open(uint32_t id, const char *file)',
  traceDump: 'int sim_trace_dump(uint32_t id)',
  traceClose: 'void sim_trace_close(uint32_t id)',
  coverage: 'int sim_coverage(uint32_t id, const char *file)',
};

/** Guard of the library that was loaded first; signal handlers exist once a process. */
let shared: unknown;

const loaded = new Map<string, Library>();

/** The library in a file; one that is loaded already is the same. It stays until the process ends. */
export function loadLibrary(file: string): Library {
  const known = loaded.get(file);
  if (known !== undefined) return known;
  const handle = load(file);
  const functions = Object.entries(prototypes).map(([name, prototype]) => [name, handle.func(prototype)]);
  const library = Object.fromEntries(functions) as unknown as Library;
  shared ??= library.guard();
  library.useGuard(shared);
  loaded.set(file, library);
  return library;
}
