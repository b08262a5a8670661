// Every entry of the `exports` table of dendra must load and export something, and nothing else may be reached.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

const manifest = createRequire(import.meta.url)('dendra/package.json');
for (const entry of Object.keys(manifest.exports)) {
  if (entry.endsWith('.json')) continue;
  const names = Object.keys(await import(`dendra${entry.slice(1)}`));
  assert.ok(names.length > 0, `${entry} must export something`);
}
const { hwtest } = await import('dendra/hwtest');
assert.throws(() => hwtest('a test', () => {}), {
  message:
    'hwtest must run in vitest, which is not installed\n  (rule vitest-installed)\n  npm install --save-dev vitest, then dendra test',
});
await assert.rejects(import('dendra/dist/cli/main.js'), { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' });
