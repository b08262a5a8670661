// Runs many transfer functions on codes as HLS C++, in one program that g++ compiles against the open ap_int headers.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { DendraError, isSigned } from '../../src/ir/index.ts';
import { cachedFolder, contentHash } from '../../src/sim/cache.ts';
import { apTypes } from '../../src/sim/hls/headers.ts';
import { hlsFunction, hlsType } from '../../src/transfer/index.ts';
import type { Job } from './hardware.ts';

/** Folder of ap_int.h, or nothing where it cannot be set up. */
export async function headers(): Promise<string | undefined> {
  try {
    return await apTypes();
  } catch (error) {
    if (process.env.CI || !(error instanceof DendraError)) throw error;
    return undefined;
  }
}

const flags = ['-std=c++14', '-O0', '-Wall', '-Wextra', '-Werror', '-Wno-unknown-pragmas'];

/** Codes of result `y` of every job. */
export async function runHls(jobs: readonly Job[], apTypes: string): Promise<bigint[][]> {
  const text = sourceOf(jobs);
  const { folder: built } = await cachedFolder(`transfer-${contentHash([...flags, apTypes, text])}`, async (draft) => {
    const source = join(draft, 'functions.cpp');
    writeFileSync(source, text);
    await execa('g++', [...flags, '-isystem', apTypes, '-o', join(draft, 'functions'), source]);
  });
  const folder = mkdtempSync(join(tmpdir(), 'dendra-hls-'));
  try {
    const words = jobs.map(({ codes }) => {
      const columns = Object.values(codes);
      const mixed = new BigInt64Array(columns.length * columns[0]!.length);
      mixed.forEach((_, i) => {
        mixed[i] = BigInt(columns[i % columns.length]![Math.floor(i / columns.length)]!);
      });
      return new Uint8Array(mixed.buffer);
    });
    writeFileSync(join(folder, 'in'), Buffer.concat(words));
    await execa(join(built, 'functions'), [join(folder, 'in'), join(folder, 'out')]);
    const bytes = readFileSync(join(folder, 'out'));
    let offset = 0;
    return jobs.map(({ graph, codes }) => {
      const signed = isSigned(graph.nodes[graph.outputs.y!]!.type);
      return Array.from({ length: Object.values(codes)[0]!.length }, () => {
        offset += 8;
        return signed ? bytes.readBigInt64LE(offset - 8) : bytes.readBigUInt64LE(offset - 8);
      });
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function sourceOf(jobs: readonly Job[]): string {
  const calls = jobs.map(({ graph, codes }, i) => {
    const inputs = graph.nodes.filter(({ op }) => op === 'input');
    const { type } = graph.nodes[graph.outputs.y!]!;
    const operands = inputs.map((input, k) => `${hlsType(input.type)}(words[${k}])`);
    const count = Object.values(codes)[0]!.length;
    return `  for (long n = 0; n < ${count}; ++n) {
    long long words[${inputs.length}];
    if (fread(words, sizeof words, 1, in) != 1) return 1;
    ${hlsType(type)} y;
    function${i}(${operands.join(', ')}, y);
    const ${isSigned(type) ? '' : 'unsigned '}long long result = y.to_${isSigned(type) ? '' : 'u'}int64();
    if (fwrite(&result, sizeof result, 1, out) != 1) return 1;
  }`;
  });
  return [
    '#include <cstdio>',
    '#include "ap_int.h"',
    ...jobs.map(({ graph }, i) => hlsFunction(graph, `function${i}`)),
    'int main(int, char **argv) {',
    '  FILE *in = fopen(argv[1], "rb");',
    '  FILE *out = fopen(argv[2], "wb");',
    ...calls,
    '  return fclose(in) + fclose(out);',
    '}',
    '',
  ].join('\n');
}
