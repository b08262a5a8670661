// AXI: bursts of every kind on a memory in RTL and on the model of one, answers out of order, and broken rules that are named.
import { expect, test } from 'vitest';
import {
  AxiBurst,
  AxiBus,
  AxiChecker,
  AxiMaster,
  AxiRam,
  AxiResp,
  pauseBitmap,
  pauseRandom,
} from '../../../src/sim/bus/index.ts';
import { ClockCycles, type Dut, hwtest, RisingEdge, startSoon, type Waitable } from '../../../src/sim/runner/index.ts';
import { messageOf, modelOf, startUp } from './models.ts';

hwtest.use({ model: modelOf('axi'), timeout: [2, 'ms'] });

const noise = (length: number, random: () => number) => Uint8Array.from({ length }, () => random() * 256);

const memory = (dut: Dut, options = {}) => {
  const bus = AxiBus.fromPrefix(dut, 's_axi');
  new AxiChecker(bus, dut.clk, dut.rst);
  return new AxiMaster(bus, dut.clk, dut.rst, options);
};

const wires = (dut: Dut, options = {}) => {
  const [near, far] = [AxiBus.fromPrefix(dut, 'p_axi'), AxiBus.fromPrefix(dut, 'q_axi')];
  new AxiChecker(near, dut.clk, dut.rst);
  new AxiChecker(far, dut.clk, dut.rst);
  return {
    master: new AxiMaster(near, dut.clk, dut.rst),
    ram: new AxiRam(far, dut.clk, dut.rst, { size: 2 ** 16, ...options }),
  };
};

hwtest.parametrize({ size: [0, 1, 2, 3], pauses: ['none', 'all'] })(
  'unaligned and narrow bursts on a memory in RTL',
  async (dut, { random }, { size, pauses }) => {
    await startUp(dut);
    const master = memory(dut);
    if (pauses === 'all') {
      for (const channel of [master.aw, master.w, master.b, master.ar, master.r]) {
        channel.setPauseGenerator(pauseRandom(random, 0.3, { maximum: 4 }));
      }
    }
    const shadow = noise(128, random);
    await master.write(0xfc0, shadow);
    for (let i = 0; i < 40; i++) {
      const [start, length] = [Math.floor(random() * 64), 1 + Math.floor(random() * 64)];
      const data = noise(length, random);
      shadow.set(data, start);
      // The range holds a 4 KB boundary.
      expect((await master.write(0xfc0 + start, data, { size })).resp).toBe(AxiResp.OKAY);
      const [from, count] = [Math.floor(random() * 64), 1 + Math.floor(random() * 64)];
      expect((await master.read(0xfc0 + from, count, { size })).data).toEqual(shadow.slice(from, from + count));
    }
  },
);

hwtest('bursts are cut at their largest length and at 4 KB', async (dut, { random }) => {
  await startUp(dut);
  const master = memory(dut, { maxBurstLength: 16 });
  const seen: [number, number][] = [];
  startSoon(function* () {
    for (;;) {
      yield RisingEdge(dut.clk);
      if (dut.s_axi_awvalid.value === 1 && dut.s_axi_awready.value === 1) {
        seen.push([dut.s_axi_awaddr.value, dut.s_axi_awlen.value + 1]);
      }
    }
  });
  const data = noise(300, random);
  await master.write(0xf45, data);
  expect((await master.read(0xf45, 300)).data).toEqual(data);
  expect(seen).toEqual([
    [0xf45, 16],
    [0xfc0, 8],
    [0x1000, 15],
  ]);
});

hwtest('wrapping and fixed bursts', async (dut) => {
  await startUp(dut);
  const master = memory(dut);
  await master.write(
    0,
    Array.from({ length: 64 }, (_, i) => i),
  );
  const wrapped = await master.read(0x18, 32, { burst: AxiBurst.WRAP });
  expect([...wrapped.data]).toEqual([
    ...Array.from({ length: 8 }, (_, i) => 24 + i),
    ...Array.from({ length: 24 }, (_, i) => i),
  ]);
  await master.write(0x6, [100, 101, 102, 103], { burst: AxiBurst.WRAP, size: 1 });
  expect([...(await master.read(4, 4)).data]).toEqual([102, 103, 100, 101]);
  await master.write(0x21, [1, 2, 3, 4, 5, 6], { burst: AxiBurst.FIXED, size: 1 });
  expect([...(await master.read(0x20, 4)).data]).toEqual([32, 6, 34, 35]);
  const fixed = await master.read(0x22, 34, { burst: AxiBurst.FIXED, size: 1 });
  expect([...new Set(fixed.data)]).toEqual([34, 35]);
});

