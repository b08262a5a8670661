// AXI-Lite: registers behind a master, a memory behind a design, and broken rules that are named.
import { expect, test } from 'vitest';
import {
  AxiLiteBus,
  AxiLiteChecker,
  AxiLiteMaster,
  AxiLiteRam,
  AxiResp,
  ChannelMonitor,
  Memory,
  type ProtocolError,
  pauseBitmap,
  pauseRandom,
} from '../../../src/sim/bus/index.ts';
import {
  ClockCycles,
  type Dut,
  gather,
  hwtest,
  RisingEdge,
  startSoon,
  withTimeout,
} from '../../../src/sim/runner/index.ts';
import { messageOf, modelOf, startUp } from './models.ts';

hwtest.use({ model: modelOf('axil'), timeout: [200, 'us'] });

const start = async (dut: Dut) => {
  dut.go.value = 0;
  await startUp(dut);
  const [below, above] = [AxiLiteBus.fromPrefix(dut, 's_axil'), AxiLiteBus.fromPrefix(dut, 'm_axil')];
  new AxiLiteChecker(below, dut.clk, dut.rst);
  new AxiLiteChecker(above, dut.clk, dut.rst);
  return {
    master: new AxiLiteMaster(below, dut.clk, dut.rst),
    ram: new AxiLiteRam(above, dut.clk, dut.rst, { size: 4096 }),
  };
};

hwtest('words of every size are written and read', async (dut) => {
  const { master } = await start(dut);
  await master.writeDword(0, 0x12345678);
  await master.writeQword(8, 0x1122334455667788n);
  await master.writeWords(16, [1, -2, 3]);
  await master.writeByte(23, 0xab);
  expect(await master.readDword(0)).toBe(0x12345678);
  expect(await master.readQword(8)).toBe(0x1122334455667788n);
  expect(await master.readWords(16, 4)).toEqual([1, 0xfffe, 3, 0xab00]);
  expect([await master.readByte(23), await master.readWord(9, 3), await master.readWord(1)]).toEqual([
    0xab, 0x556677, 0x3456,
  ]);
  await master.writeDwords(32, [5, 6]);
  await master.writeQwords(40, [7n]);
  expect(await master.readDwords(32, 4)).toEqual([5, 6, 7, 0]);
  expect(await master.readQwords(32, 1)).toEqual([0x600000005n]);
});

hwtest.parametrize({ pauses: ['none', 'all'] })(
  'unaligned accesses of every length',
  async (dut, { random }, { pauses }) => {
    const { master } = await start(dut);
    const shadow = new Uint8Array(64);
    if (pauses === 'all') {
      for (const channel of [master.aw, master.w, master.b, master.ar, master.r]) {
        channel.setPauseGenerator(pauseRandom(random, 0.4, { maximum: 3 }));
      }
    }
    for (let length = 1; length <= 13; length++) {
      for (let offset = 0; offset < 4; offset++) {
        const data = Uint8Array.from({ length }, () => random() * 256);
        shadow.set(data, offset + length);
        const [written, read] = [master.write(offset + length, data), master.read(0, 64)];
        expect(await written).toEqual({ address: offset + length, length, resp: AxiResp.OKAY });
        await read;
        expect((await master.read(0, 64)).data).toEqual(shadow);
      }
    }
  },
);

hwtest('many transfers are under way at once', async (dut) => {
  const { master } = await start(dut);
  const writes = Array.from({ length: 16 }, (_, i) => master.initWrite(4 * i, [i, 0, 0, i]));
  expect([master.idle(), writes[0]!.done]).toEqual([false, false]);
  await withTimeout(master.wait(), 2, 'us');
  expect(writes.every(({ done }) => done)).toBe(true);
  const [low, high] = await gather(master.read(0, 4), master.initRead(60, 4));
  expect([low.data, high.data]).toEqual([Uint8Array.of(0, 0, 0, 0), Uint8Array.of(15, 0, 0, 15)]);
});

