// Finds the type of every stream: shapes and exact intervals, around cycles as often as a sample has steps.
import {
  assert,
  DendraError,
  describeElem,
  elem,
  fitsInt64,
  maxSize,
  type Source,
  type Streams,
  type StreamType,
  stream,
  unite,
} from '../ir/index.ts';
import type { Draft, Part } from './draft.ts';

/** Rounds after which a state that is never cleared must have settled. */
const mostRounds = 1024;

/** The draft with the types of all inputs and outputs; its parts must be in order. */
export function infer(draft: Draft): Draft {
  const types = new Map<Source, StreamType>(draft.inputs.map(({ name, type }) => [name, type]));
  for (const { name, type } of draft.inputs) {
    if (!fitsInt64(type.elem)) throw tooWide(draft, undefined, `input "${name}"`, type);
  }
  const feedback = draft.parts.filter(({ unit }) => unit.feedback === true);
  for (const part of feedback) setOutputs(types, part, initialOutputs(draft, part));
  const known = new Map<Part, { inputs: Streams; outputs: Streams }>();
  const forever = feedback.some(({ unit }) => unit.clears === 'never');
  // Round r finds the types at step r: states are zero at first, then what the round before gave.
  for (let round = 1; ; round++) {
    for (const part of draft.parts) if (part.unit.feedback !== true) inferPart(draft, part, types, known);
    if (feedback.length === 0 || (!forever && round === draft.steps)) break;
    const settled = feedback.map((part) => widen(draft, part, types)).every((same) => same);
    if (settled) break;
    if (round === mostRounds) throw unsettled(draft, feedback[0]!);
  }
  const parts = draft.parts.map((part) => {
    const inputs = inputsOf(part, types);
    const ports = part.unit.ports(part.attrs).outputs;
    const outputs = Object.fromEntries(ports.map(({ name }) => [name, types.get(`${part.name}.${name}`)!]));
    if (part.unit.feedback === true) arrived(draft, part, inputs);
    return { ...part, inputs, outputs };
  });
  for (const { name, from } of draft.outputs) {
    if (types.get(from)!.order === 'events') throw unwanted(draft, `output "${name}"`, undefined);
  }
  return { ...draft, parts };
}

/** Events go only where they save cycles. */
function unwanted({ file }: Draft, subject: string, node: string | undefined): DendraError {
  const hint = 'remove the sparsify node; one is inserted where a unit skips zeros';
  return new DendraError(`${subject} must be dense, not events`, { file, node, rule: 'dense-order', hint });
}

function inferPart(
  draft: Draft,
  part: Part,
  types: Map<Source, StreamType>,
  known: Map<Part, { inputs: Streams; outputs: Streams }>,
): void {
  const inputs = inputsOf(part, types);
  const before = known.get(part);
  // Later rounds repeat only what changed: units may scan all their weights.
  if (before !== undefined && Object.keys(inputs).every((port) => inputs[port] === before.inputs[port])) return;
  const events = part.unit.events?.(part.attrs) ?? {};
  for (const [port, type] of Object.entries(inputs)) {
    if (type.order === 'events' && events[port] === undefined) throw unwanted(draft, `input "${port}"`, part.name);
  }
  const inferred = located(draft, part, () => part.unit.infer(part.attrs, inputs));
  const outputs = Object.fromEntries(
    Object.entries(inferred).map(([port, type]) => [port, keep(before?.outputs[port], type)]),
  );
  checkOutputs(draft, part, outputs);
  known.set(part, { inputs, outputs });
  setOutputs(types, part, outputs);
}

/** The earlier object if it says the same, so that identity tells what changed. */
function keep(before: StreamType | undefined, now: StreamType): StreamType {
  return before !== undefined && sameType(before, now) ? before : now;
}

function inputsOf(part: Part, types: ReadonlyMap<Source, StreamType>): Streams {
  return Object.fromEntries(Object.entries(part.sources).map(([port, source]) => [port, types.get(source)!]));
}

function setOutputs(types: Map<Source, StreamType>, part: Part, outputs: Streams): void {
  for (const [port, type] of Object.entries(outputs)) types.set(`${part.name}.${port}`, type);
}

