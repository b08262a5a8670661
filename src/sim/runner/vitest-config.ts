// The configuration with which `dendra test` and getRunner start vitest: benches of any folder, the package by its name.
import { existsSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../cache.ts';
import type { VitestJob } from './run-vitest.ts';
import { unawaitedPlugin } from './unawaited.ts';

const here = dirname(fileURLToPath(import.meta.url));
// `.ts` in the repository, `.js` in the package.
const extension = extname(fileURLToPath(import.meta.url));
const source = dirname(dirname(here));
const job = JSON.parse(process.env.DENDRA_VITEST ?? '{}') as VitestJob;

/** Files of the entries `dendra/<name>`: a bench finds them although no package is installed beside it. */
function entry(name: string): string | undefined {
  const path = name === 'hwtest' ? join(here, `index${extension}`) : join(source, name, `index${extension}`);
  return existsSync(path) ? path : undefined;
}

const names = ['hwtest', 'ir', 'units', 'golden', 'timing', 'passes', 'codegen', 'sim', 'energy'];

export default {
  root: job.root,
  plugins: [unawaitedPlugin()],
  cacheDir: join(cacheFolder(), 'vitest'),
  resolve: {
    alias: [
      ...names.flatMap((name) => {
        const replacement = entry(name);
        return replacement === undefined ? [] : [{ find: new RegExp(`^dendra/${name}$`), replacement }];
      }),
      { find: /^dendra$/, replacement: join(source, `index${extension}`) },
    ],
  },
  test: {
    include: job.include,
    exclude: ['**/node_modules/**', '**/.*/**'],
    // The folder of the benches stays as its owner left it.
    fsModuleCachePath: join(cacheFolder(), 'vitest', 'modules'),
    setupFiles: [join(here, `watch-setup${extension}`)],
    pool: 'forks',
    passWithNoTests: false,
    includeTaskLocation: true,
    testTimeout: job.timeout,
    hookTimeout: job.timeout,
    reporters: [...(job.quiet ? [] : ['default']), [join(here, `reporter${extension}`), { outputFile: job.results }]],
  },
};
