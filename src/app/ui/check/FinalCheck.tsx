/** The check on fresh data sets: a button, a bar while it runs, and a cancel that works at once. */
import { finalCheck } from '../../actions/training.ts';
import { percent } from '../../format/number.ts';
import { useApp } from '../../store/hooks.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import css from './CheckColumn.module.css';

export function FinalCheck() {
  const fraction = useApp((state) => state.engine.checking);
  return (
    <div className={css.check}>
      <ActionButton action={finalCheck} />
      {fraction === null ? null : (
        <>
          <div
            className={css.bar}
            role="progressbar"
            aria-label="Final check"
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round(100 * fraction)}
          >
            <div className={css.done} style={{ width: `${100 * fraction}%` }} />
          </div>
          <p className={css.note}>{percent(fraction)} of the fresh data sets explained</p>
        </>
      )}
    </div>
  );
}
