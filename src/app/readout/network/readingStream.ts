/** How far the readings have come, of an observation whose readings come one by one. */
import type { Observation } from '../../../inference/observation/observation.ts';
import { comesInReadings, readingsOf } from '../../../inference/observation/readingStream.ts';
import type { AppState } from '../../store/appStore.ts';

export interface ReadingStream {
  /** With all readings that are known; null: they do not come one by one. */
  readonly whole: Observation | null;
  /** Readings that are on screen. */
  readonly count: number;
  /** Readings that are known. */
  readonly most: number;
}

/** Data that did not come of showing some of the readings are whole themselves. */
export function readingStream({ study, observation }: Pick<AppState, 'study' | 'observation'>): ReadingStream {
  const { current, stream } = observation;
  if (!comesInReadings(study.system, current)) return { whole: null, count: 0, most: 0 };
  const whole = stream.shown === current && stream.whole !== null ? stream.whole : current;
  return { whole, count: readingsOf(current), most: readingsOf(whole) };
}
