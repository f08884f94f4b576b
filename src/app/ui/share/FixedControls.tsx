/** For every control that a link can fix: free, locked or hidden. */
import { type ControlName, controlNames } from '../../../inference/study/document/view.ts';
import { Segmented } from '../controls/Segmented.tsx';
import css from './Share.module.css';

/** What is not named is free. */
export type Fixing = Readonly<Partial<Record<ControlName, 'locked' | 'hidden'>>>;

const options = [
  { value: 'free', label: 'Free' },
  { value: 'locked', label: 'Locked', help: 'Shown, but cannot be changed' },
  { value: 'hidden', label: 'Hidden', help: 'Not shown' },
] as const;

interface Props {
  readonly fixing: Fixing;
  readonly onChange: (fixing: Fixing) => void;
}

export function FixedControls({ fixing, onChange }: Props) {
  return (
    <ul className={css.controls}>
      {(Object.entries(controlNames) as [ControlName, string][]).map(([name, meaning]) => (
        <li key={name} className={css.control}>
          <span className={css.name}>{meaning}</span>
          <Segmented
            label={meaning}
            value={fixing[name] ?? 'free'}
            options={options}
            onChange={(how) => onChange({ ...fixing, [name]: how === 'free' ? undefined : how })}
          />
        </li>
      ))}
    </ul>
  );
}
