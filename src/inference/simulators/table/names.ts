/** What a parameter or a data value of a table may be called. */

const LONGEST_NAME = 40;

/** Letters, digits, "_", "-" and ".", beginning with a letter: safe as a key, a column and a variable's name. */
export function isName(name: string): boolean {
  return name.length <= LONGEST_NAME && /^\p{L}[\p{L}\p{N}_.-]*$/u.test(name) && !(name in {}) && name !== 'id';
}
