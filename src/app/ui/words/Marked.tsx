/** A sentence that code has made, its terms with their definitions. */
import { Fragment, memo } from 'react';
import { markTerms } from '../../words/marking.ts';
import type { TermName } from '../../words/termForms.ts';
import { Term } from './Term.tsx';

interface Props {
  readonly text: string;
  /** Terms that are explained beside it already. */
  readonly except?: readonly TermName[];
}

export const Marked = memo(function Marked({ text, except }: Props) {
  return markTerms(text, except).map((piece, i) =>
    // A piece has no name of its own; the text is another one where they change.
    // oxlint-disable-next-line react/no-array-index-key
    piece.term === null ? (
      <Fragment key={i}>{piece.text}</Fragment>
    ) : (
      <Term key={i} name={piece.term}>
        {piece.text}
      </Term>
    ),
  );
});
