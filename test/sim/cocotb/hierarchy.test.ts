// The tree of handles: instances with several signals, blocks of generate loops, and parameters.
import { beforeAll, expect, test } from 'vitest';
import { Event, HierarchyHandle, type LogicHandle, simulate, Timer } from '../../../src/sim/kernel/index.ts';
import type { NativeModel } from '../../../src/sim/model/index.ts';
import { build } from '../model/open.ts';
import { messageOf } from './support.ts';

let tree: NativeModel;
beforeAll(async () => {
  const publicSignals = ['u_leaf.state_q', 'u_leaf.memory', 'g_sum[1].part_q'];
  tree = await build('tree', { publicSignals, forceable: ['u_leaf.state_q', 'u_leaf.twice', 'd_i'] });
});

test('an instance has all of its signals, and is a HierarchyHandle', async () => {
  const ending = await simulate(tree, (dut) => {
    expect([...dut.u_leaf].map((signal) => (signal as LogicHandle).name)).toEqual(['state_q', 'memory', 'twice']);
    expect(dut.u_leaf).toBeInstanceOf(HierarchyHandle);
    expect(dut).toBeInstanceOf(HierarchyHandle);
  });
  expect(ending.error).toBeUndefined();
});

test('a misspelt property of a signal is an error with the near name, read or written', async () => {
  const ending = await simulate(tree, async (dut) => {
    const message = 'd_i must have a property vlaue to use it, but has none: did you mean value?';
    expect(await messageOf(() => dut.d_i.vlaue)).toBe(message);
    const write = () => {
      dut.d_i.vlaue = 1;
    };
    expect(await messageOf(write)).toBe(message);
    expect(dut.d_i).toEqual(dut.d_i);
  });
  expect(ending.error).toBeUndefined();
});

test("attributes of cocotb's handles are errors with their counterpart", async () => {
  const ending = await simulate(tree, async (dut) => {
    const lacks = (path: string, name: string, hint: string) =>
      `${path} must have a ${path === 'tree' ? 'signal' : 'property'} ${name} to use it, but has none: ${hint}`;
    const log = 'a test logs with log of its second argument, (dut, { log }) => ...';
    expect(await messageOf(() => dut._log.info('hello'))).toBe(lacks('tree', '_log', log));
    expect(await messageOf(() => dut._id('d_i', false))).toBe(lacks('tree', '_id', 'names are found by get(name)'));
    expect(await messageOf(() => dut.d_i._log.info('hello'))).toBe(lacks('d_i', '_log', log));
    expect(await messageOf(() => dut.d_i._name)).toBe(lacks('d_i', '_name', 'its name is .name'));
    const { memory } = dut.u_leaf;
    expect(await messageOf(() => memory[3].value)).toBe(lacks('u_leaf.memory', '3', 'an element is .at(3)'));
    const write = () => {
      memory[3] = 1;
    };
    expect(await messageOf(write)).toBe(lacks('u_leaf.memory', '3', 'an element is .at(3)'));
    expect(await messageOf(() => memory.valeu)).toBe(lacks('u_leaf.memory', 'valeu', 'its values are .value'));
    expect(await messageOf(() => new Event('done').set(...([3] as never[])))).toBe(
      'done.set must be called without data, not with 3: use a Queue',
    );
  });
  expect(ending.error).toBeUndefined();
});

test('get finds signals in blocks of a generate loop, and elements of arrays', async () => {
  const ending = await simulate(tree, async (dut) => {
    expect(dut.get('g_sum[1].part_q')).toBe(dut['g_sum[1]'].part_q);
    expect(dut.get('u_leaf.memory[3]')).toBe(dut.u_leaf.memory.at(3));
    expect(await messageOf(() => dut.get('g_sum[0].part_q'))).toBe(
      'tree must have a signal g_sum to use it, but has none: it has clk_i, d_i, q_o, sum_o, u_leaf, g_sum[1]',
    );
  });
  expect(ending.error).toBeUndefined();
});

test('parameters of the top have values, are no signals, and cannot be written', async () => {
  const counter = await build('counter', { parameters: { Width: 5 } });
  const ending = await simulate(counter, async (dut) => {
    expect([dut.Width.value, dut.Width.name, dut.Width.isConst]).toEqual([5, 'Width', true]);
    expect([...dut].map((signal) => (signal as LogicHandle).name)).not.toContain('Width');
    const write = () => {
      dut.Width.value = 6;
    };
    expect(await messageOf(write)).toBe(
      'Width must be set when the model is built, since it is a parameter, not in a test',
    );
  });
  expect(ending.error).toBeUndefined();
});

test('elements of an array have the indices of the source, and its value runs from left to right', async () => {
  const shapes = await build('shapes');
  const ending = await simulate(shapes, async (dut) => {
    const { up_i, down_o, below_o, matrix_o } = dut;
    expect([up_i, down_o, below_o, matrix_o].map(({ range }) => `${range}`)).toEqual([
      '4 to 7',
      '7 downto 4',
      '-1 to 2',
      '0 to 5',
    ]);
    up_i.value = [14, 15, 16, 17];
    up_i.at(7).value = 27;
    await Timer(1);
    expect([up_i.value, down_o.value, below_o.value]).toEqual([
      [14, 15, 16, 27],
      [28, 17, 16, 15],
      [16, 17, 18, 29],
    ]);
    expect([up_i.at(4).value, down_o.at(4).value, below_o.at(-1).value]).toEqual([14, 15, 16]);
    expect(dut.get('below_o[-1]')).toBe(below_o.at(-1));
    expect([...down_o].map(({ name }) => name)).toEqual(['down_o[7]', 'down_o[6]', 'down_o[5]', 'down_o[4]']);
    expect(await messageOf(() => down_o.at(3))).toBe('index of down_o must be from 7 to 4, not 3');
  });
  expect(ending.error).toBeUndefined();
});
