// Samples of a design: cut from the arrays of an npz file, or random ones from a seed; and results back into arrays.
import {
  checkSample,
  firstOutside,
  Golden,
  type GoldenSample,
  indexOf,
  randomSamples,
  type Sample,
} from '../golden/index.ts';
import { loadNpz, loadSamples } from '../import/index.ts';
import {
  at,
  DendraError,
  describeElem,
  type Lowered,
  maxDim,
  nearest,
  type StreamType,
  sizeOf,
  type Tensor,
  tensor,
} from '../ir/index.ts';
import { breathe } from './context.ts';

/** Where samples come from. */
export interface SampleOptions {
  readonly inputs?: string | undefined;
  /** How many; all of a design's own samples, or 64 random ones, when absent. */
  readonly vectors?: number | undefined;
  readonly seed: number;
}

/** Random samples when nothing says how many. */
const defaultVectors = 64;

/** Samples, and in words where they come from. */
export interface Chosen {
  readonly samples: readonly Sample[];
  readonly origin: string;
}

/** The samples of the file if there is one, else the design's own if it offers any, else random ones. */
export async function samplesFor(lowered: Lowered, path: string, options: SampleOptions): Promise<Chosen> {
  const { inputs, vectors, seed } = options;
  if (inputs !== undefined) return { samples: cutSamples(lowered, await loadNpz(inputs), inputs), origin: inputs };
  const own = await loadSamples(path);
  if (own !== undefined) {
    const samples = own.slice(0, vectors);
    for (const [i, sample] of samples.entries()) inFile(path, () => checkSample(lowered, sample, i));
    return { samples, origin: 'samples of the design' };
  }
  const samples = randomSamples(lowered, vectors ?? defaultVectors, seed);
  return { samples, origin: `random samples of seed ${seed}` };
}

/** Runs the golden model sample by sample, so that a signal is heard in between. */
export async function goldenRuns(
  lowered: Lowered,
  samples: readonly Sample[],
  signal: AbortSignal,
  layers = false,
): Promise<GoldenSample[]> {
  const model = new Golden(lowered);
  const runs: GoldenSample[] = [];
  for (const sample of samples) {
    runs.push(model.run(sample, { layers }));
    await breathe(signal);
  }
  return runs;
}

/** Cuts [samples, steps, ...shape] arrays (without steps when there is one) into samples, and checks every value. */
export function cutSamples(lowered: Lowered, arrays: Readonly<Record<string, Tensor>>, file: string): Sample[] {
  const cut = lowered.inputs.map((name) => {
    const { type } = lowered.edges.find(({ from }) => from === name)!;
    return { name, samples: cutInput(lowered, name, type, arrays, file) };
  });
  const [first, ...rest] = cut;
  const count = first?.samples.length ?? 0;
  for (const { name, samples } of rest) {
    if (samples.length === count) continue;
    throw new DendraError(`array "${name}" must hold ${count} samples like "${first!.name}", not ${samples.length}`, {
      file,
      rule: 'inputs-samples',
    });
  }
  return Array.from({ length: count }, (_, i) =>
    Object.fromEntries(cut.map(({ name, samples }) => [name, samples[i]!])),
  );
}

function cutInput(
  { steps }: Lowered,
  name: string,
  type: StreamType,
  arrays: Readonly<Record<string, Tensor>>,
  file: string,
): Tensor[][] {
  const array = arrays[name];
  if (array === undefined) {
    const names = Object.keys(arrays);
    const near = nearest(name, names);
    throw new DendraError(
      `the file must hold an array "${name}", not ${names.length === 0 ? 'none' : names.join(', ')}`,
      {
        file,
        rule: 'inputs-present',
        hint: near === undefined ? 'arrays have the names of the inputs of the graph' : `did you mean "${near}"?`,
      },
    );
  }
  const shape = type.shape.map(maxDim);
  const full = [steps, ...shape];
  const [count = 0, ...inner] = array.shape;
  const fits = same(inner, full) || (steps === 1 && same(inner, shape));
  if (!fits || count === 0) {
    throw new DendraError(
      `array "${name}" must have the shape [samples, ${full.join(', ')}], not [${array.shape.join(', ')}]`,
      {
        file,
        rule: 'inputs-shape',
        hint: steps === 1 ? `[samples, ${shape.join(', ')}] is accepted as well` : undefined,
      },
    );
  }
  checkValues(name, type, array, file);
  const size = sizeOf(shape);
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: steps }, (_, step) => {
      const start = (i * steps + step) * size;
      return tensor(type.elem, shape, array.data.subarray(start, start + size));
    }),
  );
}

function checkValues(name: string, { elem }: StreamType, array: Tensor, file: string): void {
  const i = firstOutside(array, elem.int);
  if (i === undefined) return;
  const sentence = `array "${name}" must hold ${describeElem(elem)}, not ${at(array, i)} at [${indexOf(array, i)}]`;
  throw new DendraError(sentence, { file, rule: 'inputs-interval' });
}

function inFile<R>(file: string, run: () => R): R {
  try {
    return run();
  } catch (error) {
    throw error instanceof DendraError ? error.at({ file }) : error;
  }
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((dim, i) => dim === b[i]);
}
