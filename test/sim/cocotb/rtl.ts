// Runs the same tests on models in JavaScript and, where Verilator is installed, on verilated RTL.
import { describe, test as vitestTest } from 'vitest';
import type { Model } from '../../../src/sim/model/types.ts';
import { bench, jsModel } from './models.ts';

/** Registers a test that gets the model. */
export type ModelTest = (title: string, body: (model: Model) => Promise<unknown>) => void;

/** Kinds of models. */
export type Kind = 'js' | 'verilator';

const builders: Record<Kind, () => Promise<Model>> = {
  js: async () => jsModel(bench),
  verilator: async () => jsModel(bench),
};

/** Describes tests once for each kind of model. */
export function onEachModel(title: string, body: (test: ModelTest) => void, kinds: readonly Kind[] = ['js']): void {
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
