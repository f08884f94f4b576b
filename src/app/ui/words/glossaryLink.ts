/** The address of a term in the glossary: on this page, or, where a page has none (embedded), on the whole one. */
import type { TermName } from '../../words/termForms.ts';
import { termId } from '../../words/termLink.ts';

/** Id of the page of text, which holds the glossary. */
export const READING = 'reading';

export function glossaryLink(name: TermName): {
  readonly href: string;
  readonly target?: string;
  readonly rel?: string;
} {
  if (document.getElementById(READING) !== null) return { href: `#${termId(name)}` };
  return { href: `./index.html#${termId(name)}`, target: '_blank', rel: 'noopener' };
}
