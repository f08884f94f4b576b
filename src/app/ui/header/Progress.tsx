/** How far the run is: one bar over simulations and steps, and a line of numbers. */
import { useApp, useFull, useTelemetry } from '../hooks/hooks.ts';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import css from './Progress.module.css';
import { progressText, shortProgress, silence } from '../../readout/text/progressText.ts';
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
  const full = useFull();
  const short = full ? text : shortProgress(engine, { text, fraction }, silent === null ? progress : null);
  return (
    <div
      className={css.progress}
      data-rests={short === null || undefined}
      data-starts={engine.status.kind === 'starting' || runState(engine) === 'opening' || undefined}
    >
      <ProgressBar label="Training" fraction={busy ? null : fraction} text={text} />
      <p className={css.text} title={full ? text : undefined}>
        {short}
      </p>
    </div>
  );
}
