/** What the page has shown of a training run, as it is saved with the run, and shown again. */
import type { RunHistory, SavedRun } from '../../../inference/study/run/savedRun.ts';
import { stepsOf } from '../../../inference/study/steps.ts';
import { LossTrace } from '../../store/lossTrace.ts';
import { emptyTelemetry, noProgress, type Telemetry } from '../../store/telemetry.ts';

/** The history up to a step; what was shown of later ones is left out. */
export function historyOf(telemetry: Telemetry, step: number): RunHistory {
  const { trace, validation, finished, progress, terms } = telemetry;
  return {
    trace: rewound(trace, step).points,
    validation: validation.filter((point) => point.step <= step && Number.isFinite(point.loss)),
    end: finished,
    epoch: progress.epoch,
    ...(Object.keys(terms).length === 0 ? {} : { terms: mapped(terms, (points) => rewound(points, step).points) }),
  };
}

function rewound(trace: LossTrace, step: number): LossTrace {
  const copy = LossTrace.from(trace.points);
  copy.rewind(step);
  return copy;
}

function mapped<T, R>(record: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** The telemetry of a run that has been taken up again, before its first event. */
export function telemetryOf({ study, snapshot, history }: SavedRun): Telemetry {
  const simulations = study.learner === undefined ? study.training.simulations : 0;
  const { step, finished } = snapshot;
  return {
    ...emptyTelemetry(),
    trace: LossTrace.from(history.trace),
    validation: history.validation,
    terms: mapped(history.terms ?? {}, (points) => LossTrace.from(points)),
    finished: history.end,
    progress: {
      ...noProgress,
      simulations,
      // Those of an unfinished run are simulated again, and counted as they come.
      simulated: finished ? simulations : 0,
      step,
      totalSteps: stepsOf(study, snapshot),
      epoch: history.epoch,
    },
  };
}
