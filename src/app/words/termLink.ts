/**
 * The address of a term, `#term-sbc`: the id of its place in the glossary. It is no study: a study's keys are followed by "=".
 */
import { isTermName, type TermName } from './termForms.ts';

const PREFIX = 'term-';

export function termId(name: TermName): string {
  return `${PREFIX}${name}`;
}

/**
 * What the hash of an address asks for.
 * @param hash with or without its "#"
 * @returns the term; null: it names none
 */
export function termOfHash(hash: string): TermName | null {
  const text = hash.replace(/^#/, '');
  const name = text.slice(PREFIX.length);
  return text.startsWith(PREFIX) && isTermName(name) ? name : null;
}
