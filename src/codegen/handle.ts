// Writes the typed handle of a design: an interface with every port of its top module, and a table of the same ports.
import { createRequire } from 'node:module';
import type { OptionalKind, PropertySignatureStructure } from 'ts-morph';
import { fits } from './fits.ts';

/** Widest port whose values a number holds exactly. */
const exact = 53;

/** What a handle says of every port; the functions of `dendra/hwtest` that take a signal ask for it. */
const common: OptionalKind<PropertySignatureStructure>[] = [
  { name: 'path', type: 'string', isReadonly: true },
  { name: 'width', type: 'number', isReadonly: true },
  { name: 'signed', type: 'T', isReadonly: true, docs: ["The bits in two's complement."] },
];

/** A port of a top module, of a generated design or of any other. */
export interface HandlePort {
  readonly name: string;
  readonly dir: 'in' | 'out' | 'inout';
  readonly bits: number;
  readonly signed: boolean;
  /** Elements of an unpacked array. */
  readonly elements?: number | undefined;
  /** Lowest index of the array, 0 by default. */
  readonly lowest?: number | undefined;
}

/** A parameter of the top module, as it was elaborated. */
export interface HandleParameter {
  readonly name: string;
  readonly value: number | bigint | string;
}

/** Lines of `<design>.dut.ts`; it needs nothing but itself, so a bench can copy it anywhere. */
export function handle(
  design: string,
  ports: readonly HandlePort[],
  parameters: readonly HandleParameter[] = [],
): string[] {
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
    docs: ['A port that the bench drives with values from -`Low` to `High`.'],
    typeParameters: [
      { name: 'T', constraint: 'number | bigint' },
      { name: 'Low', constraint: 'string' },
      { name: 'High', constraint: 'string' },
    ],
    properties: [...common, { name: 'value', type: 'T' }],
    methods: [
      {
        name: 'set',
        docs: ['Writes the value; a constant that the port cannot hold does not compile.'],
        typeParameters: [{ name: 'V', constraint: 'T', isConst: true }],
        parameters: [{ name: 'value', type: 'Fits<V, Low, High>' }],
        returnType: 'void',
      },
    ],
  });
  file.addInterface({
    name: 'OutputPort',
    isExported: true,
    docs: ['A port that the design drives.'],
    typeParameters: [{ name: 'T', constraint: 'number | bigint' }],
    properties: [...common, { name: 'value', type: 'T', isReadonly: true }],
  });
  file.addInterface({
    name: handleType(design),
    isExported: true,
    docs: [`Ports of \`${design}\`: a number up to ${exact} bits, a bigint above.`],
    properties: ports.map(property),
  });
  file.addStatements([
    '',
    '/** The same ports as data, in the order of the port list; `signed` speaks of the elements in a data port. */',
    'export const ports = [',
    ...ports.map(row).map(({ name, width, dir, signed, elements }) => {
      const count = elements === undefined ? '' : `, elements: ${elements}`;
      return `  { name: '${name}', width: ${width}, dir: '${dir}', signed: ${signed}${count} },`;
    }),
    '] as const;',
    ...parameterLines(parameters),
    ...arrayLines(ports),
    '',
    ...fits,
  ]);
  const first = `// Ports of the top module ${design}, for benches in TypeScript: a name that is not a port does not compile.`;
  return [first, '// SPDX-License-Identifier: Apache-2.0', '', ...file.getFullText().trimEnd().split('\n')];
}

function row({ name, dir, bits, signed, elements, lowest = 0 }: HandlePort) {
  return { name, width: Math.max(1, bits), dir, signed, elements, lowest };
}

/** A name as a key: quoted where it is no identifier. */
function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name).replaceAll('"', "'");
}

function property(port: HandlePort): OptionalKind<PropertySignatureStructure> {
  const { name, width, dir, signed, elements, lowest } = row(port);
  const kind = { in: 'Input', out: 'Output', inout: 'Bidirectional' }[dir];
  const count = elements === undefined ? '' : `${elements} elements of `;
  const sign = !signed ? '' : elements === undefined ? ', signed elements' : ', signed';
  return {
    name: key(name),
    isReadonly: true,
    type: arrayOf(portType(dir, width), dir, elements, lowest),
    docs: [`${kind}, ${count}${width} bit${width === 1 ? '' : 's'}${sign}.`],
  };
}

function portType(dir: HandlePort['dir'], width: number): string {
  const type = width <= exact ? 'number' : 'bigint';
  if (dir === 'out') return `OutputPort<${type}>`;
  return `InputPort<${type}, '${1n << BigInt(width - 1)}', '${(1n << BigInt(width)) - 1n}'>`;
}

function arrayOf(type: string, dir: HandlePort['dir'], elements: number | undefined, lowest: number): string {
  if (elements === undefined) return type;
  const last = Math.max(0, lowest + elements - 1);
  const below = lowest < 0 ? `, '${-lowest}'` : '';
  return `${dir === 'out' ? 'OutputArray' : 'InputArray'}<${type}, '${last}'${below}>`;
}

/** The interfaces of unpacked arrays, for designs that have any. */
function arrayLines(ports: readonly HandlePort[]): string[] {
  if (ports.every(({ elements }) => elements === undefined)) return [];
  return [
    '',
    '/** An unpacked array that the design drives; `at` takes an index from -`Below` to `Last`. */',
    "export interface OutputArray<P extends OutputPort<number | bigint>, Last extends string, Below extends string = '0'> {",
    '  readonly length: number;',
    "  readonly value: readonly P['value'][];",
    '  at<const I extends number>(index: Fits<I, Below, Last>): P;',
    '}',
    '',
    '/** An unpacked array that the bench drives. */',
    "export interface InputArray<P extends OutputPort<number | bigint>, Last extends string, Below extends string = '0'> {",
    '  readonly length: number;',
    "  value: readonly P['value'][];",
    '  at<const I extends number>(index: Fits<I, Below, Last>): P;',
    '}',
  ];
}

function parameterLines(parameters: readonly HandleParameter[]): string[] {
  if (parameters.length === 0) return [];
  const text = (value: number | bigint | string): string => {
    return typeof value === 'bigint' ? `${value}n` : typeof value === 'number' ? `${value}` : JSON.stringify(value);
  };
  return [
    '',
    '/** Parameters of the top module, as they were elaborated. */',
    'export const parameters = {',
    ...parameters.map(({ name, value }) => `  ${key(name)}: ${text(value)},`),
    '} as const;',
  ];
}

/** Name of the interface of a design: `av_digits` as `AvDigitsDut`. */
export function handleType(design: string): string {
  return `${design.replaceAll(/(?:^|_+)(\w)/g, (_, letter: string) => letter.toUpperCase())}Dut`;
}
