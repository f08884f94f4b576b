/** A card that opens and closes; closed, it says in short what it holds. */
import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Anchor } from '../../browser/anchor.ts';
import css from './Fold.module.css';

interface Props {
  readonly title: string;
  readonly summary: string;
  readonly anchor?: Anchor;
  readonly children: ReactNode;
}

export function Fold({ title, summary, anchor, children }: Props) {
  return (
    <details className={css.fold} data-anchor={anchor}>
      <summary className={css.summary}>
        <h3 className={css.title}>{title}</h3>
        <span className={css.short}>{summary}</span>
        <ChevronDown className={css.arrow} aria-hidden size={15} />
      </summary>
      <div className={css.body}>{children}</div>
    </details>
  );
}
