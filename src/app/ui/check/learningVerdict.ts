/**
 * The learning curve in a sentence. Overfitting shows as a validation loss that rises from its best while the training
 * loss falls; a run that ends while the validation loss still falls has been cut short.
 */
import type { Verdict } from '../../../inference/diagnostics/verdict.ts';
import { count, fixed } from '../../format/number.ts';
import type { RunState } from '../../store/engineSlice.ts';
import type { LossTrace } from '../../store/lossTrace.ts';
import type { Telemetry, ValidationPoint } from '../../store/telemetry.ts';

/** Nats between the best and the last validation loss, or between training and validation, that are worth a word. */
const NOTICEABLE = 0.05;

export function learningVerdict(
  validation: readonly ValidationPoint[],
  trace: Pick<LossTrace, 'losses'>,
  run: RunState,
  finished: Telemetry['finished'],
): Verdict {
  const best = validation.findLast((point) => point.best);
  const last = validation[validation.length - 1];
  if (best === undefined || last === undefined) {
    const sentence =
      run === 'running' ? 'No validation loss yet: the first comes after an epoch.' : 'Nothing learnt yet.';
    return { level: 'warn', sentence };
  }
  const overshoot = last.loss - best.loss;
  if (overshoot > NOTICEABLE && last.step > best.step) {
    const since = `the validation loss has risen by ${fixed(overshoot, 2)} nats since step ${count(best.step)}`;
    return {
      level: 'warn',
      sentence: `It learns the training set by heart: ${since}. More simulations, or a prior on the weights, would help.`,
    };
  }
  const recent = trace.losses.slice(-Math.max(5, Math.floor(trace.losses.length / 20)));
  const training = recent.reduce((sum, loss) => sum + loss, 0) / recent.length;
  const excess = last.loss - training;
  if (run !== 'finished')
    return {
      level: falling(validation) ? 'warn' : 'good',
      sentence: falling(validation)
        ? `Still learning: ${fixed(gainOf(validation), 2)} nats gained in the last quarter of the run.`
        : `Hardly any gain in the last quarter: ${fixed(gainOf(validation), 3)} nats.`,
    };
  if (excess > 2 * NOTICEABLE) {
    return {
      level: 'warn',
      sentence: `Validation lies ${fixed(excess, 2)} nats above training: more simulations would help.`,
    };
  }
  if (finished?.reason === 'budget' && falling(validation)) {
    return {
      level: 'warn',
      sentence: `Still gaining when the budget ended (${fixed(gainOf(validation), 2)} nats in the last quarter): give it more epochs.`,
    };
  }
  return {
    level: 'good',
    sentence: `Learnt all it will: validation is within ${fixed(Math.max(0, excess), 2)} nats of training.`,
  };
}

/** Fall of the best validation loss over the last quarter of the epochs. */
function gainOf(validation: readonly ValidationPoint[]): number {
  const lowest = (points: readonly ValidationPoint[]) => Math.min(...points.map(({ loss }) => loss));
  const before = validation.slice(0, Math.max(1, Math.ceil(0.75 * validation.length)));
  return Math.max(0, lowest(before) - lowest(validation));
}

function falling(validation: readonly ValidationPoint[]): boolean {
  return validation.length < 4 || gainOf(validation) > 0.02;
}
