/**
 * One of the boxes of the page, in the order in which it is read: a head with its number and name, room at the right for tabs or a
 * button, and a body that scrolls by itself where the window is too low for it.
 */
import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import css from './Box.module.css';

interface Props {
  readonly number: 1 | 2 | 3;
  readonly title: string;
  /** At the right end of the head. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

export function Box({ number, title, tools, children }: Props) {
  return (
    <div className={css.box} data-box={number}>
      {number === 1 ? null : (
        <span className={css.arrow} aria-hidden>
          <ArrowRight size={18} />
        </span>
      )}
      <div className={css.scroll}>
        <div className={css.head}>
          <h2 className={css.title}>
            <span className={css.number}>{number}</span> {title}
          </h2>
          {tools}
        </div>
        {children}
      </div>
    </div>
  );
}
