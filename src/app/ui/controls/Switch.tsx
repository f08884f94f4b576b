/** On or off: a native checkbox with the role of a switch. */
import type { ReactNode } from 'react';
import type { Anchor } from '../../browser/anchor.ts';
import css from './Switch.module.css';

interface Props {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly title?: string;
  readonly anchor?: Anchor;
  readonly children: ReactNode;
}

export function Switch({ checked, onChange, title, anchor, children }: Props) {
  return (
    <label className={css.switch} title={title} data-anchor={anchor}>
      <span>{children}</span>
      <input
        type="checkbox"
        role="switch"
        aria-checked={checked}
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className={css.track} aria-hidden />
    </label>
  );
}
