/** What the mends are called. */
import type { Mend } from '../../../inference/mending/altered.ts';

export const mendNames: Readonly<Record<Mend['kind'], string>> = {
  rescaling: 'Width and shift',
  temperature: 'Temperature',
  marginals: 'Recalibrated marginals',
};