/** Outputs of a feedback unit at the first step: zeros of the shape and binary point that its attributes name. */
function initialOutputs(draft: Draft, part: Part): Streams {
  const { shape, frac } = part.attrs as { readonly shape: readonly number[]; readonly frac: number };
  assert(Array.isArray(shape) && typeof frac === 'number', `${part.unit.kind} needs the attributes shape and frac`);
  const zero = stream(elem(0, 0, frac), shape);
  const inputs = Object.fromEntries(Object.keys(part.sources).map((port) => [port, zero]));
  const outputs = located(draft, part, () => part.unit.infer(part.attrs, inputs));
  checkOutputs(draft, part, outputs);
  return outputs;
}

/** Unites the outputs of a feedback unit with what came in; true when nothing changed. */
function widen(draft: Draft, part: Part, types: Map<Source, StreamType>): boolean {
  const inputs = inputsOf(part, types);
  arrived(draft, part, inputs);
  const next = located(draft, part, () => part.unit.infer(part.attrs, inputs));
  let settled = true;
  for (const [port, type] of Object.entries(next)) {
    const source = `${part.name}.${port}`;
    const before = types.get(source)!;
    const wider = { ...before, elem: unite(before.elem, type.elem) };
    if (sameType(before, wider)) continue;
    settled = false;
    types.set(source, wider);
  }
  checkOutputs(draft, part, Object.fromEntries(Object.keys(next).map((p) => [p, types.get(`${part.name}.${p}`)!])));
  return settled;
}

/** What comes back to a feedback unit must have the shape and binary point that its attributes promised. */
function arrived(draft: Draft, part: Part, inputs: Streams): void {
  const { shape, frac } = part.attrs as { readonly shape: readonly number[]; readonly frac: number };
  const where = { file: draft.file, node: part.name, rule: 'feedback-type' };
  for (const [port, type] of Object.entries(inputs)) {
    if (JSON.stringify(type.shape) !== JSON.stringify(shape)) {
      const given = type.shape.map((dim) => (typeof dim === 'number' ? dim : dim.length));
      throw new DendraError(`shape must be that of input "${port}", [${given.join(', ')}], not [${shape.join(', ')}]`, {
        ...where,
        attribute: 'shape',
      });
    }
    if (type.elem.frac !== frac) {
      throw new DendraError(`frac must be that of input "${port}", ${type.elem.frac}, not ${frac}`, {
        ...where,
        attribute: 'frac',
      });
    }
  }
}

function sameType(a: StreamType, b: StreamType): boolean {
  return (
    a.order === b.order &&
    a.elem.frac === b.elem.frac &&
    a.elem.int[0] === b.elem.int[0] &&
    a.elem.int[1] === b.elem.int[1] &&
    JSON.stringify(a.shape) === JSON.stringify(b.shape)
  );
}

function checkOutputs(draft: Draft, part: Part, outputs: Streams): void {
  for (const { name } of part.unit.ports(part.attrs).outputs) {
    const type = outputs[name];
    assert(type !== undefined, `${part.unit.kind} infers no type for output ${name}`);
    if (!(maxSize(type) > 0)) {
      throw new DendraError(`output "${name}" must hold an element, not be empty`, {
        file: draft.file,
        node: part.name,
        rule: 'tensor-not-empty',
      });
    }
    if (!fitsInt64(type.elem)) throw tooWide(draft, part.name, `output "${name}"`, type);
  }
}

/** The golden model holds elements in 64 bits of two's complement, so an unsigned interval has one bit less. */
function tooWide({ file }: Draft, node: string | undefined, subject: string, { elem: type }: StreamType): DendraError {
  return new DendraError(`${subject} must stay within -2^63..2^63-1, not ${describeElem(type)}`, {
    file,
    node,
    rule: 'width-at-most-64',
    hint: 'requantise to fewer bits before',
  });
}

function unsettled({ file }: Draft, { name }: Part): DendraError {
  const sentence = `the interval of a state that is never cleared must settle within ${mostRounds} steps, not grow on`;
  return new DendraError(sentence, { file, node: name, rule: 'state-settles', hint: 'requantise what comes back' });
}

/** Adds file and node to the errors of a unit. */
export function located<R>(draft: Pick<Draft, 'file'>, part: Pick<Part, 'name'>, run: () => R): R {
  try {
    return run();
  } catch (error) {
    throw error instanceof DendraError ? error.at({ file: draft.file, node: part.name }) : error;
  }
}
