// The version of the package, from the manifest that it is installed with.
import { readFileSync } from 'node:fs';

/** `0.1.0`, for example. */
export function version(): string {
  // src/cli and dist/cli lie equally deep.
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
