// Speed of the golden dense layer on int8, beside the same layer in onnxruntime with one thread.
import { type Site, signedElem, stream, tensor } from '../src/ir/index.ts';
import { type Attrs, dense } from '../src/units/dense/index.ts';
import { matMulInteger } from './onnx.ts';
import { type Benchmark, rounded } from './support.ts';
import { weights } from './unit-designs.ts';

const byte = signedElem(8);

/** The part of onnxruntime-node that is used here; a type of its own, so that type checks need no packages of bench/. */
interface Onnxruntime {
  readonly env: { readonly versions: Readonly<Record<string, string>> };
  readonly Tensor: new (type: 'int8', data: Int8Array, dims: readonly number[]) => object;
  readonly InferenceSession: {
    create(
      model: Uint8Array,
      options: object,
    ): Promise<{
      run(feeds: Readonly<Record<string, object>>): Promise<Readonly<Record<string, { readonly data: Int32Array }>>>;
    }>;
  };
}

/** Loads it; the name stands in a variable, or the compiler would look for the package. */
async function onnxruntime(): Promise<Onnxruntime> {
  const name = 'onnxruntime-node';
  return (await import(name)) as Onnxruntime;
}

/** Seconds of one call: the median of several batches, each long enough for the clock. */
async function secondsOf(call: () => unknown): Promise<number> {
  const batches: number[] = [];
  for (let batch = 0; batch < 7; batch++) {
    const started = performance.now();
    let calls = 0;
    do {
      await call();
      calls++;
    } while (performance.now() - started < 200);
    batches.push((performance.now() - started) / 1000 / calls);
  }
  // The first batch still compiles.
  return batches.slice(1).sort((a, b) => a - b)[3]!;
}

async function layer(runtime: Onnxruntime, size: number, rows: number): Promise<object> {
  const matrix = weights(size, size, 8);
  const attrs: Attrs = { weights: matrix, over: 'row', skip: false, frac: 0 };
  const type = stream(byte, [rows, size]);
  const site: Site<Attrs> = {
    name: 'layer',
    attrs,
    inputs: { x: type },
    outputs: dense.infer(attrs, { x: type }),
    fold: { in: 1, out: 1 },
    steps: 1,
  };
  const x = tensor(
    byte,
    [rows, size],
    Array.from({ length: rows * size }, (_, i) => ((Math.imul(i + 1, 0x85ebca6b) >>> 9) & 255) - 128),
  );
  const step = () => dense.step(site, { x }, null, { first: true, last: true });

  const transposed = new Int8Array(size * size);
  for (let o = 0; o < size; o++)
    for (let i = 0; i < size; i++) transposed[i * size + o] = Number(matrix.data[o * size + i]);
  const options = { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3 } as const;
  const session = await runtime.InferenceSession.create(matMulInteger(rows, size, size, transposed), options);
  const feeds = { A: new runtime.Tensor('int8', Int8Array.from(x.data as Int32Array), [rows, size]) };
  const theirs = (await session.run(feeds)).Y!.data;
  const ours = step().outputs.y!.data;
  if (ours.length !== theirs.length || ours.some((v, i) => v !== theirs[i])) throw new Error('results differ');

  const million = (rows * size * size) / 1e6;
  const golden = million / (await secondsOf(step));
  const theirSpeed = million / (await secondsOf(() => session.run(feeds)));
  return { size, rows, golden: rounded(golden), onnxruntime: rounded(theirSpeed) };
}

/** The benchmark. */
export const goldenBench: Benchmark = {
  name: 'golden',
  about:
    'million multiply-accumulates a second, one thread: golden dense int8 (goal 200) and onnxruntime MatMulInteger',
  run: async () => {
    const runtime = await onnxruntime();
    const layers: object[] = [];
    for (const size of [512, 1024]) for (const rows of [1, 64]) layers.push(await layer(runtime, size, rows));
    return { machineIndependent: false, onnxruntime: runtime.env.versions.node, equalResults: true, layers };
  },
};
