import { expect, it } from 'vitest';
import { observationSummary } from './observationSummary.ts';
import { gaussianBlob } from '../../../inference/simulators/testing/gaussianBlob.ts';
import { builtIn } from '../../../inference/simulators/registry.ts';
import { defaultProblem } from '../../../inference/simulators/problem.ts';
import type { System } from '../../../inference/simulators/system.ts';
import { simulateObservation } from '../../../inference/observation/observation.ts';
import type { Predictive } from '../../../inference/posterior/predictive.ts';
import { observationData } from '../figures/observationData.ts';

/** @param known whether the data are; they are not where the summaries were edited by hand */
function summary(system: System, known: boolean, prior: Predictive | null, posterior: Predictive | null): string {
  const problem = defaultProblem(system);
  const truth = system.parameters(problem.design).map(({ defaultTruth }) => defaultTruth);
  const observation = simulateObservation(system, problem, truth, null, 1);
  const none = new Float64Array(0);
  return observationSummary(
    observationData(system, known ? observation : { ...observation, x: none, s: none }, prior, posterior),
  );
}

const moments: Predictive = { kind: 'moments', mean: new Float64Array(256), sd: new Float64Array(256) };
const bands: Predictive = { kind: 'bands', levels: [], quantiles: [] };

it('of an image names the panels that are drawn', () => {
  const size = '16 rows and 16 columns';
  const predicted = 'the mean and the sd of what the posterior predicts';
  expect(summary(gaussianBlob, true, moments, null)).toBe(`An image of ${size}.`);
  expect(summary(gaussianBlob, true, null, moments)).toBe(
    `An image of ${size}, with ${predicted}, and how far the data are from the mean.`,
  );
  expect(summary(gaussianBlob, false, null, null)).toBe(`No data, which would be an image of ${size}.`);
  expect(summary(gaussianBlob, false, null, moments)).toBe(
    `No data, which would be an image of ${size}; ${predicted}.`,
  );
});

it('of points names the predictions that are there', () => {
  const moons = builtIn('two-moons');
  expect(summary(moons, true, null, null)).toMatch(/^\d+ data values against [^,]*\.$/);
  expect(summary(moons, true, bands, null)).toMatch(/, with the predictions of prior\.$/);
  expect(summary(moons, true, bands, bands)).toMatch(/, with the predictions of prior and posterior\.$/);
  expect(summary(moons, false, null, bands)).toMatch(
    /^None of \d+ data values against .* is known; the predictions of posterior\.$/,
  );
});
