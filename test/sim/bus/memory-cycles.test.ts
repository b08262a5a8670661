// Masters and memories of AXI-Lite and AXI against cocotbext-axi 0.1.28 on cocotb 2.1.0 and Icarus: the same bytes and responses in
// the same order and at the same time, and the same handshakes in every cycle. cocotbext-memory.json is what record_memory.py logged.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  type AxiBurst,
  AxiBus,
  AxiLiteBus,
  AxiLiteMaster,
  AxiLiteRam,
  AxiMaster,
  AxiRam,
  type Operation,
  pauseBitmap,
  type ReadResult,
  type WriteResult,
} from '../../../src/sim/bus/index.ts';
import {
  Clock,
  ClockCycles,
  type Dut,
  getSimTime,
  RisingEdge,
  simulate,
  startSoon,
  type Task,
} from '../../../src/sim/kernel/index.ts';
import { modelOf } from './models.ts';

const channels = ['aw', 'w', 'b', 'ar', 'r'] as const;

interface Recorded {
  readonly top: 'axil' | 'axi';
  /** Prefixes of the buses of the master and of the memory, and of the bus whose handshakes are logged. */
  readonly master: string;
  readonly ram: string;
  readonly watch: string;
  readonly options: { readonly max_burst_len?: number };
  /** Bitmaps of pauses by model and channel, `ram.aw`. */
  readonly pauses: Readonly<Record<string, string>>;
  /**
   * Cycles to wait before it (or `idle`), read, write, copy or fill, address, length, first byte or the copy's target; over AXI also
   * size, burst and id.
   */
  readonly operations: readonly string[];
  /** Number of the operation, time in ns, response and bytes, in the order of the answers. */
  readonly answers: readonly string[];
  /** Valid and then ready of the five channels, with the number of cycles. */
  readonly cycles: string;
}

const recorded = JSON.parse(readFileSync(new URL('cocotbext-memory.json', import.meta.url), 'utf8')) as Recorded[];

test.each(recorded.map((one, i) => ({ i, ...one, paused: Object.keys(one.pauses).join(' ') })))(
  'scenario $i: $watch of $top, pauses: $paused',
  async (scenario) => {
    const log = { answers: [] as string[], cycles: [] as string[] };
    const { failed, error } = await simulate(await modelOf(scenario.top)(), (dut) => play(dut, scenario, log), {
      timeout: [1, 'ms'],
    });
    if (failed) throw error;
    // In the first cycle the design has not been reset, and Icarus has X.
    expect(squeezed(log.cycles.slice(1))).toBe(scenario.cycles);
    expect(sorted(log.answers)).toEqual(scenario.answers);
  },
);

async function play(dut: Dut, scenario: Recorded, log: { answers: string[]; cycles: string[] }): Promise<void> {
  const lite = scenario.top === 'axil';
  dut.bug.value = 0;
  dut.rst.value = 0;
  if (lite) for (const name of ['go', 'from', 'to', 'words']) dut.get(name).value = 0;
  new Clock(dut.clk, 10, 'ns').start(false);
  await ClockCycles(dut.clk, 1);
  const { master, ram } = models(dut, scenario);
  for (const [name, pattern] of Object.entries(scenario.pauses)) {
    const [model, channel] = name.split('.') as ['master' | 'ram', (typeof channels)[number]];
    (model === 'ram' ? ram! : master)[channel].setPauseGenerator(pauseBitmap(pattern));
  }
  dut.rst.value = 1;
  const start = getSimTime('ns');
  const watched = ['valid', 'ready'].flatMap((end) =>
    channels.map((name) => dut.get(`${scenario.watch}_${name}${end}`)),
  );
  startSoon(function* () {
    for (;;) {
      yield RisingEdge(dut.clk);
      log.cycles.push(watched.map(({ value }) => value).join(''));
    }
  });
  const answered = (i: number, resp: number, data?: Uint8Array): void => {
    const bytes = data === undefined ? '-' : Buffer.from(data).toString('hex');
    log.answers.push(`${i}@${getSimTime('ns') - start} ${resp} ${bytes}`);
  };
  const underWay: Task<void>[] = [];
  await ClockCycles(dut.clk, 3);
  dut.rst.value = 0;
  for (const [i, text] of scenario.operations.entries()) {
    const [gap, kind, at, ...numbers] = text.split(' ') as [string, string, string, ...string[]];
    const address = Number.parseInt(at, 16);
    const [length, first, size, burst, id] = numbers.map(Number) as [number, number, number?, number?, number?];
    const bytes = Uint8Array.from({ length }, (_, j) => first + 31 * j);
    if (gap === 'idle') for (const task of underWay) await task;
    else if (gap !== '0') await ClockCycles(dut.clk, Number(gap));
    const begin = (operation: Operation<ReadResult> | Operation<WriteResult>): void => {
      underWay.push(
        startSoon(function* () {
          const result = yield* operation as Operation<ReadResult | WriteResult>;
          answered(i, result.resp, 'data' in result ? result.data : undefined);
        }),
      );
    };
    const options = lite ? {} : { size, burst: burst as AxiBurst | undefined, id };
    if (kind === 'copy') {
      await copy(dut, address, first, length);
      answered(i, dut.resp.value, ram!.read(first, 4 * length));
    } else if (kind === 'fill') ram!.write(address, bytes);
    else if (kind === 'read') begin(master.read(address, length, options));
    else begin(master.write(address, bytes, options));
  }
  for (const task of underWay) await task;
  await ClockCycles(dut.clk, 10);
}

function models(dut: Dut, { top, master, ram, options }: Recorded) {
  if (top === 'axil') {
    return {
      master: new AxiLiteMaster(AxiLiteBus.fromPrefix(dut, master), dut.clk, dut.rst),
      ram: ram === '' ? undefined : new AxiLiteRam(AxiLiteBus.fromPrefix(dut, ram), dut.clk, dut.rst, { size: 4096 }),
    };
  }
  const maxBurstLength = options.max_burst_len;
  return {
    master: new AxiMaster(AxiBus.fromPrefix(dut, master), dut.clk, dut.rst, { maxBurstLength }),
    ram: ram === '' ? undefined : new AxiRam(AxiBus.fromPrefix(dut, ram), dut.clk, dut.rst, { size: 4096 }),
  };
}

/** The design copies words in the memory. */
async function copy(dut: Dut, from: number, to: number, words: number): Promise<void> {
  dut.from.value = from;
  dut.to.value = to;
  dut.words.value = words;
  dut.go.value = 1;
  await RisingEdge(dut.clk);
  dut.go.value = 0;
  do await RisingEdge(dut.clk);
  while (dut.done.value === 0);
}

/** Equal neighbours once, with their number. */
function squeezed(words: readonly string[]): string {
  const runs: { word: string; count: number }[] = [];
  for (const word of words) {
    if (runs.at(-1)?.word === word) runs.at(-1)!.count++;
    else runs.push({ word, count: 1 });
  }
  return runs.map(({ word, count }) => `${word}*${count}`).join(' ');
}

/** Answers of one time have no order, since they come over two channels: they are sorted by their number. */
function sorted(answers: readonly string[]): string[] {
  const key = (line: string): number[] => [...line.split(' ')[0]!.split('@')].map(Number).reverse();
  return answers.toSorted((a, b) => {
    const [left, right] = [key(a), key(b)];
    return left[0]! - right[0]! || left[1]! - right[1]!;
  });
}
