// Parses the plain XML that Verilator writes: elements and attributes; there is no text between them.

/** An element. */
export interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The root element of a document. */
export function parseXml(text: string): Element {
  const root: Element = { tag: '', attributes: {}, children: [] };
  const stack = [root];
  for (const [, close, tag, attributes, empty] of text.matchAll(
    /<(\/?)([\w.:-]+)((?:\s+[\w.:-]+="[^"]*")*)\s*(\/?)>/g,
  )) {
    if (close === '/') {
      stack.pop();
      continue;
    }
    const element: Element = { tag, attributes: readAttributes(attributes), children: [] };
    stack[stack.length - 1].children.push(element);
    if (empty === '') stack.push(element);
  }
  return root.children[0];
}

function readAttributes(text: string): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [, name, value] of text.matchAll(/([\w.:-]+)="([^"]*)"/g)) result[name] = decode(value);
  return result;
}

function decode(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return entities[name] ?? whole;
  });
}