hwtest.parametrize({ shuffle: [false, true] })(
  'many transfers at once on the model of a memory',
  // One seed in a hundred shuffles nothing.
  { seed: 1 },
  async (dut, { random }, { shuffle }) => {
    await startUp(dut);
    const { master, ram } = wires(dut, shuffle ? { shuffle: random } : {});
    if (shuffle) for (const channel of [ram.aw, ram.w, ram.ar]) channel.setPauseGenerator(pauseRandom(random, 0.2));
    const data = Array.from({ length: 12 }, (_, i) => noise(20 + 13 * i, random));
    const order: number[] = [];
    const writes = data.map((bytes, i) => master.write(0x1000 * i + i, bytes, { id: i % 3 }));
    for (const write of writes) await write;
    expect(data.map((bytes, i) => ram.read(0x1000 * i + i, bytes.length))).toEqual(data);
    const reads = data.map((bytes, i) => ({ i, read: master.read(0x1000 * i + i, bytes.length) }));
    const tasks = reads.map(({ i, read }) =>
      startSoon(function* () {
        const result = yield* read;
        order.push(i);
        expect(result.data).toEqual(data[i]);
      }),
    );
    for (const task of tasks) await task;
    const inOrder = order.every((value, i) => value === i);
    expect([order.length, inOrder, master.idle()]).toEqual([12, !shuffle, true]);
  },
);

hwtest('side signals and words arrive, and errors are in the results', async (dut) => {
  await startUp(dut);
  const { master, ram } = wires(dut, {
    respond: (_: string, at: bigint) => (at === 0x104n ? AxiResp.SLVERR : AxiResp.OKAY),
  });
  await master.writeDwords(0x80, [1, 0xffffffff], { lock: 1, cache: 5, prot: 1 });
  expect([dut.q_axi_awlock.value, dut.q_axi_awcache.value, dut.q_axi_awprot.value]).toEqual([1, 5, 1]);
  expect(await master.readDwords(0x80, 2)).toEqual([1, 0xffffffff]);
  expect((await master.write(0x100, new Uint8Array(16).fill(7))).resp).toBe(AxiResp.SLVERR);
  expect(ram.hexdump(0x100, 16)).toBe('00000100: 07 07 07 07 00 00 00 00 07 07 07 07 07 07 07 07  ................');
  expect((await master.read(0x100, 4)).resp).toBe(AxiResp.OKAY);
  await expect(resultOf(master.readQword(0x100))).resolves.toBe(
    'BusResponseError: read at 0x100 must be answered with OKAY, not SLVERR',
  );
});

hwtest('a reset drops transfers, and the bus works after it', async (dut) => {
  await startUp(dut);
  const { master, ram } = wires(dut);
  const [write, read] = [master.write(0, new Uint8Array(400)), master.read(0, 400)];
  await ClockCycles(dut.clk, 20);
  dut.rst.value = 1;
  await ClockCycles(dut.clk, 3);
  dut.rst.value = 0;
  expect([await resultOf(write), await resultOf(read)]).toEqual([
    'BusResetError: write of 400 bytes at 0x0 on p_axi must end before a reset, not be dropped by it',
    'BusResetError: read of 400 bytes at 0x0 on p_axi must end before a reset, not be dropped by it',
  ]);
  await master.writeQword(0x200, 0x1122334455667788n);
  expect([await master.readQword(0x200), ram.memory.readWords(0x200, 1, 8)]).toEqual([
    0x1122334455667788n,
    [0x1122334455667788n],
  ]);
});

async function resultOf(what: Waitable<unknown>): Promise<string> {
  try {
    return String(await what);
  } catch (error) {
    return String(error);
  }
}

