import { expect, it } from 'vitest';
import { defaultTruth } from '../study/defaults.ts';
import { battery } from '../simulators/battery/index.ts';
import { defaultProblem } from '../simulators/problem.ts';
import { simulateObservation } from './observation.ts';
import { comesInReadings, readingsOf, withReadings } from './readingStream.ts';
import { recordOf, restoreObservation } from './record.ts';

const design = { ...battery.defaultDesign, readings: 'any' };
const problem = defaultProblem(battery, design);
const whole = simulateObservation(battery, problem, defaultTruth(battery, design), null, 1);

it('shows the first few readings, and all again', () => {
  expect(comesInReadings(battery, whole)).toBe(true);
  const few = withReadings(battery, whole, 5);
  expect(readingsOf(battery, few)).toBe(5);
  expect(few.x?.subarray(0, 5)).toEqual(whole.x?.subarray(0, 5));
  expect(withReadings(battery, whole, 91)).toBe(whole);
  expect(readingsOf(battery, withReadings(battery, few, 2))).toBe(2);
});

it('is saved and opened with the readings that are there, not with those that are to come', () => {
  const few = withReadings(battery, whole, 5);
  const opened = restoreObservation(battery, problem, recordOf(few));
  if (!opened.ok) throw new Error(opened.problems.join(', '));
  expect(opened.observation.x).toEqual(few.x);
  expect(opened.observation.s).toEqual(few.s);
});

it('is no matter of a design of all readings', () => {
  const first = simulateObservation(
    battery,
    defaultProblem(battery),
    defaultTruth(battery, battery.defaultDesign),
    null,
    1,
  );
  expect(comesInReadings(battery, first)).toBe(false);
});
