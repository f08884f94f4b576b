/** Many observations from one file, what the network answered for them, and how the table of the answers stands. */
import type { ObservationBatch } from '../../inference/observation/batch.ts';
import type { RowVerdict } from '../../inference/diagnostics/report/rowVerdict.ts';
import type { BatchAnswers } from '../../worker/run/reports.ts';

/**
 * 'row': the order of the file; 'q05' to 'q95': quantiles; 'outlier': p-value of the distance from the training set; 'verdict':
 * of the checks of the answer.
 */
export const batchColumns = [
  'row',
  'mean',
  'sd',
  'q05',
  'q25',
  'q50',
  'q75',
  'q95',
  'truth',
  'outlier',
  'verdict',
] as const;
export type BatchColumn = (typeof batchColumns)[number];

export interface BatchOrder {
  readonly column: BatchColumn;
  readonly descending: boolean;
}

/** Draws of each observation. */
export const MANY_DRAWS = 1000;

/** Observations whose answers are checked at one request: each takes the simulation of 1,200 data sets and their answers. */
export const MOST_CHECKED = 100;

export interface BatchSlice {
  readonly file: ObservationBatch | null;
  readonly answers: BatchAnswers | null;
  /** Of the answers, in the order of the file; null, or no entry: not checked. */
  readonly verdicts: readonly (RowVerdict | null)[];
  /** Fraction checked of what was asked for; null when nothing is being checked. */
  readonly checking: number | null;
  /** Why the answers are no longer those of the network on screen; null if they are. */
  readonly stale: string | null;
  /** Fraction answered; null when nothing is being answered. */
  readonly progress: number | null;
  /** Key of the quantity in the table; null: the first. */
  readonly quantity: string | null;
  readonly order: BatchOrder;
  /** The observation, by its place in the file, that the keyboard is at; null: the first of the table. */
  readonly active: number | null;
}

export const batchSlice: BatchSlice = {
  file: null,
  answers: null,
  verdicts: [],
  checking: null,
  stale: null,
  progress: null,
  quantity: null,
  order: { column: 'row', descending: false },
  active: null,
};

/** The observations that the next request checks, by their places in the file. */
export function nextToCheck({ verdicts }: Pick<BatchSlice, 'verdicts'>, observations: number): number[] {
  const places: number[] = [];
  for (let i = 0; i < observations && places.length < MOST_CHECKED; i++) {
    if ((verdicts[i] ?? null) === null) places.push(i);
  }
  return places;
}
