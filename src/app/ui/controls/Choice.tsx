/** A menu of options: the platform's own, which every phone and screen reader knows, drawn quietly. */
import { ChevronDown } from 'lucide-react';
import css from './Choice.module.css';

interface Props<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly options: readonly { readonly value: V; readonly label: string }[];
  readonly onChange: (value: V) => void;
  readonly boxed?: boolean;
}

export function Choice<V extends string>({ label, value, options, onChange, boxed = false }: Props<V>) {
  return (
    <span className={boxed ? `${css.choice} ${css.boxed}` : css.choice}>
      <select aria-label={label} value={value} onChange={(event) => onChange(event.target.value as V)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden size={13} />
    </span>
  );
}
