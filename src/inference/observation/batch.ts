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
  /** Summaries [n, C]. */
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
  });
}

/** Of raw data [n, size of x], [n, C]. */
export function summariesOf(system: System, design: Design, x: Float64Array): Float64Array {
  const model = system.model(design);
  const width = sizeOf(model.s);
  const n = x.length / sizeOf(model.x);
  const s = new Float64Array(n * width);
  for (let i = 0; i < n; i++) {
    const data = x.subarray(i * sizeOf(model.x), (i + 1) * sizeOf(model.x));
    model.summarise(data, s.subarray(i * width, (i + 1) * width));
  }
  return s;
}
