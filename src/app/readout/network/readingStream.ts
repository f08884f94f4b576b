/** How far the readings have come, of an observation whose readings come one by one. */
import type { Observation } from '../../../inference/observation/observation.ts';
import { comesInReadings, readingsName, readingsOf } from '../../../inference/observation/readingStream.ts';
import type { AppState } from '../../store/appStore.ts';

export interface ReadingStream {
  /** With all readings that are known; null: they do not come one by one. */
  readonly whole: Observation | null;
  /** Readings that are on screen. */
  readonly count: number;
  /** Readings that are known. */
  readonly most: number;
  /** What they are called, in the plural. */
  readonly name: string;
}

/** Data that did not come of showing some of the readings are whole themselves. */
export function readingStream({ study, observation }: Pick<AppState, 'study' | 'observation'>): ReadingStream {
  const { current, stream } = observation;
  if (!comesInReadings(study.system, current)) return { whole: null, count: 0, most: 0, name: '' };
  const whole = stream.shown === current && stream.whole !== null ? stream.whole : current;
  const { system } = study;
  return {
    whole,
    count: readingsOf(system, current),
    most: readingsOf(system, whole),
    name: readingsName(system, current),
  };
}
