/** The check on fresh data sets: a button, a bar while it runs, and a cancel that works at once. */
import { finalCheck } from '../../actions/training.ts';
import { percent } from '../../format/number.ts';
import { useApp } from '../../store/hooks.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import css from './CheckColumn.module.css';

export function FinalCheck() {
  const fraction = useApp((state) => state.engine.checking);
  return (
    <div className={css.check}>
      <ActionButton action={finalCheck} />
      {fraction === null ? null : (
        <>
          <ProgressBar label="Final check" fraction={fraction} />
          <p className={css.note}>{percent(fraction)} of the fresh data sets explained</p>
        </>
      )}
    </div>
  );
}