hwtest('responses are in the results, and helpers throw them', async (dut) => {
  const { master } = await start(dut);
  expect((await master.write(62, [1, 2, 3])).resp).toBe(AxiResp.SLVERR);
  expect(await master.read(100, 1)).toEqual({ address: 100, data: Uint8Array.of(0), resp: AxiResp.DECERR });
  const messages: string[] = [];
  for (const helper of [() => master.readDword(64), () => master.writeByte(99, 1)]) {
    try {
      await helper();
    } catch (error) {
      messages.push(String(error));
    }
  }
  expect(messages).toEqual([
    'BusResponseError: read at 0x40 must be answered with OKAY, not DECERR',
    'BusResponseError: write at 0x63 must be answered with OKAY, not SLVERR',
  ]);
});

hwtest('a reset drops transfers, and the bus works after it', async (dut) => {
  const { master } = await start(dut);
  const read = master.read(0, 64);
  const write = master.write(0, [1]);
  await ClockCycles(dut.clk, 3);
  dut.rst.value = 1;
  await ClockCycles(dut.clk, 3);
  dut.rst.value = 0;
  const messages: string[] = [];
  for (const operation of [read, write]) {
    try {
      await operation;
    } catch (error) {
      messages.push(String(error));
    }
  }
  expect(messages).toEqual([
    'BusResetError: read of 64 bytes at 0x0 on s_axil must end before a reset, not be dropped by it',
    'BusResetError: write of 1 bytes at 0x0 on s_axil must end before a reset, not be dropped by it',
  ]);
  await master.writeDword(4, 9);
  expect(await master.readDword(4)).toBe(9);
});

const copy = function* (dut: Dut, from: number, to: number, words: number) {
  dut.from.value = from;
  dut.to.value = to;
  dut.words.value = words;
  dut.go.value = 1;
  yield RisingEdge(dut.clk);
  dut.go.value = 0;
  do yield RisingEdge(dut.clk);
  while (dut.done.value === 0);
};

hwtest.parametrize({ pauses: ['none', 'all'] })('a design copies in a memory', async (dut, { random }, { pauses }) => {
  const { ram } = await start(dut);
  if (pauses === 'all') {
    for (const channel of [ram.aw, ram.w, ram.b, ram.ar, ram.r]) channel.setPauseGenerator(pauseRandom(random, 0.5));
  }
  const data = Uint8Array.from({ length: 80 }, (_, i) => 255 - i);
  ram.write(0x104, data);
  await startSoon(copy(dut, 0x104, 0x800, 20));
  expect([dut.resp.value, ram.read(0x800, 80)]).toEqual([0, data]);
});

hwtest('a memory answers with errors where it is told to', async (dut) => {
  dut.go.value = 0;
  await startUp(dut);
  const ram = new AxiLiteRam(AxiLiteBus.fromPrefix(dut, 'm_axil'), dut.clk, dut.rst, {
    memory: new Memory(256),
    respond: (kind, address) => (kind === 'write' && address === 0x44n ? AxiResp.SLVERR : AxiResp.OKAY),
  });
  ram.memory.writeWords(0, [1, 2, 3], 4);
  await startSoon(copy(dut, 0, 0x40, 3));
  expect([dut.resp.value, ram.memory.readWords(0x40, 3, 4)]).toEqual([AxiResp.SLVERR, [1, 0, 3]]);
});

hwtest('a monitor of a channel sees its items, and a checker can report instead of failing the test', async (dut) => {
  dut.go.value = 0;
  await startUp(dut);
  const bus = AxiLiteBus.fromPrefix(dut, 's_axil');
  const errors: ProtocolError[] = [];
  new AxiLiteChecker(bus, dut.clk, dut.rst, { onError: (error) => errors.push(error) });
  const [monitor, master] = [new ChannelMonitor(bus.w, dut.clk, dut.rst), new AxiLiteMaster(bus, dut.clk, dut.rst)];
  dut.bug.value = 2;
  await master.write(5, [1, 2, 3, 4]);
  expect([monitor.recvNowait(), monitor.recvNowait(), monitor.empty()]).toEqual([
    { data: 0x030201_00, strb: 0b1110 },
    { data: 4, strb: 1 },
    true,
  ]);
  expect(errors.map(({ signal, rule, cycle, time }) => [signal, rule, cycle, time])).toEqual([
    ['s_axil_bresp', 'no-exokay', 3, 75_000],
    ['s_axil_bresp', 'no-exokay', 5, 95_000],
  ]);
});

