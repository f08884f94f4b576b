/** The data of the learning curve. */
import type { LossData } from '../../plots/lossFigure.ts';
import type { Telemetry } from '../../store/telemetry.ts';
import { bestOf } from './learningVerdict.ts';

type Shown = Pick<Telemetry, 'trace' | 'validation'> & { readonly totalSteps: number };

/** @param floor nats of theta; null: not known */
export function lossData({ trace, validation, totalSteps }: Shown, floor: number | null = null): LossData {
  return {
    training: { step: trace.steps.slice(), loss: trace.losses.slice() },
    validation: { step: validation.map(({ step }) => step), loss: validation.map(({ loss }) => loss) },
    best: validation.length === 0 ? null : bestOf(validation),
    floor,
    totalSteps,
  };
}
