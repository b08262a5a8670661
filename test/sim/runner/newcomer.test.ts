// Slips of newcomers that would pass in silence: each is an error, with its place.
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseAst } from 'vitest/node';
import { unawaited } from '../../../src/sim/runner/unawaited.ts';
import { dendra, type Ended } from '../../cli/support.ts';
import { counter, folderOf, header, verdicts } from './support.ts';

let folder: string;
let remove: () => void;
let ended: Ended;
let found: Record<string, string>;
beforeAll(async () => {
  ({ folder, remove } = folderOf({
    'counter.sv': counter,
    'dropped.hw.ts': `${header}
      hwtest('passes too early', async (dut) => {
        RisingEdge(dut.clk_i);
      });
    `,
    'twice.hw.ts': `${header}
      hwtest('same', () => {});
      hwtest('same', () => {});
    `,
    'good.hw.ts': `${header}
      import { describe } from 'vitest';
      for (const suite of ['one', 'two']) describe(suite, () => hwtest('passes', () => {}));
      hwtest('excluded', { model: () => { console.log('built the excluded'); return buildModel({ sources: ['no.sv'], top: 'no' }); } }, () => {});
      hwtest('logs', async (dut, { log }) => { await Timer(2500, 'ps'); log('after a while'); });
    `,
  }));
  ended = await dendra('/', ['test', folder, '--filter', 'logs|passes|same']);
  found = verdicts(join(folder, 'results.xml'));
});
afterAll(() => remove());

test('a dropped wait and a second test of a name are errors of their files', () => {
  expect(found).toEqual({
    'dropped.load': `error: TypeError: RisingEdge(...) must be awaited, yielded or given to startSoon, not dropped at ${folder}/dropped.hw.ts:6`,
    'twice.load':
      'error: TypeError: hwtest &quot;same&quot; must have a name of its own, not that of twice.hw.ts:5: it is at twice.hw.ts:6',
    'good.logs': 'passed',
    'good.one &gt; passes': 'passed',
    'good.two &gt; passes': 'passed',
  });
});

test('a filter builds no model of what it leaves out, and lines of a log have their time in ns', () => {
  expect(ended.out).not.toContain('built the excluded');
  expect(ended.out).toContain('2.5 ns after a while');
});

const head = `import { Timer as Wait, First, startSoon, RisingEdge, select } from 'dendra/hwtest';\n`;
test.each([
  ['Wait(1);', ['Timer(...)']],
  ['dut.clk.risingEdge;', ['.risingEdge']],
  ['function* help() {}\nhelp();', ['help(...)']],
  ['if (x) { First(a, b); }', ['First(...)']],
  ['await Wait(1); const kept = RisingEdge(clk); startSoon(help()); void Wait(2);', []],
  ['function* f() { yield Wait(1); return Wait(2); }\nyieldsNothing(f());', []],
  ['async function help() {}\nhelp();', []],
  ['function* help() {}\n{ const help = () => {}; help(); }', []],
  ['{ const RisingEdge = () => {}; RisingEdge(clk); }', []],
])('%s', (text, expected) => {
  const code = head + text;
  const program = parseAst(code) as unknown as Parameters<typeof unawaited>[1];
  expect(unawaited(code, program).map(({ what }) => what)).toEqual(expected);
});
