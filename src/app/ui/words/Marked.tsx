/** A sentence that code has made, its terms with their definitions. */
import { memo } from 'react';
import { markTerms } from '../../words/marking.ts';
import type { TermName } from '../../words/termForms.ts';
import { Term } from './Term.tsx';
import css from './Term.module.css';

interface Props {
  readonly text: string;
  /** Terms that are explained beside it already. */
  readonly except?: readonly TermName[];
}

export const Marked = memo(function Marked({ text, except }: Props) {
  const pieces = markTerms(text, except);
  return pieces.map(({ text: words, term }, i) => {
    const [left, right] = [pieces[i - 1], pieces[i + 1]];
    if (term === null) {
      const begin = left === undefined ? 0 : closeAfter(words).length;
      const end = right === undefined ? words.length : words.length - closeBefore(words).length;
      return words.slice(begin, Math.max(begin, end));
    }
    return (
      // A piece has no name of its own; the text is another one where they change.
      // oxlint-disable-next-line react/no-array-index-key
      <span key={i} className={css.glued}>
        {left?.term === null ? closeBefore(left.text).slice(overlap(left.text, i > 1)) : null}
        <Term name={term}>{words}</Term>
        {right?.term === null ? closeAfter(right.text) : null}
      </span>
    );
  });
});

/** What stands close to a term, a bracket before it or a comma after it, stays on its line: a button does not see to that. */
const closeBefore = (text: string) => /\S*$/u.exec(text)?.[0] ?? '';
const closeAfter = (text: string) => /^\S*/u.exec(text)?.[0] ?? '';

/** Of a stretch without any space between two terms, all goes to the first. */
function overlap(text: string, between: boolean): number {
  return between && !/\s/u.test(text) ? text.length : 0;
}
