/** The columns of the table of many answers: their heads, and their cells as text. */
import { resolved, short } from '../../../format/number.ts';
import type { ObservationLevel } from '../../../../inference/diagnostics/report/observationVerdict.ts';
import type { BatchColumn } from '../../../store/batchSlice.ts';
import { type BatchRows, isStrange } from '../../../readout/figures/batchRows.ts';

/** Head of a column, and what it is in words. */
export const columnHeads: Readonly<Record<BatchColumn, { readonly head: string; readonly title: string }>> = {
  row: { head: 'row', title: 'Order of the file' },
  mean: { head: 'mean', title: 'Posterior mean' },
  sd: { head: 'sd', title: 'Posterior standard deviation' },
  q05: { head: '5 %', title: '5 % quantile' },
  q25: { head: '25 %', title: '25 % quantile' },
  q50: { head: 'median', title: 'Posterior median' },
  q75: { head: '75 %', title: '75 % quantile' },
  q95: { head: '95 %', title: '95 % quantile' },
  truth: { head: 'true', title: 'True value' },
  outlier: {
    head: 'data p',
    title: 'p-value of the data: their distance from the training set, ranked among that of simulations',
  },
  verdict: { head: 'verdict', title: 'The worst verdict of the checks of this posterior' },
};

/** Of an answer whose data alone were looked at, it is said that it was not checked. */
const verdictWords: Readonly<Record<ObservationLevel, string>> = {
  good: 'no fault found',
  warn: 'use with caution',
  bad: 'do not trust',
  unchecked: 'not checked',
};

/** A cell as text; a dash for what is not known. */
export function cellText({ labels, columns, verdicts }: BatchRows, column: BatchColumn, i: number): string {
  if (column === 'row') return labels[i];
  if (column === 'verdict') {
    // Not even answered.
    return Number.isNaN(columns.mean[i]) ? '–' : verdictWords[verdicts[i]?.level ?? 'unchecked'];
  }
  const value = columns[column][i];
  if (Number.isNaN(value)) return '–';
  return column === 'sd' || column === 'outlier' ? short(value) : resolved(value, columns.sd[i]);
}

/** Said of data of which hardly any of the training were like. */
export const STRANGE = 'The network was trained on no data like this: the posterior is an extrapolation';

/** What the checks of an observation have found, or that there were none. */
export function verdictSentence({ columns, verdicts }: BatchRows, i: number): string {
  const sentence = verdicts[i]?.sentence;
  if (sentence !== undefined) return sentence;
  return Number.isNaN(columns.outlier[i])
    ? 'This posterior was not checked.'
    : 'Only the data were checked (data p), not the posterior.';
}

/** The row that the keyboard is at, in a sentence below the table. */
export function verdictText(rows: BatchRows, i: number): string {
  const strange = isStrange(rows, i) ? ` ${STRANGE}.` : '';
  return `${rows.labels[i]}: ${verdictSentence(rows, i)}${strange}`;
}
