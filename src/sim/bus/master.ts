// What masters of memory-mapped buses share: checks, word helpers, and the transfers under way.
import { Event, type Port, Waitable } from '../kernel/index.ts';
import { AxiResp, respName } from './axi-codes.ts';
import { BusResponseError, mapped, type Operation } from './operation.ts';
import { type ResetOptions, Resettable } from './reset.ts';
import { bytesWords, wordBytes } from './words.ts';

/** Result of a read. */
export interface ReadResult {
  readonly address: number | bigint;
  readonly data: Uint8Array;
  readonly resp: AxiResp;
}

/** Result of a write. */
export interface WriteResult {
  readonly address: number | bigint;
  readonly length: number;
  readonly resp: AxiResp;
}

/** An address; bigint above 53 bits. */
export type Address = number | bigint;

/** A master with helpers for words, lowest byte first. A helper throws a BusResponseError for any answer but OKAY. */
export abstract class Master<R, W> extends Resettable {
  readonly label: string;
  private readonly addressWidth: number;
  private readonly pending = new Set<Operation<unknown>>();
  private readonly idling: Event;

  constructor(label: string, addressWidth: number, clock: Port, reset: Port | undefined, options: ResetOptions) {
    super(clock, reset, options);
    this.label = label;
    this.addressWidth = addressWidth;
    this.idling = new Event(`idle ${label}`);
    this.idling.set();
  }

  /** Begins a read; await it for the bytes and the response. */
  abstract read(address: Address, length: number, options?: R): Operation<ReadResult>;
  /** Begins a write; await it for the response. */
  abstract write(address: Address, data: Uint8Array | readonly number[], options?: W): Operation<WriteResult>;

  /** The same as `read`. */
  initRead(address: Address, length: number, options?: R): Operation<ReadResult> {
    return this.read(address, length, options);
  }

  /** The same as `write`. */
  initWrite(address: Address, data: Uint8Array | readonly number[], options?: W): Operation<WriteResult> {
    return this.write(address, data, options);
  }

  /** True when no transfer is under way. */
  idle(): boolean {
    return this.pending.size === 0;
  }

  /** Waits until no transfer is under way. */
  wait(): Waitable<void> {
    const { idling, pending } = this;
    return new Waitable(
      () => `idle ${this.label}`,
      function* () {
        while (pending.size > 0) yield* idling.wait();
      },
    );
  }

  /** Reads `count` words of `size` bytes: numbers up to 6 bytes, bigints above. */
  readWords(address: Address, count: number, size = 2, options?: R): Waitable<(number | bigint)[]> {
    return mapped(this.read(address, count * size, options), (result) => {
      expectOkay('read', result);
      return bytesWords(result.data, size);
    });
  }

  /** Writes words of `size` bytes. */
  writeWords(address: Address, words: readonly (number | bigint)[], size = 2, options?: W): Waitable<void> {
    const data = wordBytes(words, size, `word for ${this.label}`);
    return mapped(this.write(address, data, options), (result) => expectOkay('write', result));
  }

  /** Reads words of 4 bytes. */
  readDwords(address: Address, count: number, options?: R): Waitable<number[]> {
    return this.readWords(address, count, 4, options) as Waitable<number[]>;
  }

  /** Reads words of 8 bytes. */
  readQwords(address: Address, count: number, options?: R): Waitable<bigint[]> {
    return this.readWords(address, count, 8, options) as Waitable<bigint[]>;
  }

  /** Reads a byte. */
  readByte(address: Address, options?: R): Waitable<number> {
    return mapped(this.readWords(address, 1, 1, options), (words) => words[0] as number);
  }

  /** Reads a word of 2 bytes, or of `size`. */
  readWord(address: Address, size = 2, options?: R): Waitable<number | bigint> {
    return mapped(this.readWords(address, 1, size, options), (words) => words[0]!);
  }

  /** Reads a word of 4 bytes. */
  readDword(address: Address, options?: R): Waitable<number> {
    return mapped(this.readDwords(address, 1, options), (words) => words[0]!);
  }

  /** Reads a word of 8 bytes. */
  readQword(address: Address, options?: R): Waitable<bigint> {
    return mapped(this.readQwords(address, 1, options), (words) => words[0]!);
  }

  /** Writes words of 4 bytes. */
  writeDwords(address: Address, words: readonly (number | bigint)[], options?: W): Waitable<void> {
    return this.writeWords(address, words, 4, options);
  }

  /** Writes words of 8 bytes. */
  writeQwords(address: Address, words: readonly (number | bigint)[], options?: W): Waitable<void> {
    return this.writeWords(address, words, 8, options);
  }

  /** Writes a byte. */
  writeByte(address: Address, byte: number, options?: W): Waitable<void> {
    return this.writeWords(address, [byte], 1, options);
  }

  /** Writes a word of 2 bytes, or of `size`. */
  writeWord(address: Address, word: number | bigint, size = 2, options?: W): Waitable<void> {
    return this.writeWords(address, [word], size, options);
  }

  /** Writes a word of 4 bytes. */
  writeDword(address: Address, word: number | bigint, options?: W): Waitable<void> {
    return this.writeWords(address, [word], 4, options);
  }

  /** Writes a word of 8 bytes. */
  writeQword(address: Address, word: number | bigint, options?: W): Waitable<void> {
    return this.writeWords(address, [word], 8, options);
  }

  /** Throws a RangeError unless the transfer lies in the address space. */
  protected checkRange(address: Address, length: number, end = length): void {
    if (!(Number.isInteger(length) && length >= 1)) {
      throw new RangeError(`length of a transfer on ${this.label} must be at least 1 byte, not ${length}`);
    }
    const whole = typeof address === 'bigint' || Number.isSafeInteger(address);
    const space = 1n << BigInt(this.addressWidth);
    if (!whole || address < 0 || BigInt(address) + BigInt(end) > space) {
      const where = whole && address >= 0 ? `${hex(BigInt(address))} and ${end} bytes` : String(address);
      throw new RangeError(`a transfer on ${this.label} must lie in 0 to ${hex(space - 1n)}, not at ${where}`);
    }
  }

  /** Counts a transfer as under way. */
  protected opened(operation: Operation<unknown>): void {
    this.pending.add(operation);
    this.idling.clear();
  }

  /** Ends a transfer. */
  protected closed<T>(operation: Operation<T>, value: T): void {
    this.pending.delete(operation as Operation<unknown>);
    operation.finish(value);
    if (this.pending.size === 0) this.idling.set();
  }

  protected override onReset(): void {
    for (const operation of this.pending) operation.flush();
    this.pending.clear();
    this.idling.set();
  }
}

/** An address in messages. */
export function hex(address: Address): string {
  return `0x${address.toString(16)}`;
}

function expectOkay(kind: string, { address, resp }: ReadResult | WriteResult): void {
  if (resp === AxiResp.OKAY) return;
  throw new BusResponseError(`${kind} at ${hex(address)} must be answered with OKAY, not ${respName(resp)}`);
}
