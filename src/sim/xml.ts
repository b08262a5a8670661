// Escapes text for XML 1.0.

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

// What XML 1.0 forbids even as a reference: control characters, halves of surrogate pairs, U+FFFE and U+FFFF.
const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

/** Text between tags; a character that XML forbids becomes visible as `#x07`. */
export function textOf(text: string): string {
  // A reader would take a bare carriage return for a line feed.
  return visible(text).replace(/[&<>\r]/g, (char) => entities[char] ?? reference(char));
}

/** ` name="value"` for each attribute that has a value, escaped as `textOf` does, with line breaks kept. */
export function attributes(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${attribute(`${value}`)}"`)
    .join('');
}

function attribute(text: string): string {
  return visible(text).replace(/[&<>"\t\n\r]/g, (char) => entities[char] ?? reference(char));
}

function visible(text: string): string {
  return text.replace(forbidden, (char) => `#x${hex(char).padStart(2, '0')}`);
}

function reference(char: string): string {
  return `&#x${hex(char)};`;
}

function hex(char: string): string {
  return char.codePointAt(0)!.toString(16).toUpperCase();
}
