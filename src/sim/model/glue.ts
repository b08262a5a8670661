// The generated C++ of a design: which files to compile, and the expression for the place of every signal.
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { templates } from '../../codegen/index.ts';
import type { Unit } from './native.ts';
import type { ModelOptions } from './options.ts';
import type { Signal } from './signals.ts';
import { fatalLines, type SourceFile } from './sources.ts';

/** Signals of a model: ports first, then named internals, then those that can be forced. */
export interface SignalPlan {
  readonly ports: readonly Signal[];
  readonly internals: readonly Signal[];
  readonly forced: readonly Signal[];
}

/** Configuration that makes the named signals, and nothing else, visible or forceable. */
export function vltConfig({ internals, forced }: SignalPlan): string {
  const line = (kind: string) => (s: Signal) => `${kind} -module "${s.module}" -var "${s.member}"`;
  const lines = new Set([
    ...internals.map(line('public_flat_rw')),
    ...forced.filter(({ direction }) => direction === 'internal').map(line('public_flat_rw')),
    ...forced.map(line('forceable')),
  ]);
  return lines.size === 0 ? '' : ['`verilator_config', ...lines, ''].join('\n');
}

/** Writes the glue beside the generated C++ and returns the units to compile. */
export async function writeGlue(
  work: string,
  plan: SignalPlan,
  options: ModelOptions,
  files: readonly SourceFile[],
): Promise<Unit[]> {
  const names = (await readdir(work)).filter((name) => name.endsWith('.cpp')).sort();
  const sizes = new Map<string, number>();
  for (const name of names) sizes.set(name, (await stat(join(work, name))).size);
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  // One unit is compiled fastest, until two cores can share the work.
  const together = total <= oneUnit;
  const slow = together ? [] : names.filter((name) => name.includes('Slow') || name.includes('__Syms'));
  const members = await readMembers(work);
  const text = templates()('sim/model/glue.cpp.hbs', {
    sources: ['Vdut.h', 'Vdut__Syms.h', ...(together ? names : [])],
    trace: { none: '', vcd: 'VerilatedVcdC', fst: 'VerilatedFstC' }[options.waves ?? 'none'],
    timing: options.timing === true,
    needsEvalEnd: !/\bvoid eval_end_step\(\) *\{ *\}/.test(await readFile(join(work, 'Vdut.h'), 'utf8')),
    places: places(plan, members),
    fatals: fatalLines(files).map(({ path, line }) => ({ file: JSON.stringify(path), line })),
  });
  await writeFile(join(work, 'glue.cc'), text);
  const unit = (name: string, isSlow: boolean): Unit => {
    return { source: join(work, `${name}.cc`), object: join(work, `${name}.o`), slow: isSlow };
  };
  const units = [unit('glue', false)];
  if (together) return units;
  const groups = (list: readonly string[], label: string, isSlow: boolean) =>
    groupFiles(list, sizes).map(async (group, i) => {
      await writeFile(join(work, `${label}${i}.cc`), group.map((name) => `#include "${name}"\n`).join(''));
      units.push(unit(`${label}${i}`, isSlow));
    });
  const fast = names.filter((name) => !slow.includes(name));
  await Promise.all([...groups(fast, 'fast', false), ...groups(slow, 'slow', true)]);
  return units;
}

/** Bytes of generated C++ up to which one translation unit is fastest; above, two cores share the work. */
const oneUnit = 1_200_000;

/** Files in groups of about `oneUnit` bytes. */
function groupFiles(names: readonly string[], sizes: ReadonlyMap<string, number>): string[][] {
  const groups: string[][] = [];
  let room = 0;
  for (const name of names) {
    const size = sizes.get(name) ?? 0;
    if (groups.length === 0 || size > room) {
      groups.push([]);
      room = oneUnit;
    }
    groups[groups.length - 1].push(name);
    room -= size;
  }
  return groups;
}

/** Name of a member of the generated state to the expression that reaches it. */
type Members = ReadonlyMap<string, string>;

/** Members of all module instances, from the generated headers; older Verilators list force signals nowhere else. */
async function readMembers(work: string): Promise<Members> {
  const symbols = await readFile(join(work, 'Vdut__Syms.h'), 'utf8');
  const members = new Map<string, string>();
  for (const [, type, instance] of symbols.matchAll(/^ {4}(Vdut_\w+) +(TOP\w*);$/gm)) {
    const header = await readFile(join(work, `${type}.h`), 'utf8').catch(() => '');
    for (const [, name] of header.matchAll(/\b(\w+__Vforce(?:En|Val|Rd))\b/g)) {
      // `TOP__t__a` and `b__DOT__x` are `t__DOT__a__DOT__b__DOT__x`; a dot is `__DOT__` or, between instances, `__`.
      const prefix = instance.replace(/^TOP_*/, '');
      members.set(
        normalise(prefix === '' ? name : `${prefix}__DOT__${name}`),
        `top.rootp->vlSymsp->${instance}.${name}`,
      );
    }
  }
  return members;
}

function normalise(name: string): string {
  return name.replaceAll('__DOT__', '__').replaceAll(/_{2,}/g, '__');
}

function memberOf(members: Members, signal: Signal, suffix: string): string | undefined {
  const scope = signal.scope.replaceAll('[', '__BRA__').replaceAll(']', '__KET__').replaceAll('.', '__DOT__');
  const name = `${signal.member}${suffix}`;
  const port = signal.direction === 'internal' ? undefined : members.get(normalise(name));
  return port ?? members.get(normalise(`${scope}__DOT__${name}`));
}

/** Expressions for the offsets of a plan, in the order that a library reports them. */
function places({ ports, internals, forced }: SignalPlan, members: Members): string[] {
  const variable = (signal: Signal, suffix = ''): string => {
    const member = suffix === '' ? undefined : memberOf(members, signal, suffix);
    return member === undefined
      ? `find(${JSON.stringify(signal.scope)}, ${JSON.stringify(signal.member + suffix)})`
      : `at(&${member})`;
  };
  return [
    ...ports.map(({ member }) => `at(&top.${member})`),
    ...internals.map((signal) => variable(signal)),
    ...forced.flatMap((signal) => [variable(signal, '__VforceEn'), variable(signal, '__VforceVal')]),
  ];
}
