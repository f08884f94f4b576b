/** The form of a guess: one of a few options, a number on a slider, or an ellipse on the figure. */
import { useId } from 'react';
import type { PredictStep } from '../../../lessons/lesson.ts';
import type { OpenLesson } from '../../store/lessonSlice.ts';
import { short } from '../../format/number.ts';
import { Slider } from '../controls/Slider.tsx';
import { useSession } from '../hooks/hooks.ts';
import css from './StepTask.module.css';

interface Props {
  readonly step: PredictStep;
  readonly open: OpenLesson;
}

export function GuessForm({ step: { guess }, open }: Props) {
  const { lessons } = useSession();
  const name = useId();
  const { given, outcome } = open;
  const over = outcome !== null || open.revealing;
  switch (guess.kind) {
    case 'choice':
      return guess.options.map((text, i) => {
        const chosen = given?.kind === 'choice' && given.option === i;
        return (
          <label
            key={text}
            className={css.option}
            data-answer={outcome?.answer === i ? true : undefined}
            data-outcome={outcome !== null && chosen ? String(outcome.right) : undefined}
          >
            <input
              type="radio"
              name={name}
              checked={chosen}
              disabled={over}
              onChange={() => lessons.guess({ kind: 'choice', option: i })}
            />
            <span>
              <b className={css.letter}>{String.fromCodePoint(65 + i)}</b>
              {text}
            </span>
          </label>
        );
      });
    case 'number': {
      const value = given?.kind === 'number' ? given.value : guess.start;
      const { label, low, high, scale = 'linear', unit = '' } = guess;
      return (
        <div className={css.numberGuess}>
          <span className={css.value}>
            <span>{label}</span>
            <b>{`${short(value)} ${unit}`.trim()}</b>
          </span>
          <Slider
            labels={[label]}
            values={[value]}
            low={low}
            high={high}
            scale={scale}
            unit={unit}
            onChange={([next]) => lessons.guess({ kind: 'number', value: next })}
          />
          {typeof outcome?.answer === 'number' ? (
            <span className={css.value}>
              <span>The page says</span>
              <b>{`${short(outcome.answer)} ${unit}`.trim()}</b>
            </span>
          ) : null}
        </div>
      );
    }
    case 'ellipse':
      return null;
    default:
      return guess satisfies never;
  }
}
