/**
 * The address of a term, `#term-sbc`: the id of its place in the glossary; and what else is a place within the page and no study.
 */
import { isTermName, type TermName } from './termForms.ts';

const PREFIX = 'term-';
/** Chapters of the page of text, and the glossary itself. */
const WITHIN = /^#?(?:reading(?:-[a-z]+)?|glossary|term-[a-z0-9-]+)$/;

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

/** Whether the hash of an address is a place within the page: no study, whose keys are followed by "=". */
export function isWithinPage(hash: string): boolean {
  return WITHIN.test(hash);
}
