/** The name of a column, in spaced capitals, with room for tabs or a button at its right. */
import type { ReactNode } from 'react';
import css from './ColumnHead.module.css';

export function ColumnHead({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className={css.head}>
      <h2 className={css.title}>{title}</h2>
      {children}
    </div>
  );
}
