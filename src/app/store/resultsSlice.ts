/** Answers that come seldom: reference posterior, predictive bands, gap, identifiability, the final check. */
import type { Identifiability } from '../../inference/diagnostics/identifiability.ts';
import type { PosteriorGap } from '../../inference/diagnostics/gap.ts';
import type { ReferenceAnswer } from '../../inference/simulators/system.ts';
import type { CalibrationReport, PredictiveBands } from '../../worker/protocol.ts';

export interface ReferenceResult {
  /** What the answer is for: see `referenceKey`. */
  readonly key: string;
  readonly answer: ReferenceAnswer;
}

export interface ResultsSlice {
  readonly reference: ReferenceResult | null;
  /** Fraction done of the reference being computed; null when none is. */
  readonly referenceProgress: number | null;
  readonly priorBands: PredictiveBands | null;
  readonly posteriorBands: PredictiveBands | null;
  readonly gap: PosteriorGap | null;
  readonly identifiability: Identifiability | null;
  readonly finalCheck: CalibrationReport | null;
}

export const resultsSlice: ResultsSlice = {
  reference: null,
  referenceProgress: null,
  priorBands: null,
  posteriorBands: null,
  gap: null,
  identifiability: null,
  finalCheck: null,
};
