/** Learning rate over the steps of a run: linear warm-up over the first 3 %, then constant or a cosine to zero. */
import type { TrainingSettings } from './settings.ts';

const WARM_UP_FRACTION = 0.03;

/** @param step 0-based */
export function learningRate(settings: TrainingSettings, step: number, totalSteps: number): number {
  const warmUp = Math.max(1, Math.round(WARM_UP_FRACTION * totalSteps));
  const rise = Math.min(1, (step + 1) / warmUp);
  if (settings.schedule === 'constant') return settings.learningRate * rise;
  const along = Math.max(0, step - warmUp) / Math.max(1, totalSteps - warmUp);
  return settings.learningRate * rise * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, along)));
}
