/** How far the run is: one bar over simulations and steps, and a line of numbers. */
import { useApp, useTelemetry } from '../../store/hooks.ts';
import css from './Progress.module.css';
import { progressText } from './progressText.ts';

export function Progress() {
  const engine = useApp((state) => state.engine);
  const progress = useTelemetry((state) => state.progress);
  const finished = useTelemetry((state) => state.finished);
  const { text, fraction, busy } = progressText(engine, progress, finished);
  return (
    <div className={css.progress}>
      <div
        className={css.bar}
        role="progressbar"
        aria-label="Training"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * fraction)}
        aria-valuetext={text}
        data-busy={busy || undefined}
      >
        <div className={css.done} style={{ width: `${100 * fraction}%` }} />
      </div>
      <p className={css.text} title={text}>
        {text}
      </p>
    </div>
  );
}
