// Holds the source to ARCHITECTURE.md: who may import whom, and the files that each unit must have.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Project } from 'ts-morph';
import { describe, expect, test } from 'vitest';
import { registry } from '../src/units/index.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Folder to the folders that it may import, from the table of ARCHITECTURE.md. */
function importTable(): Map<string, readonly string[]> {
  const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `(src\/\w+)` +\|(.*)\|$/gm)];
  return new Map(
    rows.map(([, folder, allowed]) => [folder!, [...allowed!.matchAll(/`(src\/\w+)`/g)].map(([, name]) => name!)]),
  );
}

/** `file imports target: folder may import ...` for every import that the table does not allow. */
function violations(project: Project, table: ReadonlyMap<string, readonly string[]>): string[] {
  return project.getSourceFiles().flatMap((file) => {
    const path = relative(root, file.getFilePath());
    const folder = path.split('/').slice(0, 2).join('/');
    const allowed = table.get(folder);
    if (allowed === undefined)
      return path.split('/').length === 2 ? [] : [`${path}: ${folder} is not in ARCHITECTURE.md`];
    return [...file.getImportDeclarations(), ...file.getExportDeclarations()].flatMap((declaration) => {
      const specifier = declaration.getModuleSpecifierValue();
      if (specifier === undefined || !specifier.startsWith('.')) return [];
      const target = relative(root, join(dirname(file.getFilePath()), specifier));
      const goal = target.split('/').slice(0, 2).join('/');
      if (goal === folder || allowed.includes(goal)) return [];
      return [
        `${path}:${declaration.getStartLineNumber()} imports ${target}: ${folder} may import ${allowed.join(', ') || 'nothing of ours'}`,
      ];
    });
  });
}

describe('layout', () => {
  test('imports follow the table of ARCHITECTURE.md', () => {
    const project = new Project({ skipAddingFilesFromTsConfig: true });
    project.addSourceFilesAtPaths(join(root, 'src/**/*.ts'));
    expect(importTable().size).toBeGreaterThanOrEqual(10);
    expect(violations(project, importTable())).toEqual([]);
  });

  test('an import that the table does not allow is named with its line', () => {
    const project = new Project({ useInMemoryFileSystem: true });
    project.createSourceFile(join(root, 'src/ir/bad.ts'), "\nimport { run } from '../sim/run.ts';\nrun();\n");
    expect(violations(project, importTable())).toEqual([
      'src/ir/bad.ts:2 imports src/sim/run.ts: src/ir may import nothing of ours',
    ]);
  });

  test.each(Object.keys(registry))('unit %s has its source, template, test and page', (kind) => {
    const paths = [
      `src/units/${kind}/index.ts`,
      `templates/verilog/${kind}.sv.hbs`,
      `templates/hls/${kind}.hpp.hbs`,
      `test/units/${kind}.test.ts`,
      `docs/units/${kind}.md`,
    ];
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
