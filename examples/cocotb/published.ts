// Where the source packages are whose designs these benches test.
import { join } from 'node:path';
import process from 'node:process';

/** Path of a file below the folder of the extracted packages, which the variable PUBLISHED names. */
export function published(path: string): string {
  const folder = process.env.PUBLISHED;
  if (folder === undefined || folder === '') {
    throw new Error(
      'PUBLISHED must be the folder of the extracted packages, not absent: see examples/cocotb/README.md',
    );
  }
  return join(folder, path);
}
