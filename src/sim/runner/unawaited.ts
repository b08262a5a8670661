// Finds waits that a bench makes and drops. JavaScript says nothing when an `await` is missing, and the test goes on at once.

/** What an `await` is wanted for, among the functions of `dendra/hwtest`. */
const waits = new Set([
  ...['RisingEdge', 'FallingEdge', 'ValueChange', 'Edge', 'ClockCycles', 'Timer', 'ReadOnly', 'ReadWrite'],
  ...['NextTimeStep', 'NullTrigger', 'First', 'Combine', 'Join', 'select', 'gather', 'wait', 'withTimeout'],
  ...['taskManager', 'createTask'],
]);
const edges = new Set(['risingEdge', 'fallingEdge', 'valueChange']);

/** A node of an ESTree, as the parser of Vite gives it. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  // biome-ignore lint/suspicious/noExplicitAny: each type has other properties
  readonly [key: string]: any;
}

/** A wait that stands as a statement of its own: what it is, and its line. */
export interface Unawaited {
  readonly what: string;
  readonly line: number;
}

/**
 * Statements of a module that only make a wait or a generator, which nothing can await afterwards. Waits that are kept, given on or
 * returned are none; nor are helpers whose name the module declares more than once.
 */
export function unawaited(code: string, program: SyntaxNode): Unawaited[] {
  const names = new Map<string, string>();
  const declared = new Map<string, boolean[]>();
  const statements: SyntaxNode[] = [];
  visit(program, (node) => {
    if (node.type === 'ExpressionStatement') statements.push(node.expression);
    if (node.type === 'FunctionDeclaration') declare(declared, node.id?.name, node);
    if (node.type === 'VariableDeclarator') declare(declared, node.id.name, node.init);
    if (node.type === 'ImportDeclaration' && node.source.value === 'dendra/hwtest') {
      for (const { imported, local } of node.specifiers) {
        if (waits.has(imported?.name)) names.set(local.name, imported.name);
      }
    }
  });
  for (const [name, generators] of declared) {
    names.delete(name);
    if (generators.length === 1 && generators[0]) names.set(name, name);
  }
  return statements.flatMap((node): Unawaited[] => {
    const line = code.slice(0, node.start).split('\n').length;
    const called = node.type === 'CallExpression' ? names.get(node.callee.name) : undefined;
    if (called !== undefined) return [{ what: `${called}(...)`, line }];
    const edge = node.type === 'MemberExpression' && !node.computed ? node.property.name : undefined;
    return edges.has(edge) ? [{ what: `.${edge}`, line }] : [];
  });
}

function declare(declared: Map<string, boolean[]>, name: string | undefined, value: SyntaxNode | null): void {
  if (name === undefined) return;
  const isGenerator = value?.generator === true && value.async !== true;
  declared.set(name, [...(declared.get(name) ?? []), isGenerator]);
}

function visit(node: SyntaxNode, see: (node: SyntaxNode) => void): void {
  see(node);
  for (const value of Object.values(node)) {
    for (const child of [value].flat()) if (typeof child?.type === 'string') visit(child, see);
  }
}

/** Refuses modules with such statements when they are loaded; for the `plugins` of a vitest configuration. */
export function unawaitedPlugin() {
  return {
    name: 'dendra:unawaited',
    enforce: 'pre' as const,
    transform(this: { parse(code: string, options: object): unknown }, code: string, id: string): undefined {
      const file = id.replace(/\?.*$/, '');
      if (!/\.[cm]?[jt]s$/.test(file) || file.includes('/node_modules/') || !code.includes('dendra/hwtest')) return;
      const lang = /\.[cm]?ts$/.test(file) ? 'ts' : 'js';
      const found = unawaited(code, this.parse(code, { lang }) as SyntaxNode);
      if (found.length === 0) return;
      const sentences = found.map(
        ({ what, line }) => `${what} must be awaited, yielded or given to startSoon, not dropped at ${file}:${line}`,
      );
      throw new TypeError(sentences.join('\n'));
    },
  };
}
