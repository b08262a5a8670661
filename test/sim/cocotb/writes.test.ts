// Writes and reads of signals.
import { expect } from 'vitest';
import {
  Clock,
  ClockCycles,
  Deposit,
  Force,
  Freeze,
  getSimTime,
  Immediate,
  NullTrigger,
  ReadOnly,
  ReadWrite,
  Release,
  RisingEdge,
  simulate,
  startSoon,
  Timer,
} from '../../../src/sim/kernel/index.ts';
import { LogicArray } from '../../../src/sim/values/index.ts';
import { onEachModel } from './rtl.ts';
import { logged, messageOf, run } from './support.ts';

onEachModel('writes', (test) => {
  test('the last write to a signal before its application wins, whichever task made it', async (model) => {
    const seen = await logged(async (dut, log) => {
      startSoon(async () => {
        dut.d.value = 2;
      });
      dut.d.value = 1;
      dut.d.value = new Deposit(3);
      await NullTrigger();
      await ReadOnly();
      log(dut.d.value);
    }, model);
    expect(seen).toEqual([2]);
  });

  test('overlapping writes of a vector and of its bits keep program order', async (model) => {
    const seen = await logged(async (dut, log) => {
      dut.d.value = 0b1111;
      dut.d.bit(0).value = 0;
      dut.d.bit(7).value = 1;
      await ReadWrite();
      log(dut.d.value);
      dut.d.bit(0).value = 1;
      dut.d.value = 0b10;
      await ReadWrite();
      log([dut.d.value, dut.d.bit(1).value, dut.d.bit(0).value]);
    }, model);
    expect(seen).toEqual([0b10001110, [2, 1, 0]]);
  });

  test('an element written after the whole array wins, and the array reads back as a list', async (model) => {
    const seen = await logged(async (dut, log) => {
      dut.mem.value = [1, 2, 3, 4];
      dut.mem.at(0).value = 10;
      await ReadOnly();
      log(dut.mem.value);
    }, model);
    expect(seen).toEqual([[10, 2, 3, 4]]);
  });

  test('Immediate reads back at once, and a queued write of before still follows it', async (model) => {
    const seen = await logged(async (dut, log) => {
      dut.d.value = 1;
      dut.d.value = new Immediate(2);
      log(dut.d.value);
      await ReadWrite();
      log([dut.d.value, dut.y.value]);
    }, model);
    expect(seen).toEqual([2, [1, 2]]);
  });

  test('Force holds against writes and the design until Release, which leaves the value; Freeze holds the present one', async (model) => {
    const seen = await logged(async (dut, log) => {
      new Clock(dut.clk, 10).start(false);
      const state = dut.u_core.state_q;
      const atNextEdge = async () => {
        await RisingEdge(dut.clk);
        await ReadOnly();
        log(state.value);
        await Timer(1);
      };
      state.value = new Force(9);
      log(state.value);
      state.value = 3;
      await atNextEdge();
      state.value = new Release();
      log(state.value);
      await atNextEdge();
      state.value = new Freeze();
      await atNextEdge();
      state.value = new Release();
      await atNextEdge();
    }, model);
    expect(seen).toEqual([9, 9, 9, 10, 10, 11]);
  });

  test('a forced input ignores writes until it is released', async (model) => {
    const seen = await logged(async (dut, log) => {
      dut.d.value = new Force(4);
      dut.d.value = 8;
      await ReadWrite();
      log([dut.d.value, dut.y.value]);
      dut.d.value = new Release();
      dut.d.value = 8;
      await ReadWrite();
      log([dut.d.value, dut.y.value]);
    }, model);
    expect(seen).toEqual([
      [4, 5],
      [8, 9],
    ]);
  });

  test('Release of a signal that is not forced changes nothing, and still makes ReadWrite fire again in its step', async (model) => {
    const seen = await logged(async (dut, log) => {
      startSoon(async () => {
        await Timer(1);
      });
      dut.d.value = 4;
      await ReadWrite();
      dut.d.value = new Release();
      await ReadWrite();
      log([getSimTime(), dut.d.value]);
      await ReadWrite();
      log([getSimTime(), dut.d.value]);
    }, model);
    expect(seen).toEqual([
      [0, 4],
      [1, 4],
    ]);
  });

  test('a signal that was not built as forceable cannot be forced', async (model) => {
    const force = async () =>
      await run(
        async (dut) => {
          dut.count.value = new Force(1);
        },
        { model },
      );
    expect(await messageOf(force)).toBe('count must be built as forceable to be forced, not as a plain signal');
  });

  test('integers of w bits lie in -2^(w-1) to 2^w-1; others, fractions and too long strings are errors', async (model) => {
    await run(
      async (dut) => {
        for (const [value, bits] of [
          [255, 255],
          [-128, 128],
          [-1, 255],
          [12n, 12],
          [true, 1],
          ['0000_1111', 15],
          [new LogicArray('10000001'), 129],
        ] as const) {
          dut.d.value = value;
          await ReadWrite();
          expect(dut.d.value).toBe(bits);
        }
        const assign = (value: unknown) => () => {
          dut.d.value = value;
        };
        const range = 'value of d must be an integer of 8 bits, -128 to 255, not';
        expect(await messageOf(assign(256))).toBe(`${range} 256`);
        expect(await messageOf(assign(-129))).toBe(`${range} -129`);
        expect(await messageOf(assign(1.5))).toBe(`${range} 1.5`);
        expect(await messageOf(assign(Number.NaN))).toBe(`${range} NaN`);
        expect(await messageOf(assign('101'))).toBe('value of d must have 8 bits, not the 3 of "101"');
        expect(await messageOf(assign('0000000X'))).toBe(
          'value of d must be made of 0 and 1, not "0000000X": the model has two states; COCOTB_RESOLVE_X chooses how X and Z are taken',
        );
        expect(await messageOf(assign(undefined))).toBe(
          'value of d must be an integer, a binary string, Logic or LogicArray, not undefined',
        );
        expect(await messageOf(() => dut.d.bit(8))).toBe('bit of d must be from 0 to 7, not 8');
        expect(await messageOf(() => dut.mem.at(4))).toBe('index of mem must be from 0 to 3, not 4');
        expect(
          await messageOf(() => {
            dut.mem.value = [1];
          }),
        ).toBe('value of mem must have 4 elements, not 1');
      },
      { model },
    );
  });

  test('a value is a number up to 53 bits and a bigint above; signed is in two’s complement; logic is a LogicArray', async (model) => {
    await run(
      async (dut) => {
        dut.wide.value = 2 ** 47 + 1;
        dut.vast.value = (1n << 99n) + 5n;
        dut.delta.value = -3;
        await ReadWrite();
        expect(dut.wide.value).toBe(2 ** 47 + 1);
        expect(dut.wide.signed).toBe(-(2 ** 47) + 1);
        expect(dut.vast.value).toBe((1n << 99n) + 5n);
        expect(dut.vast.signed).toBe(-(1n << 99n) + 5n);
        expect([dut.delta.value, dut.delta.signed, dut.delta.isSigned, dut.delta.width]).toEqual([253, -3, true, 8]);
        expect(dut.delta.logic.toString()).toBe('11111101');
        expect(dut.vast.logic.length).toBe(100);
        dut.vast.value = -1;
        await ReadWrite();
        expect(dut.vast.value).toBe((1n << 100n) - 1n);
      },
      { model },
    );
  });

  test('a change of a wide signal is a ValueChange; an edge needs one bit', async (model) => {
    const seen = await logged(async (dut, log) => {
      startSoon(async () => {
        await dut.vast.valueChange;
        log(dut.vast.value);
      });
      await Timer(1);
      dut.vast.value = 1n << 80n;
      await ReadOnly();
      log(await messageOf(() => dut.d.risingEdge));
      log(await messageOf(() => RisingEdge(3 as never)));
      log(await messageOf(() => new Clock(3 as never, 10)));
      log(await messageOf(() => ClockCycles({} as never, 1)));
    }, model);
    expect(seen).toEqual([
      1n << 80n,
      'RisingEdge must be given a signal of 1 bit, not d of 8',
      'RisingEdge must be given a signal, not 3',
      'Clock must be given a signal, not 3',
      'ClockCycles must be given a signal, not an object of Object',
    ]);
  });

  test('names: by property, by path, below instances; an unknown one is an error with near names', async (model) => {
    await run(
      async (dut) => {
        expect(dut.get('u_core.state_q')).toBe(dut.u_core.state_q);
        expect(dut.u_core.state_q.path).toBe('u_core.state_q');
        expect(dut.u_core.state_q.name).toBe('state_q');
        expect(dut.get('mem[2]')).toBe(dut.mem.at(2));
        expect([...dut].length).toBe(Object.keys(dut).length);
        expect(await messageOf(() => dut.cont.value)).toBe(
          'top must have a signal cont to use it, but has none: did you mean count?',
        );
        expect(await messageOf(() => dut.u_core.nothing_like_it)).toBe(
          'top.u_core must have a signal nothing_like_it to use it, but has none: it has state_q',
        );
        expect(await messageOf(() => dut.get('u_core.state'))).toBe(
          'top.u_core must have a signal state to use it, but has none: did you mean state_q?',
        );
        const replace = () => {
          dut.d = 4;
        };
        expect(await messageOf(replace)).toBe(
          'd must be written through its value, not replaced: write dut.d.value = ...',
        );
        const invent = () => {
          dut.dd = 4;
        };
        expect(await messageOf(invent)).toBe('top must have a signal dd to use it, but has none: did you mean d?');
      },
      { model },
    );
  });

  test('a handle used after its simulation throws', async (model) => {
    let kept: { value: unknown } | undefined;
    await simulate(model, (dut) => {
      kept = dut.d;
    });
    const late = 'd must be used while its simulation runs, not after its end';
    expect(await messageOf(() => kept!.value)).toBe(late);
  });
});
