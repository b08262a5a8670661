// Compiles files of a temporary folder as a user does who has the package installed: strictly, with `dendra/hwtest` at hand.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the compiler says of the files, a line an error; empty when it takes them. */
export function typeErrors(folder: string, ...files: readonly string[]): string {
  const entry = (name: string): string[] => [join(root, 'src/sim', name, 'index.ts')];
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      noEmit: true,
      typeRoots: [join(root, 'node_modules/@types')],
      paths: {
        'dendra/hwtest': entry('runner'),
        'dendra/bus': entry('bus'),
        vitest: [join(root, 'node_modules/vitest/dist/index.d.ts')],
      },
    },
    include: [],
    files,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  try {
    execFileSync(process.execPath, [tsc, '--project', folder, '--pretty', 'false'], { cwd: folder, encoding: 'utf8' });
    return '';
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
