// Loads the Handlebars templates and compiles them strictly: an absent field is an error that names the template.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import { tidy } from './tidy.ts';

/** Renders the template of that path (below `templates/`) with plain data. */
export type Render = (path: string, data: object) => string;

const folder = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'templates');
const options = {
  strict: true,
  noEscape: true,
  knownHelpersOnly: true,
  knownHelpers: { pad: true },
  preventIndent: true,
};

let shared: Render | undefined;

/** The renderer of the package's own templates; files named `_<name>.hbs` are partials. */
export function templates(): Render {
  shared ??= load();
  return shared;
}

function load(): Render {
  const handlebars = Handlebars.create();
  handlebars.registerHelper('pad', (text: string, width: number) => text.padEnd(width));
  const compiled = new Map<string, (data: object) => string>();
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!path.endsWith('.hbs')) continue;
    const source = readFileSync(join(folder, path), 'utf8');
    const partial = /(?:^|\/)_(\w+)\.hbs$/.exec(path)?.[1];
    if (partial !== undefined) handlebars.registerPartial(partial, handlebars.compile(source, options));
    else compiled.set(path, handlebars.compile(source, options));
  }
  return (path, data) => {
    const template = compiled.get(path);
    if (template === undefined) throw new Error(`internal: templates/${path} does not exist`);
    try {
      return path.startsWith('verilog/') ? tidy(template(data)) : template(data);
    } catch (error) {
      throw new Error(`internal: templates/${path}: ${(error as Error).message}`, { cause: error });
    }
  };
}
