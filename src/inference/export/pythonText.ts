/** Text that goes into a Python program: as a literal in plain ASCII, from which nothing can break out. */

/** A string literal of Python whose value is `text`; halves of surrogate pairs, which no text has, become U+FFFD. */
export function pythonString(text: string): string {
  const quoted = Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === '\\') return `\\${character}`;
    if (code >= 0x20 && code < 0x7f) return character;
    if (code >= 0xd800 && code < 0xe000) return '\\ufffd';
    const hexadecimal = code.toString(16);
    return code < 0x10000 ? `\\u${hexadecimal.padStart(4, '0')}` : `\\U${hexadecimal.padStart(8, '0')}`;
  });
  return `"${quoted.join('')}"`;
}

/** An expression of Python whose value is what `json.loads` makes of the value. */
export function pythonJson(value: unknown): string {
  return `json.loads(${pythonString(JSON.stringify(value))})`;
}
