/**
 * The learning curve in a sentence; null before the first validation. Overfitting shows as a validation loss that has
 * risen from its best while the training loss has gone below it, and not where every simulation is seen once; a run whose
 * budget ends while the validation loss still falls was cut short. While the run goes on no judgement is passed on its end: with a cosine schedule most of the gain
 * comes last.
 */
import type { Verdict } from '../../../inference/diagnostics/report/verdict.ts';
import { listed } from '../../../inference/math/shown.ts';
import { count, fixed } from '../../format/number.ts';
import type { AppState } from '../../store/appStore.ts';
import { openStudy } from '../../store/engineSlice.ts';
import type { RunState } from '../../store/network.ts';
import type { LossTrace } from '../../store/lossTrace.ts';
import type { Telemetry, ValidationPoint } from '../../store/telemetry.ts';

/** Nats that are worth a word: a twentieth is a density too low by 5 % on average. */
const NOTICEABLE = 0.05;
/** Share of the run, at its end, over which gains and rises are judged. */
const END = 0.25;

/**
 * @param fresh every epoch has simulations of its own: nothing can be overfitted
 * @param outlying summaries whose spread is that of a few huge values
 */
export function learningVerdict(
  validation: readonly ValidationPoint[],
  trace: Pick<LossTrace, 'losses'>,
  run: RunState,
  finished: Telemetry['finished'],
  fresh: boolean,
  outlying: readonly string[] = [],
): Verdict | null {
  const last = validation[validation.length - 1];
  if (last === undefined) return null;
  const best = bestOf(validation);
  const training = recentMean(trace.losses);
  const rise = last.loss - best.loss;
  const excess = last.loss - training;
  if (!fresh && rise > NOTICEABLE && excess > 2 * NOTICEABLE && best.step < (1 - END) * last.step) {
    const since = `validation loss has risen by ${fixed(rise, 2)} nats since step ${count(best.step)}`;
    return {
      level: 'warn',
      sentence: `The network overfits (memorises the training set): ${since}. The best network is kept; more simulations would help.`,
    };
  }
  if (run !== 'finished') {
    const so = `Validation loss ${fixed(best.loss, 2)} nats at step ${count(best.step)}`;
    return {
      level: 'good',
      sentence: run === 'running' ? `${so}, the best so far.` : `${so}, the best before the pause.`,
    };
  }
  if (!fresh && excess > 2 * NOTICEABLE) {
    const sentence = `Validation loss is ${fixed(excess, 2)} nats above training loss: more simulations would help.`;
    return { level: 'warn', sentence };
  }
  const gain = lateGain(validation);
  if (finished?.reason === 'budget' && gain > 2 * NOTICEABLE) {
    const sentence = `Still improving when the budget ended, by ${fixed(gain, 2)} nats in the last quarter: train for more epochs.`;
    return { level: 'warn', sentence };
  }
  if (outlying.length > 0) {
    const [what, them] = outlying.length === 1 ? ['column', 'its'] : ['columns', 'their'];
    const sentence = `A few huge values set the scale of ${what} ${listed(outlying)}: the network can hardly tell ${them} other values apart, and its posterior is wider than necessary. Leave cells with fill values empty, or take logarithms, in the table and in the observations alike.`;
    return { level: 'warn', sentence };
  }
  // Rounded up: no two differ by 0.00 nats.
  const difference = fixed(Math.max(0.01, Math.ceil(100 * Math.abs(excess)) / 100), 2);
  const sentence = `Training has converged; no overfitting (validation and training loss differ by ${difference} nats at most).`;
  return { level: 'good', sentence };
}

/** Whether the network on screen was trained on fresh simulations: a pre-trained one may be, whatever the settings say. */
export function trainedFresh({ engine, study }: Pick<AppState, 'engine' | 'study'>): boolean {
  return (openStudy(engine)?.study ?? study).training.fresh;
}

/**
 * The network that is kept, by the trainer's word; before there is one (losses on a validation set that is still growing
 * cannot be compared), the point with the lowest loss.
 */
export function bestOf(validation: readonly ValidationPoint[]): ValidationPoint {
  const kept = validation.findLast((point) => point.best);
  return kept ?? validation.reduce((lowest, point) => (point.loss < lowest.loss ? point : lowest));
}

/** Mean of the last twentieth of the trace. */
export function recentMean(losses: readonly number[]): number {
  const recent = losses.slice(-Math.max(5, Math.floor(losses.length / 20)));
  return recent.reduce((sum, loss) => sum + loss, 0) / recent.length;
}

/** Fall of the lowest validation loss over the last quarter of the epochs. */
function lateGain(validation: readonly ValidationPoint[]): number {
  const lowest = (points: readonly ValidationPoint[]) => Math.min(...points.map(({ loss }) => loss));
  const before = validation.slice(0, Math.max(1, Math.ceil((1 - END) * validation.length)));
  return Math.max(0, lowest(before) - lowest(validation));
}
