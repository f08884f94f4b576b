/** How many observations a batch holds, in words. */
import { thousands } from '../../../inference/math/thousands.ts';
import { countOf, type ObservationBatch } from '../../../inference/observation/batch.ts';

/** "200 observations". */
export function countText(file: ObservationBatch): string {
  return `${thousands(countOf(file))} observations`;
}
