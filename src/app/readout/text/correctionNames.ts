/** What the corrections are called. */
import type { Correction } from '../../../inference/correction/posteriorTransform.ts';

export const correctionNames: Readonly<Record<Correction['kind'], string>> = {
  rescaling: 'Width and shift',
  temperature: 'Temperature',
  marginals: 'Recalibrated marginals',
};
