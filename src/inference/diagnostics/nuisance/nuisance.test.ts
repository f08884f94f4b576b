import { describe, expect, test } from 'vitest';
import { problemOf, quantile } from '../../priors/prior.ts';
import { systems } from '../../simulators/registry.ts';
import { ignoredNuisance } from './closedForm.ts';
import { canBeWidened, widened } from './widened.ts';

test('a nuisance as large as the noise that is ignored: widths, ranks and coverage in closed form', () => {
  const found = ignoredNuisance({ prior: 1, nuisance: 0.5, noise: 0.5 });
  expect(found.widthFactor).toBeCloseTo(0.7453559924999298, 12);
  expect(found.sd.ignoring).toBeCloseTo(0.4472135954999579, 12);
  expect(found.sd.exact).toBeCloseTo(0.5773502691896257, 12);
  expect(found.coverage90).toBeCloseTo(0.78, 2);
  const half = [0.1697, 0.0955, 0.0827, 0.0772, 0.0749];
  for (const [i, share] of [...half, ...half.toReversed()].entries()) expect(found.histogram[i]).toBeCloseTo(share, 4);
});

test('a nuisance that is not there costs nothing', () => {
  const found = ignoredNuisance({ prior: 2, nuisance: 0, noise: 0.3 });
  expect(found.widthFactor).toBeCloseTo(1, 12);
  expect(found.coverage90).toBeCloseTo(0.9, 12);
  for (const share of found.histogram) expect(share).toBeCloseTo(0.1, 12);
});

describe('a prior that is too wide', () => {
  const nuisances = systems.flatMap((system) => system.nuisances(system.defaultDesign));

  test('there are systems with nuisance parameters', () => expect(nuisances.length).toBeGreaterThan(2));

  test('has no room where the prior is uniform over the whole domain, or nearly', () => {
    const without = nuisances.filter(({ defaultPrior, domain }) => !canBeWidened(defaultPrior, domain));
    expect(without.map(({ key }) => key)).toEqual(['q', 'pa']);
  });

  test.each(nuisances)('of $key is sound, inside the domain, and wider where it can be', ({ defaultPrior, domain }) => {
    const wide = widened(defaultPrior, domain);
    expect(problemOf(wide)).toBeNull();
    const width = (prior: typeof wide) => quantile(prior, 0.95) - quantile(prior, 0.05);
    const least = canBeWidened(defaultPrior, domain) ? 1.5 * width(defaultPrior) : 0;
    expect(width(wide)).toBeGreaterThan(least);
    expect(quantile(wide, 1e-6)).toBeGreaterThanOrEqual(domain.low);
    expect(quantile(wide, 1 - 1e-6)).toBeLessThanOrEqual(domain.high);
  });
});
