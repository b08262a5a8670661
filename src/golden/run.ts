// Runs a lowered graph on exact integers, tensor by tensor, and keeps counts, traces and, on request, every tensor.
import { assert, type Cell, type Edge, type Lowered, type Tensor, type When } from '../ir/index.ts';
import { checkSample, type Sample } from './sample.ts';

/** Counter values by node and counter, summed over one sample. */
export type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What the golden model says of one sample. */
export interface GoldenSample {
  /** Output name to its `steps` tensors. */
  readonly outputs: Readonly<Record<string, readonly Tensor[]>>;
  readonly counts: Counts;
  /** Node name to its `steps` traces: what timing needs. */
  readonly traces: Readonly<Record<string, readonly unknown[]>>;
  /** `node.port` to its `steps` tensors; only when `layers` was asked for. */
  readonly layers?: Readonly<Record<string, readonly Tensor[]>>;
}

/** Options of a golden run. */
export interface GoldenOptions {
  /** Keep the tensor of every edge. */
  readonly layers?: boolean;
}

interface Wiring {
  readonly cell: Cell;
  /** Input port to the edge that feeds it. */
  readonly inputs: readonly (readonly [port: string, edge: Edge])[];
}

/** A golden model with its state; samples run in order and states that never clear live on between them. */
export class Golden {
  readonly #lowered: Lowered;
  readonly #wiring: readonly Wiring[];
  readonly #states: unknown[];
  readonly #outputs: readonly (readonly [name: string, edge: Edge])[];
  /** Samples so far. */
  #count = 0;

  constructor(lowered: Lowered) {
    this.#lowered = lowered;
    this.#wiring = lowered.cells.map((cell) => ({
      cell,
      inputs: lowered.edges
        .filter((edge) => nodeOf(edge.to) === cell.site.name)
        .map((edge) => [portOf(edge.to), edge] as const),
    }));
    this.#states = lowered.cells.map(({ unit, site }) => unit.initial(site));
    this.#outputs = lowered.outputs.map((name) => [name, edgeTo(lowered, name)] as const);
  }

  /** Runs one sample; throws a DendraError when it does not fit the inputs of the graph. */
  run(sample: Sample, options: GoldenOptions = {}): GoldenSample {
    checkSample(this.#lowered, sample, this.#count++);
    const { steps } = this.#lowered;
    const values = new Map<string, Tensor>();
    const counts: Record<string, Record<string, number>> = {};
    const traces: Record<string, unknown[]> = {};
    const outputs: Record<string, Tensor[]> = {};
    const layers: Record<string, Tensor[]> = {};
    for (const { cell } of this.#wiring) {
      traces[cell.site.name] = [];
      if (cell.unit.counters.length > 0) {
        counts[cell.site.name] = Object.fromEntries(cell.unit.counters.map((name) => [name, 0]));
      }
    }
    for (let step = 0; step < steps; step++) {
      const when: When = { first: step === 0, last: step === steps - 1 };
      for (const name of this.#lowered.inputs) values.set(name, sample[name]![step]!);
      // A feedback cell gives its state first, so that readers in front of it see this step's value.
      this.#wiring.forEach(({ cell }, i) => {
        if (cell.unit.feedback === true) this.#give(cell, this.#states[i], when, values);
      });
      this.#wiring.forEach((wiring, i) => {
        this.#fire(wiring, i, when, values, counts, traces);
      });
      for (const [name, edge] of this.#outputs) append(outputs, name, values.get(edge.from)!);
      if (options.layers === true) for (const [key, value] of values) append(layers, key, value);
    }
    return { outputs, counts, traces, ...(options.layers === true ? { layers } : {}) };
  }

  #give(cell: Cell, state: unknown, when: When, values: Map<string, Tensor>): void {
    // Outputs of a feedback cell depend on the state alone, so any input will do to read them.
    const { outputs } = cell.unit.step(cell.site, {}, state, when);
    for (const [port, value] of Object.entries(outputs)) values.set(`${cell.site.name}.${port}`, value);
  }

  #fire(
    { cell, inputs }: Wiring,
    index: number,
    when: When,
    values: Map<string, Tensor>,
    counts: Record<string, Record<string, number>>,
    traces: Record<string, unknown[]>,
  ): void {
    const { unit, site } = cell;
    const given: Record<string, Tensor> = {};
    for (const [port, edge] of inputs) {
      const value = values.get(edge.from);
      assert(value !== undefined, `${edge.from} has no value when ${site.name} fires`);
      given[port] = value;
    }
    const firing = unit.step(site, given, this.#states[index], when);
    const clears = unit.clears === 'tensor' || (unit.clears === 'sample' && when.last);
    this.#states[index] = clears ? unit.initial(site) : firing.state;
    if (unit.feedback !== true) {
      for (const [port, value] of Object.entries(firing.outputs)) values.set(`${site.name}.${port}`, value);
    }
    traces[site.name]!.push(firing.trace);
    const total = counts[site.name];
    if (total === undefined) return;
    for (const [name, value] of Object.entries(unit.count(site, firing.trace))) total[name]! += value;
  }
}

/** Runs samples in order on a fresh model. */
export function runGolden(lowered: Lowered, samples: readonly Sample[], options: GoldenOptions = {}): GoldenSample[] {
  const golden = new Golden(lowered);
  return samples.map((sample) => golden.run(sample, options));
}

function append(lists: Record<string, Tensor[]>, key: string, value: Tensor): void {
  lists[key] = [...(lists[key] ?? []), value];
}

function edgeTo(lowered: Lowered, name: string): Edge {
  const edge = lowered.edges.find(({ to }) => to === name);
  assert(edge !== undefined, `graph output ${name} has no edge`);
  return edge;
}

function nodeOf(end: string): string | undefined {
  return end.includes('.') ? end.slice(0, end.indexOf('.')) : undefined;
}

function portOf(end: string): string {
  return end.slice(end.indexOf('.') + 1);
}
