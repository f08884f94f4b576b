/** One of a few options, all in sight: native radio buttons drawn as one bar, and under a wide one what the chosen one means. */
import { useId } from 'react';
import { Marked } from '../words/Marked.tsx';
import css from './Segmented.module.css';

interface Props<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly options: readonly { readonly value: V; readonly label: string; readonly help?: string }[];
  readonly onChange: (value: V) => void;
  /** As wide as its place allows. */
  readonly wide?: boolean;
}

export function Segmented<V extends string>({ label, value, options, onChange, wide = false }: Props<V>) {
  const name = useId();
  const help = options.find((option) => option.value === value)?.help ?? '';
  const bar = (
    <div role="radiogroup" aria-label={label} className={wide ? `${css.bar} ${css.wide}` : css.bar}>
      {options.map((option) => (
        <label key={option.value} className={css.option} data-value={option.value}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            aria-describedby={help !== '' ? `${name}-help` : undefined}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  );
  if (help === '') return bar;
  // Among other things in a line there is no room for it: it comes when the bar is touched or has the keyboard.
  if (!wide) {
    return (
      <span className={css.inLine}>
        {bar}
        <span id={`${name}-help`} className={css.tip}>
          {options.map(({ value: each, label: of, help: says }) => (
            <span key={each}>{`${of}: ${says ?? ''}`}</span>
          ))}
        </span>
      </span>
    );
  }
  return (
    <div className={css.explained}>
      {bar}
      <p id={`${name}-help`} className={css.help} aria-live="polite">
        <Marked text={help} />
      </p>
    </div>
  );
}
