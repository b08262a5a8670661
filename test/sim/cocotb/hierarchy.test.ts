// The tree of handles: instances with several signals, blocks of generate loops, and parameters.
import { beforeAll, expect, test } from 'vitest';
import { HierarchyHandle, type LogicHandle, simulate } from '../../../src/sim/kernel/index.ts';
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
