// Sizes of a spiking-attention, and the rules on its attributes and inputs.
import { DendraError, describeStream, isVariable, type Site, type Streams, spike, stream } from '../../ir/index.ts';
import type { Geometry } from './golden.ts';
import type { Attrs } from './index.ts';

/** More would never fire, and would only make the neurons wider. */
const mostFull = 2 ** 20;

/** The sizes of a node that `infer` accepted. */
export function geometryOf({ attrs, inputs }: Pick<Site<Attrs>, 'attrs' | 'inputs'>): Geometry {
  const [tokens, channels] = inputs.q!.shape as readonly [number, number];
  return { tokens, heads: attrs.heads, size: channels / attrs.heads, full: fullOf(attrs) };
}

/** S = 2 * threshold / scale; products with powers of two are exact. */
function fullOf({ threshold, scaleShift }: Attrs): number {
  return threshold * 2 ** (scaleShift + 1);
}

/** Checks attributes and inputs; the output has the shape of the query. */
export function infer(attrs: Attrs, inputs: Streams): Streams {
  for (const port of ['q', 'k', 'v']) checkInput(port, inputs);
  const { shape } = inputs.q!;
  const channels = shape[1] as number;
  if (channels % attrs.heads !== 0) {
    const hint = `use one of ${divisors(channels).join(', ')}`;
    const sentence = `heads must be a divisor of ${channels}, not ${attrs.heads}`;
    throw new DendraError(sentence, { attribute: 'heads', rule: 'heads-divide-channels', hint });
  }
  const full = fullOf(attrs);
  if (!(Number.isSafeInteger(full) && full >= 1 && full <= mostFull)) {
    const unit = 2 ** -(attrs.scaleShift + 1);
    const sentence = `threshold must be a multiple of ${unit} up to ${mostFull * unit}, not ${attrs.threshold}`;
    const hint = '2 * threshold / scale is the count that fires at once, and must be a whole number';
    throw new DendraError(sentence, { attribute: 'threshold', rule: 'threshold-on-grid', hint });
  }
  return { y: stream(spike, shape) };
}

function checkInput(port: string, inputs: Streams): void {
  const type = inputs[port]!;
  const must = (expected: string, rule: string, hint: string): DendraError =>
    new DendraError(`input "${port}" must be ${expected}, not ${describeStream(type)}`, { rule, hint });
  if (isVariable(type)) throw must('of fixed length', 'fixed-length', 'the neurons of a row live on from step to step');
  if (type.shape.length !== 2) throw must('a matrix of tokens and channels', 'attention-shape', 'reshape it');
  if (type.elem.int[0] < 0n || type.elem.int[1] > 1n || type.elem.frac !== 0)
    throw must('spikes of 0..1', 'attention-binary', 'put a lif in front of it');
  if (type.shape.join() !== inputs.q!.shape.join())
    throw must(
      `of the shape of input "q", ${inputs.q!.shape.join('x')}`,
      'attention-shape',
      'give q, k and v one shape',
    );
}

function divisors(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i + 1).filter((d) => n % d === 0);
}
