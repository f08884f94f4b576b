import { expect, test } from 'vitest';
import { SystemCatalogue } from '../../../inference/simulators/catalogue.ts';
import { defaultProblem } from '../../../inference/simulators/problem.ts';
import { simulateObservation } from '../../../inference/observation/observation.ts';
import { describedText } from './sourceText.ts';

test('the simple page says with how many animals the pond began', () => {
  const system = new SystemCatalogue().get('birth-death');
  const observation = simulateObservation(system, defaultProblem(system), [0.5, 0.6, 2], null, 1);
  expect(describedText(system.id, observation)).toMatch(/^A pond with 5 animals at the start, counted once a day\./);
  const one = { ...observation, design: { ...observation.design, n0: 1, dt: 0.5 } };
  expect(describedText(system.id, one)).toMatch(/^A pond with 1 animal at the start, counted now and then\./);
});
