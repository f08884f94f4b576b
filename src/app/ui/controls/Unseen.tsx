/** Words for those who cannot see what tells it to the others: read aloud, not shown. */
import type { ReactNode } from 'react';
import css from './Unseen.module.css';

export function Unseen({ id, children }: { readonly id?: string; readonly children: ReactNode }) {
  return (
    <span id={id} className={css.unseen}>
      {children}
    </span>
  );
}
