/** Many observations of one design, whatever file they come from. */
import { sizeOf } from '../simulators/dataShape.ts';
import type { Design, System } from '../simulators/system.ts';
import { type Observation, observationFromRaw } from './observation.ts';

/** n observations of one design; C summaries, D parameters. */
export interface ObservationBatch {
  /** System id. */
  readonly system: string;
  readonly design: Design;
  /** Name of the file. */
  readonly file: string;
  /** What each is called: its `id`, or the number of its row as a spreadsheet counts [n]. */
  readonly labels: readonly string[];
  /** Raw data [n, size of x]. */
  readonly x: Float64Array;
  /** Summaries [n, C]; empty while they are not known (Observation.s). */
  readonly s: Float64Array;
  /** Parameters behind the data [n, D]; null where they are not known. */
  readonly truths: Float64Array | null;
  /** Number of bad rows, which are left out; absent where there are none. */
  readonly leftOut?: number;
  readonly notices: readonly string[];
}

/** Number of observations. */
export function countOf({ labels }: ObservationBatch): number {
  return labels.length;
}

/** The i-th of them as an observation of its own. */
export function observationAt(system: System, batch: ObservationBatch, i: number): Observation {
  const n = countOf(batch);
  const row = (values: Float64Array) => values.slice((i * values.length) / n, ((i + 1) * values.length) / n);
  return observationFromRaw(system, batch.design, row(batch.x), {
    source: { kind: 'file', name: batch.file, row: batch.labels[i] },
    truth: batch.truths === null ? null : Array.from(row(batch.truths)),
    notices: batch.notices,
    ...(batch.s.length === 0 ? {} : { summaries: row(batch.s) }),
  });
}

/** Whether its summaries are still to be computed where the simulator runs. */
export function batchAwaited({ s }: Pick<ObservationBatch, 's'>): boolean {
  return s.length === 0;
}

/**
 * The batch with its summaries; observations whose summaries have failed are left out, and named in the notice.
 * @param found s [n, C], and which rows have failed
 */
export function summarisedBatch(
  batch: ObservationBatch,
  found: {
    readonly s: Float64Array;
    readonly failures: readonly { readonly row: number; readonly message: string }[];
  },
):
  | { readonly ok: true; readonly batch: ObservationBatch; readonly notice: string | null }
  | { readonly ok: false; readonly problem: string } {
  const n = countOf(batch);
  const { s, failures } = found;
  if (failures.length === 0) return { ok: true, batch: { ...batch, s }, notice: null };
  const failed = new Set(failures.map(({ row }) => row));
  const kept = Array.from({ length: n }, (_, i) => i).filter((i) => !failed.has(i));
  const [{ row, message }] = failures;
  const first = `${batch.labels[row]}: ${message}`;
  if (kept.length === 0) {
    return { ok: false, problem: `None of the ${n} observations can be summarised, the first so: ${first}` };
  }
  const rowsOf = (values: Float64Array) => {
    const width = values.length / n;
    const out = new Float64Array(kept.length * width);
    kept.forEach((i, k) => out.set(values.subarray(i * width, (i + 1) * width), k * width));
    return out;
  };
  const notice = `${failures.length} of ${n} observations cannot be summarised and are left out, the first so: ${first}`;
  return {
    ok: true,
    batch: {
      ...batch,
      labels: kept.map((i) => batch.labels[i]),
      x: rowsOf(batch.x),
      s: rowsOf(s),
      truths: batch.truths === null ? null : rowsOf(batch.truths),
      leftOut: (batch.leftOut ?? 0) + failures.length,
      notices: [...batch.notices, notice],
    },
    notice,
  };
}

/** Of raw data [n, size of x], [n, C]; empty where those of some are not known here. */
export function summariesOf(system: System, design: Design, x: Float64Array): Float64Array {
  const model = system.model(design);
  const width = sizeOf(model.s);
  const n = x.length / sizeOf(model.x);
  const s = new Float64Array(n * width);
  for (let i = 0; i < n; i++) {
    const data = x.subarray(i * sizeOf(model.x), (i + 1) * sizeOf(model.x));
    if (model.summarisedHere === false) return new Float64Array(0);
    model.summarise(data, s.subarray(i * width, (i + 1) * width));
  }
  return s;
}
