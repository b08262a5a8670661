// The bench of the benchmark in dendra, task by task as in test_fir.py; async functions and generators.
import { Clock, ClockCycles, type Dut, RisingEdge, startSoon } from '../../src/sim/kernel/index.ts';

/** What one run counted. */
export interface Counted {
  checksum: number;
  beats: number;
  seconds: number;
}

/** Style of the tasks. */
export type Style = 'async' | 'generator';

/** Marsaglia's xorshift, the same in every language. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

function source(dut: Dut): () => void {
  const { s_valid, s_ready, s_data } = dut;
  const next = random(1);
  let valid = 0;
  return () => {
    if (valid === 1 && s_ready.value === 0) return;
    const number = next();
    valid = (number & 3) === 0 ? 0 : 1;
    s_valid.value = valid;
    if (valid === 1) s_data.value = (number >>> 8) & 0xffff;
  };
}

function sink(dut: Dut, result: Counted): () => void {
  const { m_valid, m_ready, m_data } = dut;
  const next = random(2);
  let ready = 0;
  return () => {
    if (ready === 1 && m_valid.value === 1) {
      result.checksum = (Math.imul(result.checksum, 31) + ((m_data.value as number) % 2 ** 32)) >>> 0;
      result.beats++;
    }
    ready = (next() & 3) === 0 ? 0 : 1;
    m_ready.value = ready;
  };
}

/** Calls a function after every rising edge, for ever. */
function everyEdge(dut: Dut, style: Style, action: () => void): void {
  const edge = RisingEdge(dut.clk);
  if (style === 'async') {
    startSoon(async () => {
      for (;;) {
        await edge;
        action();
      }
    });
  } else {
    startSoon(function* (): Generator<unknown, void> {
      for (;;) {
        yield edge;
        action();
      }
    });
  }
}

/** The main task. */
export async function measure(dut: Dut, style: Style, cycles: number, idlers: number): Promise<Counted> {
  const result: Counted = { checksum: 0, beats: 0, seconds: 0 };
  new Clock(dut.clk, 10).start();
  for (const name of ['s_valid', 's_data', 'm_ready']) dut[name].value = 0;
  dut.rst.value = 1;
  await ClockCycles(dut.clk, 128);
  dut.rst.value = 0;
  const started = performance.now();
  everyEdge(dut, style, source(dut));
  everyEdge(dut, style, sink(dut, result));
  for (let i = 0; i < idlers; i++) everyEdge(dut, style, () => {});
  await ClockCycles(dut.clk, cycles);
  result.seconds = (performance.now() - started) / 1000;
  return result;
}
