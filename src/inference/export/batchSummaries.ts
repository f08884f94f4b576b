/**
 * The answers for many observations as CSV (RFC 4180), a record each: its name, for every quantity mean, sd, robust sd, number
 * of stray draws, quantiles and the true value where it is known, its rank among held-out simulations, and the verdict on the
 * answer with what was looked at for it.
 */
import type { RowVerdict } from '../diagnostics/report/rowVerdict.ts';
import { TABLE_LEVELS, type PosteriorTable } from '../posterior/table.ts';
import { csvField } from '../observation/csvText.ts';
import { type DrawsNotes, namedNotes } from './drawsNotes.ts';

export interface BatchSummaries extends DrawsNotes {
  /** Of the Q quantities. */
  readonly names: readonly string[];
  /** Of the n observations. */
  readonly labels: readonly string[];
  readonly table: PosteriorTable;
  /** True values [n, Q]; null where they are not known. */
  readonly truths: ArrayLike<number> | null;
  /** p-values [n]. */
  readonly outlier: ArrayLike<number>;
  /** Null: the answer was not checked [n]. */
  readonly verdicts: readonly (RowVerdict | null)[];
}

/** What the verdict of a row is made of. */
const VERDICT_COLUMNS = [
  'outlier_p',
  'predictive_p',
  'recovery_shift',
  'verdict',
  'verdict_looked_at',
  'verdict_sentence',
];
const UNCHECKED = {
  predictiveP: Number.NaN,
  recoveryShift: Number.NaN,
  level: 'unchecked',
  looked: ['distance of the data from the simulations'],
  sentence: 'The posterior was not checked.',
} as const;

export function batchSummariesCsv({
  names,
  labels,
  table,
  truths,
  outlier,
  verdicts,
  ...notes
}: BatchSummaries): string {
  const said = namedNotes(notes);
  const columns = [
    'mean',
    'sd',
    'robust_sd',
    'strays',
    ...TABLE_LEVELS.map((level) => `q${String(Math.round(100 * level)).padStart(2, '0')}`),
    ...(truths === null ? [] : ['true']),
  ];
  const header = [
    'observation',
    ...names.flatMap((name) => columns.map((column) => `${name}_${column}`)),
    ...VERDICT_COLUMNS,
  ];
  header.push(...said.map(({ name }) => name));
  const Q = names.length;
  const records = labels.map((label, i) => {
    const numbers = names.flatMap((_, q) => {
      const at = i * Q + q;
      const quantiles = table.quantiles.subarray(at * TABLE_LEVELS.length, (at + 1) * TABLE_LEVELS.length);
      const widths = [table.mean[at], table.sd[at], table.robustSd[at], table.strays[at]];
      return [...widths, ...quantiles, ...(truths === null ? [] : [truths[at]])];
    });
    const { predictiveP, recoveryShift, level, looked, sentence } = verdicts[i] ?? UNCHECKED;
    // Without simulations nothing was looked at, the distance included.
    const seen = Number.isNaN(outlier[i]) ? [] : looked;
    const words = [level, seen.join('; '), sentence].map(csvField);
    const last = said.map(({ text }) => csvField(text));
    return [
      csvField(label),
      ...numbers,
      outlier[i],
      number(predictiveP),
      number(recoveryShift),
      ...words,
      ...last,
    ].join(',');
  });
  return `${[header.map(csvField).join(','), ...records].join('\r\n')}\r\n`;
}

/** Empty where it is not known. */
function number(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}
