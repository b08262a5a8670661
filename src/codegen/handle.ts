// Writes the typed handle of a design: an interface with every port of its top module, and a table of the same ports.
import { createRequire } from 'node:module';
import type { OptionalKind, PropertySignatureStructure } from 'ts-morph';
import type { Port } from './ports.ts';

/** Widest port whose values a number holds exactly. */
const exact = 53;

/** Lines of `<design>.dut.ts`; it needs nothing but itself, so a bench can copy it anywhere. */
export function handle(design: string, ports: readonly Port[]): string[] {
  // Loading ts-morph takes half a second, which only those who write the file should pay.
  const morph = createRequire(import.meta.url)('ts-morph') as typeof import('ts-morph');
  const project = new morph.Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    manipulationSettings: {
      indentationText: morph.IndentationText.TwoSpaces,
      quoteKind: morph.QuoteKind.Single,
      newLineKind: morph.NewLineKind.LineFeed,
    },
  });
  const file = project.createSourceFile(`${design}.dut.ts`);
  file.addInterface({
    name: 'InputPort',
    isExported: true,
    docs: ['A port that the bench drives.'],
    typeParameters: [{ name: 'T', constraint: 'number | bigint' }],
    properties: [{ name: 'value', type: 'T' }],
  });
  file.addInterface({
    name: 'OutputPort',
    isExported: true,
    docs: ['A port that the design drives.'],
    typeParameters: [{ name: 'T', constraint: 'number | bigint' }],
    properties: [{ name: 'value', type: 'T', isReadonly: true }],
  });
  file.addInterface({
    name: `${pascal(design)}Dut`,
    isExported: true,
    docs: [`Ports of \`${design}\`: a number up to ${exact} bits, a bigint above.`],
    properties: ports.map(property),
  });
  file.addStatements([
    '',
    '/** The same ports as data, in the order of the port list; `signed` speaks of the elements in a data port. */',
    'export const ports = [',
    ...ports.map(row).map(({ name, width, dir, signed }) => {
      return `  { name: '${name}', width: ${width}, dir: '${dir}', signed: ${signed} },`;
    }),
    '] as const;',
  ]);
  const first = `// Ports of the top module ${design}, for benches in TypeScript: a name that is not a port does not compile.`;
  return [first, '// SPDX-License-Identifier: Apache-2.0', '', ...file.getFullText().trimEnd().split('\n')];
}

function row({ name, dir, bits, signed }: Port) {
  return { name, width: Math.max(1, bits), dir, signed };
}

function property(port: Port): OptionalKind<PropertySignatureStructure> {
  const { name, width, dir, signed } = row(port);
  const type = width <= exact ? 'number' : 'bigint';
  return {
    name,
    isReadonly: true,
    type: `${dir === 'in' ? 'InputPort' : 'OutputPort'}<${type}>`,
    docs: [
      `${dir === 'in' ? 'Input' : 'Output'}, ${width} bit${width === 1 ? '' : 's'}${signed ? ', signed elements' : ''}.`,
    ],
  };
}

/** `av_digits` as `AvDigits`. */
function pascal(name: string): string {
  return name.replaceAll(/(?:^|_+)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
