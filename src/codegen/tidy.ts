// Layout that templates leave open: sums of constants, plurals, braces, lines of at most 100 columns, blank lines.

/** Columns of a line of RTL. */
const columns = 100;

/** Text as a person would have written it: `[7:0]` for `[8-1:0]`, `{a, b}` for `{ a, b }`, `8'(x)` for `(8)'(x)`. */
export function tidy(text: string): string {
  return fillComments(text.split('\n').map((line) => (/^\s*\/\//.test(line) ? plural(line) : code(line))))
    .flatMap(breakCode)
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .replaceAll(/\n\nendmodule\b/g, '\nendmodule');
}

/** Templates know widths and depths as numbers, and Handlebars needs a space between its braces and those of the RTL. */
function code(line: string): string {
  return line
    .replaceAll(/\[(?:(\d+)\*)?(\d+)-1:(\d+)\]/g, (_, lanes: string | undefined, bits: string, low: string) => {
      return `[${Number(lanes ?? 1) * Number(bits) - 1}:${low}]`;
    })
    .replaceAll(/\[(0:)?(\d+)-1\]/g, (_, from = '', depth: string) => `[${from}${Number(depth) - 1}]`)
    .replaceAll(/\((\d+)\)'\(/g, "$1'(")
    .replaceAll(/'\((\d+) - (\d+)\)/g, (_, a: string, b: string) => `'(${Number(a) - Number(b)})`)
    .replaceAll(/\{ +/g, '{')
    .replaceAll(/(?<=\S) +\}/g, '}');
}

/** `1 row(s)` as `1 row`, `2 row(s)` as `2 rows`. */
function plural(line: string): string {
  return line.replaceAll(
    /\b(\d+)((?: \w+){1,3})\(s\)/g,
    (_, count: string, words: string) => `${count}${words}${count === '1' ? '' : 's'}`,
  );
}

/** Breaks a long line of code after a comma or in front of an operator; text and comments stay whole. */
function breakCode(line: string): string[] {
  if (line.length <= columns || /"|\/\//.test(line)) return [line];
  const indent = line.length - line.trimStart().length + 4;
  const all = [...line.slice(0, columns + 1).matchAll(/(?<=,) | (?=(?:\|\||&&|[+?:]) )/g)].map(({ index }) => index);
  const places = all.filter((index) => index > indent).map((index) => ({ index, depth: depthAt(line, index) }));
  if (places.length === 0) return [line];
  // The fewer brackets are open, the more of what belongs together stays together.
  const best = Math.min(...places.map(({ depth }) => depth));
  const { index } = places.findLast(({ depth }) => depth === best)!;
  return [line.slice(0, index), ...breakCode(`${' '.repeat(indent)}${line.slice(index + 1)}`)];
}

/** Brackets that are open before a position. */
function depthAt(line: string, end: number): number {
  const before = line.slice(0, end);
  return before.replaceAll(/[^([{]/g, '').length - before.replaceAll(/[^)\]}]/g, '').length;
}

/**
 * Moves words that stand too far right to the next line: into it where it goes on with the same prose. A formula or a
 * line of a table, which stands further right than prose, must fit as it is; a command after `$ ` stays whole.
 */
function fillComments(lines: readonly string[]): string[] {
  const out: string[] = [];
  let rest = '';
  lines.forEach((own, i) => {
    let line = rest === '' ? own : `${rest} ${own.trimStart().slice(3)}`;
    const head = /^\s*\/\/ +/.exec(line)?.[0];
    while (head !== undefined && line.length > columns) {
      const at = breakOf(line);
      if (at < head.length || line.startsWith('$ ', head.length)) break;
      if (!isProse(head))
        throw new Error(`the line must be of at most ${columns} columns, not ${line.length}: ${line}`);
      out.push(line.slice(0, at));
      line = `${head}${line.slice(at + 1)}`;
      if (continues(head, lines[i + 1])) {
        rest = line;
        return;
      }
    }
    rest = '';
    out.push(line);
  });
  return out;
}

/** Where a comment breaks: tools take a comment that begins with certain words for an order. */
function breakOf(line: string): number {
  let at = line.lastIndexOf(' ', columns);
  while (/^ (?:verilator|synopsys|synthesis|pragma)\b/i.test(line.slice(at))) at = line.lastIndexOf(' ', at - 1);
  return at;
}

/** Text that stands further right is a list and keeps its lines. */
function isProse(head: string): boolean {
  return head.endsWith('// ');
}

/** True when a line is prose at the same place. */
function continues(head: string, next: string | undefined): boolean {
  const prose = isProse(head) && next?.startsWith(head) === true && /\S/.test(next[head.length] ?? '');
  return prose && !next.includes('SPDX');
}
