// Runs the same tests on models in JavaScript and, where Verilator is installed, on verilated RTL.
import { fileURLToPath } from 'node:url';
import { describe, test as vitestTest } from 'vitest';
import { buildModel } from '../../../src/sim/model/index.ts';
import type { Model } from '../../../src/sim/model/types.ts';
import { bench, jsModel } from './models.ts';

/** Registers a test that gets the model. */
export type ModelTest = (title: string, body: (model: Model) => Promise<unknown>) => void;

/** Kinds of models. */
export type Kind = 'js' | 'verilator';

const builders: Record<Kind, () => Promise<Model>> = {
  js: async () => jsModel(bench),
  verilator: async () =>
    zeroed(
      await buildModel({
        sources: [fileURLToPath(new URL('bench.sv', import.meta.url))],
        top: 'top',
        publicSignals: ['u_core.state_q'],
        forceable: ['u_core.state_q'],
        timescale: '1ps/1ps',
      }),
    ),
};

/** A model whose inputs start at 0 instead of at random, as those of the other kind do. */
function zeroed(model: Model): Model {
  const open: Model['open'] = (options) => {
    const instance = model.open(options);
    for (const { direction, storage } of instance.signals) if (direction === 'in') storage.fill(0);
    return instance;
  };
  return { ...pickModel(model), open };
}

function pickModel({ top, simulator, version, precision }: Model): Omit<Model, 'open'> {
  return { top, simulator, version, precision };
}

/** Describes tests once for each kind of model. */
export function onEachModel(
  title: string,
  body: (test: ModelTest) => void,
  kinds: readonly Kind[] = ['js', 'verilator'],
): void {
  for (const kind of kinds) {
    describe(`${title} (${kind})`, () => {
      let model: Promise<Model> | undefined;
      body((name, run) => {
        vitestTest(name, async () => {
          model ??= builders[kind]();
          await run(await model);
        });
      });
    });
  }
}
