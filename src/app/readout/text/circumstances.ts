/**
 * What is known of the posterior on screen besides its distance from the reference, and decides which remedy helps: nobody
 * should train longer because of an outlier, of a posterior that was broken on purpose, or of a network that is still training.
 */
import { UNTRANSFORMED } from '../../../inference/correction/posteriorTransform.ts';
import type { Verdict } from '../../../inference/diagnostics/report/verdict.ts';
import { count } from '../../format/number.ts';
import type { AppState } from '../../store/appStore.ts';
import { runState } from '../../store/engineSlice.ts';
import { type RunState, takesSteps } from '../../store/network.ts';
import type { JudgedDistance } from '../../store/resultsSlice.ts';
import type { PosteriorFrame, Telemetry } from '../../store/telemetry.ts';

export interface Circumstances {
  /** Broken on purpose. */
  readonly sandbox: boolean;
  readonly corrected: boolean;
  /** The observation is outside of the training data. */
  readonly unusual: boolean;
  /** Priors have been moved after training. */
  readonly moved: boolean;
  readonly run: RunState;
}

/** @param frame what is on screen: its draws may be altered otherwise than is wanted by now */
export function circumstancesOf(
  { trust, observation, results, engine }: Pick<AppState, 'trust' | 'observation' | 'results' | 'engine'>,
  frame: Pick<PosteriorFrame, 'transform'> | null,
): Circumstances {
  const { observed } = trust;
  const { perturbation, correction } = frame?.transform ?? UNTRANSFORMED;
  return {
    sandbox: perturbation !== null,
    corrected: correction !== null,
    unusual: observed?.observation === observation.id && observed.report.outlier.verdict.level === 'bad',
    moved: results.weighting !== null,
    run: runState(engine),
  };
}

/** The distance from the reference with the step it is of, while that is not the last, and what helps where it is large. */
export function distanceVerdict(
  { verdict: found, step }: Pick<JudgedDistance, 'verdict' | 'step'>,
  circumstances: Circumstances,
): Verdict {
  const verdict = takesSteps(circumstances.run)
    ? { ...found, sentence: `Step ${count(step)}: ${found.sentence}` }
    : found;
  if (verdict.level === 'good') return verdict;
  const sentence = verdict.sentence.replace(/\.$/, '');
  return { level: verdict.level, sentence: `${sentence}: ${remedy(circumstances)}.` };
}

function remedy({ sandbox, corrected, unusual, moved, run }: Circumstances): string {
  if (sandbox) return 'the posterior is broken on purpose, in the sandbox';
  if (takesSteps(run)) return 'training continues';
  if (unusual) {
    return 'the network was trained on no data like these, and training longer does not help; check the data, or widen the priors';
  }
  if (moved) return 'train for the moved priors';
  if (corrected) return 'a correction is in use; undo it, or train on more simulations';
  if (run === 'paused') return 'training is paused';
  // Whether longer training helps, the verdict on the learning tells: it may say beside this that the network overfits.
  return 'train on more simulations, or longer if the loss is still falling';
}

/** Share of its steps after which a network counts as trained enough for a verdict. */
const LEAST = 0.05;

/**
 * Why there is no verdict yet, also on a network that began with the weights of a trained one; null where there may be one.
 * @param judged step of the network that was looked at, which may be of the run's beginning; left out: the one on screen
 */
export function untrainedText(
  {
    frame,
    finished,
    progress,
    pretrainedNotes,
  }: Pick<Telemetry, 'frame' | 'finished' | 'progress' | 'pretrainedNotes'>,
  judged?: number,
): string | null {
  if (frame === null || finished !== null || pretrainedNotes !== null) return null;
  const now = hardlyTrainedText(frame.step, progress.totalSteps);
  if (now !== null || judged === undefined || hardlyTrainedText(judged, progress.totalSteps) === null) return now;
  return `No verdict yet: the last one is from step ${count(judged)} of ${count(progress.totalSteps)}.`;
}

/** Of a run that has not ended; null where so many steps are enough for a verdict. */
export function hardlyTrainedText(step: number, totalSteps: number): string | null {
  if (!(step < LEAST * totalSteps)) return null;
  return `No verdict yet: the network has taken ${count(step)} of ${count(totalSteps)} steps.`;
}
