// Finds the statements of emitted SystemVerilog that a mutant may change: right-hand sides and conditions.

/** A span of the source that holds one expression. */
export interface Expression {
  /** `rhs` of an assignment, or the condition of an `if`. */
  readonly role: 'rhs' | 'condition';
  /** First and past-the-last character of the expression. */
  readonly start: number;
  readonly end: number;
  /** Left-hand side, for a non-blocking assignment. */
  readonly register: string | undefined;
  /** 1-based line. */
  readonly line: number;
}

/** Regions that are no hardware: comments, checks, memory loading, constants, and what elaboration evaluates. */
const noHardware = [
  /\/\/[^\n]*/g,
  /`ifndef SYNTHESIS[\s\S]*?`endif/g,
  /\binitial begin\b[\s\S]*?\n {2}end\b/g,
  /\binitial\b[^;]*;/g,
  /\blocalparam\b[^;]*;/g,
  /\bfor \([^;]*;[^;]*;[^;]*?\) begin/g,
  /\bif \((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\) begin : g_/g,
];

/** The source with everything that is no hardware blanked out, at the same positions. */
export function blank(source: string): string {
  const blankOut = (text: string): string => text.replace(/[^\n]/g, ' ');
  const body = noHardware.reduce((text, pattern) => text.replace(pattern, blankOut), source);
  // The header of a module (parameters and ports) holds no expression of hardware.
  return body.replace(/\bmodule\b[\s\S]*?\n\);/, blankOut);
}

/** All expressions of a module's source. */
export function expressions(source: string): Expression[] {
  const text = blank(source);
  const found: Expression[] = [];
  const lineOf = (position: number): number => source.slice(0, position).split('\n').length;
  // `lhs = rhs;`, `assign lhs = rhs;` and `lhs <= rhs;` with a statement's start in front of them.
  const assignment =
    /(?:^|[;\n]|\bbegin\b|\belse\b|\)|:)\s*(?:assign\s+)?((?:\w+(?:\[[^\]\n]*\])*)|\{[^}]*\})\s*(<?=)(?!=)\s*/g;
  for (let match = assignment.exec(text); match !== null; match = assignment.exec(text)) {
    const start = match.index + match[0].length;
    const end = closing(text, start);
    if (end === undefined) continue;
    const register = match[2] === '<=' ? match[1] : undefined;
    found.push({ role: 'rhs', start, end, register, line: lineOf(start) });
    assignment.lastIndex = end;
  }
  const condition = /\bif \(/g;
  for (let match = condition.exec(text); match !== null; match = condition.exec(text)) {
    const start = match.index + match[0].length;
    const end = matching(text, start);
    if (end !== undefined) found.push({ role: 'condition', start, end, register: undefined, line: lineOf(start) });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Position of the `;` that ends the statement, or nothing when a `for` header was met. */
function closing(text: string, start: number): number | undefined {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const char = text[i]!;
    if ('([{'.includes(char)) depth++;
    if (')]}'.includes(char) && --depth < 0) return undefined;
    if (char === ';' && depth === 0) return i;
  }
  return undefined;
}

/** Position of the parenthesis that closes the one just before `start`. */
function matching(text: string, start: number): number | undefined {
  let depth = 1;
  for (let i = start; i < text.length; i++) {
    if (text[i] === '(') depth++;
    if (text[i] === ')' && --depth === 0) return i;
  }
  return undefined;
}
