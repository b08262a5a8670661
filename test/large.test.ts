// A graph with ten million weights is built in bounded time and memory.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dendra, library } from '../bench/child.ts';

const outputs = 3200;
const inputs = 3125;

const design = `
import { graph, signedElem } from ${JSON.stringify(library)};
const data = new Int32Array(${outputs} * ${inputs});
for (let i = 0; i < data.length; i++) data[i] = ((Math.imul(i + 1, 0x9e3779b1) >>> 7) & 255) - 128;
const g = graph('ten_million');
const x = g.input('x', signedElem(8), [${inputs}]);
const weights = { shape: [${outputs}, ${inputs}], data };
g.output('y', g.node('dense', 'layer', { weights }, { x }, { fold: { in: 1, out: 64 } }));
export default g.build();
`;

test('ten million weights build in 30 s and 1 GB', { timeout: 240_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dendra-large-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'design.ts'), design);
  const cost = await dendra(['build', 'design.ts', '--out', 'out'], {}, folder);
  expect(cost.output).toContain('ten_million:');
  expect(cost.status).toBe(0);
  // 50 words of 64 bytes for each input, in hexadecimal with a line end.
  const memory = statSync(join(folder, 'out', 'ten_million', 'mem', 'ten_million_layer_weights.mem'));
  expect(memory.size).toBe(inputs * (outputs / 64) * (2 * 64 + 1));
  expect(cost.megabytes).toBeLessThan(1000);
  expect(cost.seconds).toBeLessThan(30);
});
