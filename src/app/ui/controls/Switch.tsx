/** On or off: a native checkbox with the role of a switch, and under it what it does. */
import { type ReactNode, useId } from 'react';
import type { Anchor } from '../../browser/anchor.ts';
import css from './Switch.module.css';

interface Props {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** What it does, where its label does not say it all. */
  readonly help?: string;
  readonly anchor?: Anchor;
  readonly children: ReactNode;
}

export function Switch({ checked, onChange, help, anchor, children }: Props) {
  const id = useId();
  const control = (
    <label className={css.switch} data-anchor={anchor}>
      <span>{children}</span>
      <input
        type="checkbox"
        role="switch"
        aria-checked={checked}
        aria-describedby={help === undefined ? undefined : id}
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className={css.track} aria-hidden />
    </label>
  );
  if (help === undefined) return control;
  return (
    <div>
      {control}
      <p id={id} className={css.help}>
        {help}
      </p>
    </div>
  );
}
