/** A panel with a head (title, and something at its right end) and a body. */
import type { ReactNode } from 'react';
import css from './Card.module.css';

interface Props {
  readonly title: ReactNode;
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children?: ReactNode;
}

export function Card({ title, aside, className = '', children }: Props) {
  return (
    <section className={`${css.card} ${className}`}>
      <div className={css.head}>
        <h3 className={css.title}>{title}</h3>
        <div className={css.aside}>{aside}</div>
      </div>
      {children}
    </section>
  );
}
