/** On or off: a native checkbox with the role of a switch. */
import type { ReactNode } from 'react';
import css from './Switch.module.css';

interface Props {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly title?: string;
  readonly children: ReactNode;
}

export function Switch({ checked, onChange, title, children }: Props) {
  return (
    <label className={css.switch} title={title}>
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