hwtest('what cannot be transferred is refused', async (dut) => {
  await startUp(dut);
  const master = memory(dut);
  const refusals: [() => unknown, string][] = [
    [() => master.read(0, 8, { size: 4 }), 'size on s_axi must be from 0 to 3, not 4'],
    [() => master.read(0, 8, { id: 16 }), 'id on s_axi must be an integer from 0 to 15, not 16'],
    [() => master.read(0, 8, { qos: 1 }), 'qos on s_axi.ar must be 0, since the bus has no such signal, not 1'],
    [() => master.read(0x1ff8, 9), 'a transfer on s_axi must lie in 0 to 0x1fff, not at 0x1ff8 and 9 bytes'],
    [
      () => master.read(0, 24, { burst: AxiBurst.WRAP }),
      'read of 24 bytes at 0x0 on s_axi must have 2, 4, 8 or 16 beats of 8 bytes to wrap',
    ],
    [
      () => master.write(4, new Uint8Array(16), { burst: AxiBurst.WRAP }),
      'write of 16 bytes at 0x4 on s_axi must start at a multiple of 8 to wrap, not at 0x4',
    ],
    [() => memory(dut, { maxBurstLength: 0 }), 'maxBurstLength of s_axi must be an integer from 1 to 256, not 0'],
  ];
  for (const [action, message] of refusals) expect(action).toThrow(expect.objectContaining({ message }));
  expect(master.idle()).toBe(true);
});

const misbehave = (bug: number) =>
  messageOf('axi', async (dut) => {
    await startUp(dut);
    dut.bug.value = bug;
    const { master, ram } = wires(dut);
    ram.aw.setPauseGenerator(pauseBitmap('1110'));
    await master.write(0x40, new Uint8Array(16), { id: 3 });
    await master.read(0x40, 16, { id: 5 });
  });

test.each([
  ['behaves', 0, 'passed'],
  [
    'changes its address',
    1,
    'ProtocolError: q_axi_awaddr must stay 0xffffffbf until q_axi_awready is 1, not become 0x40\n  at cycle 2, step 65000 (rule stable-until-ready)',
  ],
  [
    'crosses 4 KB',
    2,
    'ProtocolError: q_axi_awaddr must start a burst within 4 KB, not one from 0xff8 to 0x1007\n  at cycle 4, step 85000 (rule burst-4k)',
  ],
  [
    'wraps from an odd address',
    3,
    'ProtocolError: q_axi_awaddr must be a multiple of 4 to wrap, not 0x2\n  at cycle 4, step 85000 (rule wrap-aligned)',
  ],
  [
    'wraps over three beats',
    4,
    'ProtocolError: q_axi_awlen must be 1, 3, 7 or 15 to wrap, not 2\n  at cycle 4, step 85000 (rule wrap-length)',
  ],
  [
    'repeats an address 17 times',
    5,
    'ProtocolError: q_axi_awlen must be at most 15 in a fixed burst, not 16\n  at cycle 4, step 85000 (rule fixed-length)',
  ],
  [
    'sends beats wider than the bus',
    6,
    'ProtocolError: q_axi_awsize must be at most 2, the width of the data, not 3\n  at cycle 4, step 85000 (rule burst-size)',
  ],
  [
    'uses a reserved burst',
    7,
    'ProtocolError: q_axi_awburst must be FIXED, INCR or WRAP, not 3\n  at cycle 4, step 85000 (rule burst-type)',
  ],
  [
    'ends its data early',
    8,
    'ProtocolError: q_axi_wlast must be 0 in beat 1 of 4, not 1\n  at cycle 4, step 85000 (rule last-beat)',
  ],
  [
    'answers a write with another id',
    9,
    'ProtocolError: p_axi_bvalid must be 0 while no burst of id 12 waits for it, not 1\n  at cycle 9, step 135000 (rule answer-after-request)',
  ],
  [
    'answers EXOKAY to a plain write',
    10,
    'ProtocolError: p_axi_bresp must be OKAY, SLVERR or DECERR without lock, not EXOKAY\n  at cycle 9, step 135000 (rule exokay-with-lock)',
  ],
  [
    'answers a read with another id',
    11,
    'ProtocolError: p_axi_rvalid must be 0 while no burst of id 10 waits for it, not 1\n  at cycle 13, step 175000 (rule answer-after-request)',
  ],
  [
    'never ends a read',
    12,
    'ProtocolError: p_axi_rlast must be 1 in beat 4 of 4, not 0\n  at cycle 16, step 205000 (rule last-beat)',
  ],
  [
    'answers EXOKAY to a plain read',
    13,
    'ProtocolError: p_axi_rresp must be OKAY, SLVERR or DECERR without lock, not EXOKAY\n  at cycle 13, step 175000 (rule exokay-with-lock)',
  ],
  [
    'writes outside of a narrow beat',
    14,
    'ProtocolError: q_axi_wstrb must stay in 1 in this beat, not be 0xf\n  at cycle 4, step 85000 (rule strobe-in-beat)',
  ],
])('a design that %s: bug %i', async (_what, bug, message) => {
  expect(await misbehave(bug)).toBe(message);
});
