/**
 * Pairs of sets on which our C2ST and scikit-learn's are compared, and what scikit-learn gives for them: sbibm's function
 * (MLPClassifier with hidden_layer_sizes (10 d, 10 d), max_iter 10000, random_state 1; KFold(5, shuffle, random_state 1);
 * cross_val_score), scikit-learn 1.9.1, by bench/c2st/scikit_learn.py.
 */
import { Random } from '../../src/inference/math/random.ts';

export interface Example {
  readonly name: string;
  readonly d: number;
  /** Rows of each set. */
  readonly n: number;
  /** What makes a row of the second set of a row of N(0, I). */
  readonly change: (row: Float64Array) => void;
  /** Mean accuracy that scikit-learn reaches. */
  readonly sklearn: number;
}

function shift(by: number): Example['change'] {
  return (row) => row.forEach((value, j) => (row[j] = value + by));
}

function scale(by: number): Example['change'] {
  return (row) => row.forEach((value, j) => (row[j] = value * by));
}

/** N(0, I) with a correlation of `r` between neighbours. */
function correlate(r: number): Example['change'] {
  return (row) => {
    for (let j = 1; j < row.length; j++) row[j] = r * row[j - 1] + Math.sqrt(1 - r * r) * row[j];
  };
}

function bend(by: number): Example['change'] {
  return (row) => {
    row[1] += by * (row[0] * row[0] - 1);
  };
}

export const examples: readonly Example[] = [
  { name: 'the same law', d: 2, n: 10_000, change: () => {}, sklearn: 0.4992 },
  { name: 'shifted by 0.4', d: 2, n: 10_000, change: shift(0.4), sklearn: 0.605 },
  { name: 'bent', d: 2, n: 10_000, change: bend(0.4), sklearn: 0.5636 },
  { name: 'wider by 1.3', d: 5, n: 5_000, change: scale(1.3), sklearn: 0.6307 },
  { name: 'correlated by 0.5', d: 5, n: 5_000, change: correlate(0.5), sklearn: 0.6675 },
  { name: 'shifted by 0.15', d: 10, n: 10_000, change: shift(0.15), sklearn: 0.5218 },
];

/** Rows [n, d] of N(0, I) and of the changed law. */
export function setsOf({ d, n, change }: Example): { readonly first: Float64Array; readonly second: Float64Array } {
  const random = new Random(1, 0);
  const normals = () => Float64Array.from({ length: n * d }, () => random.normal());
  const [first, second] = [normals(), normals()];
  for (let i = 0; i < n; i++) change(second.subarray(i * d, (i + 1) * d));
  return { first, second };
}
