/** What the page has shown of a training run, as it is saved with the run, and shown again. */
import type { RunHistory, SavedRun } from '../../../inference/study/run/savedRun.ts';
import { totalSteps } from '../../../inference/training/trainer.ts';
import { LossTrace } from '../../store/lossTrace.ts';
import { emptyTelemetry, noProgress, type Telemetry } from '../../store/telemetry.ts';

/** The history up to a step; what was shown of later ones is left out. */
export function historyOf(telemetry: Telemetry, step: number): RunHistory {
  const trace = LossTrace.from(telemetry.trace.points);
  trace.rewind(step);
  const { validation, finished, progress } = telemetry;
  return {
    trace: trace.points,
    validation: validation.filter((point) => point.step <= step && Number.isFinite(point.loss)),
    end: finished,
    epoch: progress.epoch,
  };
}

/** The telemetry of a run that has been taken up again, before its first event. */
export function telemetryOf({ study, snapshot, history }: SavedRun): Telemetry {
  const { simulations } = study.training;
  const { step, finished } = snapshot;
  return {
    ...emptyTelemetry(),
    trace: LossTrace.from(history.trace),
    validation: history.validation,
    finished: history.end,
    progress: {
      ...noProgress,
      simulations,
      // Those of an unfinished run are simulated again, and counted as they come.
      simulated: finished ? simulations : 0,
      step,
      totalSteps: totalSteps(study.training, snapshot.warm),
      epoch: history.epoch,
    },
  };
}
