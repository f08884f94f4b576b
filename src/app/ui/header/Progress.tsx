/** How far the run is: one bar over simulations and steps, and a line of numbers. */
import { useApp, useTelemetry } from '../hooks/hooks.ts';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import css from './Progress.module.css';
import { progressText, silence } from '../../readout/text/progressText.ts';
import { useSeconds } from './useSeconds.ts';
import { runState } from '../../store/engineSlice.ts';

export function Progress() {
  const engine = useApp((state) => state.engine);
  const progress = useTelemetry((state) => state.progress);
  const finished = useTelemetry((state) => state.finished);
  const pretrainedNotes = useTelemetry((state) => state.pretrainedNotes);
  const heard = useTelemetry((state) => state.heard);
  const now = useSeconds(runState(engine) === 'running');
  const silent = silence(engine, { heard, progress }, now);
  const { text, fraction, busy } = progressText(engine, { progress, finished, pretrainedNotes }, silent);
  return (
    <div className={css.progress}>
      <ProgressBar label="Training" fraction={busy ? null : fraction} text={text} />
      <p className={css.text} title={text}>
        {text}
      </p>
    </div>
  );
}
