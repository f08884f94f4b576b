/** The readings of a gene with a delay as the learner takes them: the mRNA drives, the protein is predicted. Time in minutes. */
import { BACKGROUND, PULSES, STEP, TIMES } from '../../simulators/geneDelay/design.ts';
import type { RunData } from '../learner.ts';

/** Minutes between two points of the grid on which the law is integrated; a whole part of the time between two readings. */
export const GRID_STEP = 2;
const PER_READING = STEP / GRID_STEP;
/** Points of the grid of one pulse, from 0 to the last reading. */
export const GRID_POINTS = TIMES.length * PER_READING + 1;
export const GRID = Float64Array.from({ length: GRID_POINTS }, (_, i) => i * GRID_STEP);
/** Places of the readings on the grid. */
export const READ_AT = TIMES.map((_, i) => (i + 1) * PER_READING);

export interface Experiment {
  /** Minutes that the gene was on. */
  readonly pulse: number;
  /** At 0 and at the times of the readings; at 0 nothing is there. */
  readonly mrna: Float64Array;
  /** At the times of the readings. */
  readonly protein: Float64Array;
}

/** All three, in the order of PULSES. Where only the summaries are known, the readings follow from them. */
export function experimentsOf({ s, x }: RunData): readonly Experiment[] {
  const reading = (i: number): number => {
    if (x !== null) return x[i];
    // Summaries of a reading: asinh in units of the background noise (geneDelay/model.ts).
    return Math.sinh(s[i]) * (i % 2 === 0 ? BACKGROUND.mrna : BACKGROUND.protein);
  };
  return PULSES.map((pulse, e) => {
    const at = (t: number, channel: number) => reading((e * TIMES.length + t) * 2 + channel);
    return {
      pulse,
      mrna: Float64Array.from([0, ...TIMES.map((_, t) => at(t, 0))]),
      protein: Float64Array.from(TIMES, (_, t) => at(t, 1)),
    };
  });
}

/** mRNA at any time: nothing before 0, straight lines between the readings; and its slope per minute, that to the right of a reading. */
export function mrnaAt(
  { mrna }: Pick<Experiment, 'mrna'>,
  t: number,
): { readonly value: number; readonly slope: number } {
  if (t < 0) return { value: 0, slope: 0 };
  const left = Math.min(Math.floor(t / STEP), mrna.length - 2);
  const slope = (mrna[left + 1] - mrna[left]) / STEP;
  return { value: mrna[left] + slope * (t - left * STEP), slope };
}

/** A reading that is no number, as the subject of a sentence; null: all are there. */
export function missingReading(experiments: readonly Experiment[]): string | null {
  for (const { pulse, mrna, protein } of experiments) {
    if (!mrna.every(Number.isFinite)) return `an mRNA reading of the pulse of ${pulse} min`;
    if (!protein.every(Number.isFinite)) return `a protein reading of the pulse of ${pulse} min`;
  }
  return null;
}
