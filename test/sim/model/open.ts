// Small RTL of our own, built once for all tests that share it, with its signals by name.
import { fileURLToPath } from 'node:url';
import { buildModel, type ModelOptions, type NativeInstance, type NativeModel } from '../../../src/sim/model/index.ts';

/** File of a design in test/sim/model/rtl. */
export function rtl(name: string): string {
  return fileURLToPath(new URL(`rtl/${name}.sv`, import.meta.url));
}

/** The model of a design whose file has the name of its top. */
export function build(top: string, options: Partial<ModelOptions> = {}): Promise<NativeModel> {
  return buildModel({ sources: [rtl(top)], top, ...options });
}

/** Storage of every signal of an instance, by path. */
export function storages(instance: NativeInstance): Record<string, Uint8Array> {
  return Object.fromEntries(instance.signals.map(({ path, storage }) => [path, storage]));
}

/** Value of a signal, without its sign. */
export function read(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** Sets a signal; upper bits become 0. */
export function write(bytes: Uint8Array, value: bigint): void {
  bytes.forEach((_, i) => {
    bytes[i] = Number((value >> BigInt(8 * i)) & 0xffn);
  });
}

/** The first evaluation, with `clk_i` at 0: an input has a random value before somebody drives it. */
export function settle(instance: NativeInstance): void {
  storages(instance).clk_i[0] = 0;
  instance.eval();
}

/** One cycle of `clk_i`. */
export function clock(instance: NativeInstance): void {
  const { clk_i } = storages(instance);
  clk_i[0] = 1;
  instance.eval();
  clk_i[0] = 0;
  instance.eval();
}

/** Resets the counter, by an edge, and enables it. */
export function start(instance: NativeInstance): void {
  const { rst_ni, en_i } = storages(instance);
  settle(instance);
  for (const level of [1, 0, 1]) {
    rst_ni[0] = level;
    instance.eval();
  }
  en_i[0] = 1;
}

/** What a task throws. */
export function thrown(task: () => unknown): unknown {
  try {
    task();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
