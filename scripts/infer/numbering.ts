/** How the samples number the rows of a file of observations. */
import type { ObservationBatch } from '../../src/inference/observation/batch.ts';

/**
 * Where rows were left out, the numbers in the samples are no longer those of the rows, which is said.
 * @param before observations of former files
 */
export function numberingOf(
  { labels, leftOut }: Pick<ObservationBatch, 'labels' | 'leftOut'>,
  before: number,
): string[] {
  if (leftOut === undefined) return [];
  const last = before + labels.length;
  return [
    `The remaining rows are observations ${before + 1} to ${last} of the samples: ${last} is row ${labels.at(-1)}.`,
  ];
}
