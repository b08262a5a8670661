// Random benches mean the same in dendra and in cocotb 2.1, on Icarus and on Verilator: equal logs, line by line.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Model } from '../../../../src/sim/model/types.ts';
import { type Cocotb, cocotb, cocotbOnVerilator, type Verilated } from '../../../support/python.ts';
import { compare, differentialModel, report, shrink } from './compare.ts';
import { generateProgram } from './generate.ts';
import type { Log, Op, Program, Step } from './program.ts';
import { openIcarus, openVerilator, type Reference } from './reference.ts';

const count = 200;
const [icarus, verilator] = [await cocotb('2.1.0'), await cocotbOnVerilator()];
/** For builds that a first run makes. */
const patience = 180_000;

/** How often each line of a log must occur at least, among all programs; by phase where that matters. */
const occurrences: readonly (readonly [RegExp, number])[] = [
  [/ begin \S+ write/, 200],
  [/ change \S+ write/, 40],
  [/ settle \S+ write/, 40],
  [/ end \S+ write \S+ refused/, 20],
  [/ (readWrite|readOnly) refused/, 15],
  [/ settle \S+ readWrite/, 60],
  [/ end \S+ readOnly/, 40],
  [/ begin \S+ nextTimeStep/, 40],
  [/ begin \S+ (timer|grid)/, 200],
  [/ (change|settle|end) \S+ read/, 60],
  [/ first (edge|timer|event|readWrite|readOnly|clockCycles|complete|null)/, 150],
  [/ combine$/, 40],
  [/ (edge|timer|grid|event|first|combine) interrupted/, 100],
  [/ cancel \d 1/, 60],
  [/ cancel \d 0/, 10],
  [/ join \d \d/, 15],
  [/ join \d cancelled/, 3],
  [/ (put|get) \d /, 60],
  [/Queue(Full|Empty)/, 20],
  [/ event$/, 60],
  [/ acquired/, 20],
  [/ timeout(Task)? \d/, 10],
  [/ select \d/, 8],
  [/ gather \d/, 8],
  [/ wait(First|All|Error) /, 30],
  [/ boom/, 5],
];

const every: readonly Op[] = [
  ...(['edge', 'timer', 'grid', 'clockCycles', 'readOnly', 'readWrite', 'nextTimeStep', 'null', 'event'] as const),
  ...(['complete', 'first', 'combine', 'write', 'read', 'raise', 'set', 'clear', 'isSet', 'put', 'putNowait'] as const),
  ...(['get', 'getNowait', 'spawn', 'cancel', 'join', 'lock', 'repeat', 'timeout', 'timeoutTask', 'select'] as const),
  ...(['gather', 'waitFirst', 'waitAll', 'waitError', 'state', 'pulse', 'child', 'cleanup', 'manager'] as const),
];
const special: readonly Op[] = ['clockStart', 'clockStop', 'cycles', 'round', 'force', 'freeze', 'release'];

const onIcarus: typeof occurrences = [
  ...occurrences,
  [/ change \S+ edge clk=/, 200],
  [/ change \S+ edge [abd]=/, 90],
  [/ timeout over/, 10],
];

/** Benches that leave nothing out await more signals, each less often. */
const onVerilator: typeof occurrences = [
  ...occurrences,
  [/ change \S+ edge clk=/, 80],
  [/ change \S+ edge [abd]=/, 50],
  [/ change \S+ edge clk2=/, 15],
  [/ change \S+ edge (div|x|q|wq|y|wy|sy|count)=/, 60],
  [/ change \S+ read a/, 60],
  [/ timeout over/, 6],
  [/ clockStart \d 1/, 15],
  [/ clockStop \d 1/, 15],
  [/ round$/, 60],
  [/ round refused/, 5],
  [/ cycles$/, 25],
  [/ cycles interrupted/, 5],
  [/ (force|freeze) [fh]$/, 15],
  [/ release [fh]$/, 5],
];

describe.each([
  ['Icarus', icarus, () => openIcarus(icarus as Cocotb), every, onIcarus],
  ['Verilator', verilator, () => openVerilator(verilator as Verilated), [...every, ...special], onVerilator],
] as const)('random benches, cocotb 2.1 on %s', (name, { missing }, open, ops, lines) => {
  describe.skipIf(missing !== undefined)(missing ?? 'log the same', () => {
    let [model, reference, programs, logs]: [Model?, Reference?, (readonly Program[])?, (readonly Log[])?] = [];
    beforeAll(async () => {
      model = await differentialModel();
      reference = await open();
      const { simulator } = reference;
      programs = Array.from({ length: count }, (_, i) => generateProgram(i + 1, simulator));
    }, patience);
    afterAll(() => reference?.close());

    test(`seeds 1 to ${count}`, async () => {
      const found = await compare(model!, reference!, programs!);
      logs = found.logs;
      if (found.difference !== undefined) throw new Error(report(await shrink(model!, reference!, found.difference)));
    });

    test.each(ops)('use the step %s', (op) => {
      const used = programs!.filter(({ tasks }) => JSON.stringify(tasks).includes(`"op":"${op}"`));
      expect(used.length).toBeGreaterThan(10);
    });

    test.each(lines)('log %s often', (line, least) => {
      expect(logs!.flat().filter((entry) => line.test(entry)).length).toBeGreaterThanOrEqual(least);
    });

    // The same code for both; Verilator starts faster.
    test.runIf(name === 'Verilator')(
      'a bench that means something else is found, and shrunk to the step that differs',
      async () => {
        const swapped = async (programs: readonly Program[]): Promise<Log[]> => {
          const changed = programs.map((program) => ({ ...program, tasks: program.tasks.map(withoutReadWrite) }));
          return reference!.run(changed as Program[]);
        };
        const wrong: Reference = { ...reference!, run: swapped, close: async () => {} };
        const { difference } = await compare(model!, wrong, programs!.slice(0, 20));
        const small = await shrink(model!, wrong, difference!);
        expect(JSON.stringify(small.program)).toContain('"op":"readWrite"');
        expect(small.program.tasks.flatMap(({ steps }) => steps).length).toBeLessThanOrEqual(2);
        expect(report(small)).toMatch(
          /^seed \d+: logs differ from line \d+ on\ndendra\n {2}[\s\S]*\ncocotb\n {2}[\s\S]*"seed"/,
        );
      },
    );
  });
});

/** A body with ReadOnly for every plain ReadWrite: what a kernel with a wrong phase would do. */
function withoutReadWrite<T extends { readonly steps: readonly Step[] }>(body: T): T {
  return JSON.parse(JSON.stringify(body).replaceAll('"op":"readWrite"', '"op":"readOnly"'));
}
