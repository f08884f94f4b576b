/** What a parameter or a data value of a table may be called. */

/** Characters: as many as say what a parameter is, and fit a column of a file. */
export const LONGEST_TABLE_NAME = 120;

/** Letters, digits, "_", "-" and ".", beginning with a letter: safe as a key, a column and a variable's name. */
export function isName(name: string): boolean {
  return name.length <= LONGEST_TABLE_NAME && /^\p{L}[\p{L}\p{N}_.-]*$/u.test(name) && !(name in {}) && name !== 'id';
}

/**
 * Names for cards, axes and legends: those of more than `most` characters without their middle ("long_param…lactic"), with a
 * number where two would look alike.
 */
export function shortNames(names: readonly string[], most: number): string[] {
  const short = names.map((name) => cut(name, most));
  return short.map((name, i) => (short.indexOf(name) === i ? name : `${cut(name, most - 3)} ${i + 1}`));
}

function cut(name: string, most: number): string {
  const letters = Array.from(name);
  if (letters.length <= most) return name;
  const head = Math.ceil((most - 1) / 2);
  return `${letters.slice(0, head).join('')}…${letters.slice(letters.length - (most - 1 - head)).join('')}`;
}
