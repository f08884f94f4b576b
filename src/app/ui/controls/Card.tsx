/** A panel with a head (title, and something at its right end) and a body. Terms in a plain title open their definitions. */
import type { ReactNode } from 'react';
import { useId } from 'react';
import type { Anchor } from '../../browser/anchor.ts';
import { Marked } from '../words/Marked.tsx';
import css from './Card.module.css';

interface Props {
  readonly title: ReactNode;
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly anchor?: Anchor;
  readonly children?: ReactNode;
}

export function Card({ title, aside, className = '', anchor, children }: Props) {
  const id = useId();
  // A term in it is a button, which would put spaces into the name that is computed from the heading.
  const name = typeof title === 'string' ? title : undefined;
  return (
    <section
      className={`${css.card} ${className}`}
      aria-label={name}
      aria-labelledby={name === undefined ? id : undefined}
      data-anchor={anchor}
    >
      <div className={css.head}>
        <h3 id={id} className={css.title} aria-label={name}>
          {typeof title === 'string' ? <Marked text={title} /> : title}
        </h3>
        <div className={css.aside}>{aside}</div>
      </div>
      {children}
    </section>
  );
}