hwtest('what cannot be transferred is refused', async (dut) => {
  const { master } = await start(dut);
  const refusals: [() => unknown, string][] = [
    [() => master.read(0, 0), 'length of a transfer on s_axil must be at least 1 byte, not 0'],
    [() => master.write(0xffe, [1, 2, 3]), 'a transfer on s_axil must lie in 0 to 0xfff, not at 0xffe and 3 bytes'],
    [() => master.read(-4, 4), 'a transfer on s_axil must lie in 0 to 0xfff, not at -4'],
    [() => master.writeWord(0, 70000), 'word for s_axil must be an integer of 16 bits, not 70000'],
    [
      () => new AxiLiteMaster(AxiLiteBus.fromPrefix(dut, 'm_axil'), dut.clk).read(0, 4, { prot: 0 }),
      'prot on m_axil must be 2, since the bus has no such signal, not 0',
    ],
    [() => new Memory(0), 'size of a memory must be a positive whole number of bytes, not 0'],
  ];
  for (const [action, message] of refusals) expect(action).toThrow(expect.objectContaining({ message }));
});

test('a memory wraps, keeps pages apart, and prints itself', () => {
  const memory = new Memory(2 ** 40);
  memory.write(2 ** 40 - 2, [1, 2, 3]);
  expect([memory.read(2 ** 40 - 2, 2), memory.read(0, 2)]).toEqual([Uint8Array.of(1, 2), Uint8Array.of(3, 0)]);
  memory.write(4094n, [...Buffer.from('dendra is a generator')]);
  expect(memory.hexdump(4092, 24, '  ')).toBe(
    '  00000ffc: 00 00 64 65 6e 64 72 61 20 69 73 20 61 20 67 65  ..dendra is a ge\n' +
      '  0000100c: 6e 65 72 61 74 6f 72 00                          nerator.',
  );
});

const misbehave = (bug: number) =>
  messageOf('axil', async (dut) => {
    const { master, ram } = await start(dut);
    for (const channel of [master.w, master.b, master.r, ram.aw, ram.w]) {
      channel.setPauseGenerator(pauseBitmap('1110'));
    }
    dut.bug.value = bug;
    const copying = startSoon(copy(dut, 0, 0x40, 2));
    await master.write(0, [1, 2, 3, 4]);
    await master.read(0, 8);
    await copying;
  });

test.each([
  ['behaves', 0, 'passed'],
  [
    'answers before the data has come',
    1,
    'ProtocolError: s_axil_bvalid must be 0 until a request has passed with s_axil_wvalid, not 1\n  at cycle 2, step 65000 (rule answer-after-request)',
  ],
  [
    'answers EXOKAY',
    2,
    'ProtocolError: s_axil_bresp must be OKAY, SLVERR or DECERR in AXI-Lite, not EXOKAY\n  at cycle 5, step 95000 (rule no-exokay)',
  ],
  [
    'changes data that was read',
    3,
    'ProtocolError: s_axil_rdata must stay 7 until s_axil_rready is 1, not become 0x4030201\n  at cycle 12, step 165000 (rule stable-until-ready)',
  ],
  [
    'answers a read that nobody asked for',
    4,
    'ProtocolError: s_axil_rvalid must be 0 until a request has passed with s_axil_arvalid, not 1\n  at cycle 0, step 45000 (rule answer-after-request)',
  ],
  [
    'changes its address',
    5,
    'ProtocolError: m_axil_awaddr must stay 0x44 until m_axil_awready is 1, not become 4\n  at cycle 11, step 155000 (rule stable-until-ready)',
  ],
  [
    'lets go of its data',
    6,
    'ProtocolError: m_axil_wvalid must stay 1 until m_axil_wready is 1, not fall\n  at cycle 11, step 155000 (rule valid-until-ready)',
  ],
])('a design that %s: bug %i', async (_what, bug, message) => {
  expect(await misbehave(bug)).toBe(message);
});
