/** A card that opens and closes; closed, it says in short what it holds. */
import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Anchor } from '../../browser/anchor.ts';
import { markTerms } from '../../words/marking.ts';
import { Term } from '../words/Term.tsx';
import css from './Fold.module.css';

const NO_TERM = { text: '', term: null } as const;

interface Props {
  readonly title: string;
  readonly summary: string;
  readonly anchor?: Anchor;
  /** Told when it opens and closes. */
  readonly onToggle?: (open: boolean) => void;
  readonly children: ReactNode;
}

export function Fold({ title, summary, anchor, onToggle, children }: Props) {
  // A control within the one that unfolds could not be told from it: the title's term stands below.
  const { text: words, term } = markTerms(title.toLowerCase()).find((piece) => piece.term !== null) ?? NO_TERM;
  return (
    <details className={css.fold} data-anchor={anchor} onToggle={(event) => onToggle?.(event.currentTarget.open)}>
      <summary className={css.summary}>
        <h3 className={css.title}>{title}</h3>
        <span className={css.short}>{summary}</span>
        <ChevronDown className={css.arrow} aria-hidden size={15} />
      </summary>
      <div className={css.body}>
        {term === null ? null : (
          <p className={css.means}>
            What it means: <Term name={term}>{words}</Term>.
          </p>
        )}
        {children}
      </div>
    </details>
  );
}
