/**
 * A box for one number. What is typed is tried on Enter and on leaving the box; what is refused stays in the box, marked,
 * and the caller shows why. A number of many digits is shown short, and whole while the box has the focus. Arrow keys move by 1 % of the value or a whole number. "1e-3" and a decimal comma are read.
 */
import type { KeyboardEvent } from 'react';
import { useLayoutEffect, useRef, useState } from 'react';
import { quoted } from '../../../inference/math/shown.ts';
import { boxText, wholeText } from '../../format/number.ts';
import css from './NumberBox.module.css';

interface Props {
  readonly label: string;
  /** Shown inside, before the number. */
  readonly prefix?: string;
  /** Null: the box is empty, which it may be. */
  readonly value: number | null;
  readonly integer?: boolean;
  /** Takes the number, or returns a sentence that says why not. */
  readonly onChange: (value: number) => string | null;
  /** Takes an empty box, where it may be empty, or returns why not. */
  readonly onClear?: () => string | null;
  /** Told the sentence of a refusal, and null when the box is right again. */
  readonly onProblem: (problem: string | null) => void;
  readonly describedBy?: string;
  /** Of the element that says what the number is. */
  readonly explainedBy?: string;
}

export function NumberBox({
  label,
  prefix,
  value,
  integer = false,
  onChange,
  onClear,
  onProblem,
  describedBy,
  explainedBy,
}: Props) {
  /** Text being typed, with the value it started from: another value coming in from a slider wins. */
  const [draft, setDraft] = useState<{
    readonly text: string;
    readonly of: number | null;
    readonly refused: boolean;
  } | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const [focused, setFocused] = useState(false);
  // Once the whole number stands there.
  useLayoutEffect(() => {
    if (focused) input.current?.select();
  }, [focused]);
  const resting = value === null ? '' : boxText(value);
  const live = draft !== null && draft.of === value ? draft : null;

  const attempt = (text: string) => {
    const number = Number(text.trim().replace(',', '.').replace('−', '-'));
    const unread = text.trim() === '' || !Number.isFinite(number);
    let problem: string | null;
    if (onClear && text.trim() === '') problem = onClear();
    else if (integer && (unread || !Number.isInteger(number))) problem = `${quoted(text)} is not a whole number.`;
    else if (unread) problem = `${quoted(text)} is not a number: type one such as 0.5 or 1e-3.`;
    else problem = onChange(number);
    onProblem(problem);
    setDraft(problem === null ? null : { text, of: value, refused: true });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') attempt(event.currentTarget.value);
    if (event.key === 'Escape') {
      setDraft(null);
      onProblem(null);
    }
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    attempt(boxText(stepped(value ?? 0, direction * (event.shiftKey ? 10 : 1), integer)));
  };
  return (
    <span className={css.box} data-refused={live?.refused || undefined}>
      {prefix === undefined ? null : (
        <span className={css.prefix} aria-hidden>
          {prefix}
        </span>
      )}
      <input
        ref={input}
        className={css.input}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        aria-label={label}
        aria-invalid={live?.refused ? true : undefined}
        aria-describedby={live?.refused ? describedBy : explainedBy}
        // What does not fit beside the words before it takes a line of its own.
        style={{ flexBasis: `calc(${Math.max(3, resting.length)}ch + 10px)` }}
        value={live?.text ?? (focused && value !== null ? wholeText(value) : resting)}
        onChange={(event) => setDraft({ text: event.target.value, of: value, refused: false })}
        onFocus={() => setFocused(true)}
        onBlur={(event) => {
          setFocused(false);
          if (live !== null && !live.refused) attempt(event.target.value);
        }}
        onKeyDown={onKeyDown}
      />
    </span>
  );
}

function stepped(value: number, steps: number, integer: boolean): number {
  if (integer) return value + steps;
  const size = value === 0 ? 0.01 : 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  return Math.round((value + steps * size) / size) * size;
}
