/**
 * The answers for many observations as CSV (RFC 4180), a record each: its name, for every quantity mean, sd, quantiles and the
 * true value where it is known, and its rank among held-out simulations.
 */
import { TABLE_LEVELS } from '../posterior/table.ts';
import type { PosteriorTable } from '../posterior/table.ts';
import { csvField } from '../observation/csvText.ts';
import { ALTERED_COLUMN } from './drawsCsv.ts';

export interface ManySummaries {
  /** Of the Q quantities. */
  readonly names: readonly string[];
  /** Of the n observations. */
  readonly labels: readonly string[];
  readonly table: PosteriorTable;
  /** True values [n, Q]; null where they are not known. */
  readonly truths: ArrayLike<number> | null;
  /** p-values [n]. */
  readonly outlier: ArrayLike<number>;
  /** As in ManyDraws. */
  readonly altered?: string | null;
}

export function manySummariesCsv({ names, labels, table, truths, outlier, altered = null }: ManySummaries): string {
  const columns = [
    'mean',
    'sd',
    ...TABLE_LEVELS.map((level) => `q${String(Math.round(100 * level)).padStart(2, '0')}`),
    ...(truths === null ? [] : ['true']),
  ];
  const header = ['observation', ...names.flatMap((name) => columns.map((column) => `${name}_${column}`)), 'outlier_p'];
  if (altered !== null) header.push(ALTERED_COLUMN);
  const Q = names.length;
  const records = labels.map((label, i) => {
    const numbers = names.flatMap((_, q) => {
      const at = i * Q + q;
      const quantiles = table.quantiles.subarray(at * TABLE_LEVELS.length, (at + 1) * TABLE_LEVELS.length);
      return [table.mean[at], table.sd[at], ...quantiles, ...(truths === null ? [] : [truths[at]])];
    });
    const last = altered === null ? [] : [csvField(altered)];
    return [csvField(label), ...numbers, outlier[i], ...last].join(',');
  });
  return `${[header.map(csvField).join(','), ...records].join('\r\n')}\r\n`;
}
