// Signals of a model: what they are, and that their storage is the model's own.
import { beforeAll, describe, expect, test } from 'vitest';
import type { NativeInstance, NativeModel, SignalInfo } from '../../../src/sim/model/index.ts';
import { build, clock, read, storages, write } from './open.ts';

describe('ports of every storage class', () => {
  let instance: NativeInstance;
  let at: Record<string, Uint8Array>;
  beforeAll(async () => {
    instance = (await build('shapes')).open();
    at = storages(instance);
    return () => instance.free();
  });

  /** Path, direction, width with `s` for a sign, elements, and bytes of storage. */
  const row = ({ path, direction, width, signed, elements, storage }: SignalInfo) =>
    `${path} ${direction} ${width}${signed ? 's' : ''}${elements === undefined ? '' : ` x${elements}`} ${storage.length}`;

  test('are listed in the order of the port list with width, sign, elements and storage', () => {
    expect(instance.signals.map(row)).toEqual([
      'clk_i in 1 1',
      'w16_i in 16 2',
      'w32_i in 32 4',
      'w64_i in 64 8',
      'w65_i in 65 12',
      'w128_i in 128 16',
      's12_i in 12s 2',
      'packed_i in 8 1',
      'struct_i in 8 1',
      'array_i in 5 x3 3',
      'wide_array_i in 65 x2 24',
      'up_i in 5 x4 4',
      'double__under_i in 8 1',
      'w16_o out 16 2',
      'w32_o out 32 4',
      'w64_o out 64 8',
      'w65_o out 65 12',
      'w128_o out 128 16',
      's13_o out 13s 2',
      'array_o out 5 x3 3',
      'matrix_o out 7 x6 6',
      'wide_array_o out 65 x2 24',
      'down_o out 5 x4 4',
      'below_o out 5 x4 4',
      'odd[0] out 8 1',
    ]);
  });

  test.each([16, 32, 64, 65, 128])('a port of %i bits carries every bit in and out', (width) => {
    const ones = (1n << BigInt(width)) - 1n;
    for (const value of [0n, 1n, ones, 1n << BigInt(width - 1), 0x5555_5555_5555_5555_5555n & ones]) {
      write(at[`w${width}_i`], value);
      instance.eval();
      expect(read(at[`w${width}_o`])).toBe(ones ^ value);
    }
  });

  test('a signed port holds two complement without sign extension in storage', () => {
    write(at.s12_i, 5n);
    instance.eval();
    expect(read(at.s13_o)).toBe(BigInt.asUintN(13, -5n));
    write(at.s12_i, BigInt.asUintN(12, -2048n));
    instance.eval();
    expect(read(at.s13_o)).toBe(2048n);
  });

  test('elements of unpacked arrays follow each other, the last dimension fastest', () => {
    at.array_i.set([1, 2, 3]);
    instance.eval();
    expect([...at.array_o]).toEqual([3, 2, 1]);
    expect([...at.matrix_o]).toEqual([1, 2, 3, 11, 12, 13]);
    write(at.wide_array_i.subarray(0, 12), (1n << 64n) | 7n);
    write(at.wide_array_i.subarray(12), 9n);
    instance.eval();
    expect(read(at.wide_array_o.subarray(0, 12))).toBe(9n);
    expect(read(at.wide_array_o.subarray(12))).toBe((1n << 64n) | 7n);
  });

  test('packed dimensions, packed structures and odd names are vectors like others', () => {
    at.packed_i[0] = 0x2f;
    at.struct_i[0] = 0x81;
    at.double__under_i[0] = 0x10;
    instance.eval();
    expect(at['odd[0]'][0]).toBe(0xf2 ^ 0x01 ^ 0x80 ^ 0x10);
  });
});

describe('internal signals', () => {
  const publicSignals = ['u_leaf.state_q', 'u_leaf.memory', 'g_sum[1].part_q'];
  const forceable = ['u_leaf.state_q', 'u_leaf.twice', 'd_i'];
  let model: NativeModel;
  beforeAll(async () => {
    model = await build('tree', { publicSignals, forceable });
  });

  test('are those that were named, once each, after the ports', () => {
    const instance = model.open();
    expect(
      instance.signals.slice(4).map(({ path, direction, width, elements }) => [path, direction, width, elements]),
    ).toEqual([
      ['u_leaf.state_q', 'internal', 8, undefined],
      ['u_leaf.memory', 'internal', 8, 4],
      ['g_sum[1].part_q', 'internal', 8, undefined],
      ['u_leaf.twice', 'internal', 8, undefined],
    ]);
    instance.free();
  });

  test('show the state and take a deposit', () => {
    const instance = model.open();
    const at = storages(instance);
    // The first evaluation sees no edge.
    instance.eval();
    at.d_i[0] = 5;
    clock(instance);
    expect(at['u_leaf.state_q'][0]).toBe(5);
    expect(at['g_sum[1].part_q'][0]).toBe(6);
    clock(instance);
    expect(at['u_leaf.memory'][1]).toBe(5);
    at['u_leaf.memory'][0] = 0x80;
    at['u_leaf.state_q'][0] = 3;
    instance.eval();
    expect(at.q_o[0]).toBe(6 ^ 0x80);
    instance.free();
  });

  test('forced bits hold until they are released, in a register and in bits of a wire', () => {
    const instance = model.open();
    const at = storages(instance);
    instance.eval();
    at.d_i[0] = 1;
    clock(instance);
    at['u_leaf.memory'].fill(0);
    const [state, wire] = ['u_leaf.state_q', 'u_leaf.twice'].map((path) => instance.force(path)!);
    state.value[0] = 0x40;
    state.enable[0] = 0xff;
    clock(instance);
    at['u_leaf.memory'].fill(0);
    instance.eval();
    expect(at.q_o[0]).toBe(0x80);
    wire.value[0] = 0x0f;
    wire.enable[0] = 0x0f;
    instance.eval();
    expect(at.q_o[0]).toBe(0x8f);
    for (const force of [state, wire]) force.enable[0] = 0;
    clock(instance);
    at['u_leaf.memory'].fill(0);
    instance.eval();
    expect(at.q_o[0]).toBe(2);
    instance.free();
  });

  test('a port has no force storage, nor has what was not named', () => {
    const instance = model.open();
    expect(instance.force('d_i')).toBeUndefined();
    expect(instance.force('u_leaf.memory')).toBeUndefined();
    instance.free();
  });
});
