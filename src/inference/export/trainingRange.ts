/** What tells other programs whether data are like those that a network was trained on (data/outlier.ts), as NPZ. */
import type { OutlierScore } from '../diagnostics/data/outlier.ts';
import { writeNpz } from '../files/npz.ts';
import type { Standardisation } from '../training/standardiser.ts';

/**
 * Arrays mean, sd [C]: z = (s - mean) / sd; centre [C] and factor [C, C], lower triangular: the distance of z is the length of
 * factor^-1 (z - centre); distances: those of simulations that were not trained on, ascending.
 */
export function trainingRangeFile({ mean, sd }: Standardisation, score: OutlierScore): Uint8Array {
  const { centre, factor, distances } = score.numbers;
  const C = centre.length;
  return writeNpz(
    new Map([
      ['mean', { shape: [C], values: mean }],
      ['sd', { shape: [C], values: sd }],
      ['centre', { shape: [C], values: centre }],
      ['factor', { shape: [C, C], values: factor }],
      ['distances', { shape: [distances.length], values: distances }],
    ]),
  );
}
