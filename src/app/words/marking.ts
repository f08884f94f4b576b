/**
 * Finds the terms in a sentence that code has made (a verdict, a remedy), so that they can be shown with their definitions.
 * The text stays as it is, letter by letter. A term is marked where it stands first; of two that overlap the longer one
 * counts; only whole words, and none in an address or in a word that holds a figure or an underscore.
 */
import { type TermName, termForms, termNames } from './termForms.ts';

/** A stretch of the text; `term`: what it is a form of. */
export interface Piece {
  readonly text: string;
  readonly term: TermName | null;
}

interface Form {
  readonly term: TermName;
  readonly words: string;
}

/** Abbreviations and symbols are written in one way only; other words also begin sentences. */
const isFixed = (words: string) => /^(?:\p{Lu}{2,}|L-C2ST|NPE|ln [pq])/u.test(words);

const forms: readonly Form[] = termNames
  .flatMap((term) => termForms[term].map((words) => ({ term, words })))
  .toSorted((a, b) => b.words.length - a.words.length);

/** What a word is made of: what stands beside a form must be none of it. */
const WORD = String.raw`[\p{L}\p{N}\p{M}_]`;
const patternOf = (words: string): string => {
  const escaped = words.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(' ', String.raw`\s`);
  const [first] = escaped;
  return isFixed(words) ? escaped : `[${first.toUpperCase()}${first}]${escaped.slice(1)}`;
};
/** An address, whole; or a form, the longest first, as a whole word, also not as a part of one with a hyphen. */
const FOUND = new RegExp(
  String.raw`(?<address>\p{L}[\p{L}\p{N}+.]*:\/\/\S+|\bwww\.\S+|#\S+)|(?<!${WORD}|[-‑])(?<form>${forms
    .map(({ words }) => patternOf(words))
    .join('|')})(?!${WORD}|[-‑(]${WORD})`,
  'gu',
);
const termOf = new Map(forms.map(({ term, words }) => [words.toLowerCase(), term]));

/** @param except terms that need no mark here: what the text is part of explains them already */
export function markTerms(text: string, except: readonly TermName[] = []): Piece[] {
  const marked = new Set<TermName>(except);
  const pieces: Piece[] = [];
  let done = 0;
  for (const found of text.matchAll(FOUND)) {
    const form = found.groups?.form;
    const term = form === undefined ? undefined : termOf.get(form.replaceAll(/\s/g, ' ').toLowerCase());
    if (form === undefined || term === undefined || marked.has(term)) continue;
    marked.add(term);
    if (found.index > done) pieces.push({ text: text.slice(done, found.index), term: null });
    pieces.push({ text: form, term });
    done = found.index + form.length;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), term: null });
  return pieces;
}
