import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { type Calibration, calibrate } from './calibration.ts';
import { LinearGaussian, type PosteriorFault } from '../testing/linearGaussian.ts';

const models = {
  'normal-normal': new LinearGaussian([[1]], 0.5),
  'linear Gaussian': new LinearGaussian(
    [
      [1, 0.5],
      [0, 1],
      [0.3, -0.4],
    ],
    0.7,
  ),
};
const EXACT: PosteriorFault = { width: 1, shift: 0 };

function check(model: LinearGaussian, fault: PosteriorFault, datasets: number, draws: number, seed: number) {
  const input = model.check(datasets, fault, new Random(seed, STREAMS.calibration, 2 ** 20));
  return calibrate({ ...input, draws, seed, onChunk: () => {} });
}

const verdicts = ({ sbc, coverage: { central, highestDensity, tarp } }: Calibration) => ({
  sbc: sbc.verdict.level,
  central: central.verdict.level,
  highestDensity: highestDensity.verdict.level,
  tarp: tarp.verdict.level,
});
type Check = keyof ReturnType<typeof verdicts>;

/** How many of the repeats each check calls bad (or worse than good). */
async function alarms(
  model: LinearGaussian,
  fault: PosteriorFault,
  { repeats, datasets, draws }: { readonly repeats: number; readonly datasets: number; readonly draws: number },
) {
  const bad: Record<Check, number> = { sbc: 0, central: 0, highestDensity: 0, tarp: 0 };
  const notGood: Record<Check, number> = { ...bad };
  for (let seed = 0; seed < repeats; seed++) {
    const found = verdicts(await check(model, fault, datasets, draws, seed));
    for (const name of Object.keys(bad) as Check[]) {
      if (found[name] === 'bad') bad[name]++;
      if (found[name] !== 'good') notGood[name]++;
    }
  }
  return { bad, notGood };
}

describe.each(Object.entries(models))('the check of the exact posterior of the %s model', (_, model) => {
  it('raises as many false alarms as it states', async () => {
    const { bad, notGood } = await alarms(model, EXACT, { repeats: 200, datasets: 100, draws: 19 });
    for (const name of Object.keys(bad) as Check[]) {
      // At most 1 % and 5 % (Holm and Bonferroni are conservative): P(B(200, 0.01) > 7) = P(B(200, 0.05) > 20) = 1e-3.
      expect({ [name]: bad[name] <= 7, notGood: notGood[name] <= 20 }).toEqual({ [name]: true, notGood: true });
    }
    // The gamma statistic alone is exact but for its steps: 0.05 of 200 is 10.
    expect(notGood.highestDensity + notGood.tarp).toBeGreaterThan(5);
  });
});

describe('two checks of one seed', () => {
  it('have no noise in common', async () => {
    const model = models['normal-normal'];
    const input = model.check(100, EXACT, new Random(1, STREAMS.calibration, 2 ** 20));
    const of = (run: number) => calibrate({ ...input, draws: 19, seed: 1, run, onChunk: () => {} });
    const [first, again, second] = [await of(0), await of(0), await of(1)];
    const ranks = ({ sbc }: Calibration) => [...sbc.quantities[0].ranks];
    expect(ranks(again)).toEqual(ranks(first));
    // The data sets are the same here: of 100 ranks among 19 draws each some 20 stay by chance.
    const same = ranks(second).filter((rank, i) => rank === ranks(first)[i]).length;
    expect(same).toBeLessThan(60);
    expect(second.coverage.tarp.curves).not.toEqual(first.coverage.tarp.curves);
  });
});

describe('the check of a perturbed posterior', () => {
  const model = models['linear Gaussian'];
  const plan = { repeats: 25, datasets: 200, draws: 99 };

  it.each([
    // Alarms in 40 runs of 200 data sets were 40 of each check for the first two; for the shift 40, 7, 28 and 6: central
    // intervals lose little by half a standard deviation, and regions of all parameters hardly more.
    { fault: { width: 0.5, shift: 0 }, caught: { sbc: 25, central: 25, highestDensity: 25, tarp: 25 } },
    { fault: { width: 2, shift: 0 }, caught: { sbc: 25, central: 25, highestDensity: 25, tarp: 25 } },
    { fault: { width: 1, shift: 0.5 }, caught: { sbc: 25, central: 0, highestDensity: 10, tarp: 0 } },
  ])('catches $fault', async ({ fault, caught }) => {
    const { bad } = await alarms(model, fault, plan);
    const missed = (Object.keys(caught) as Check[]).filter((name) => bad[name] < caught[name]);
    expect(missed).toEqual([]);
  });

  it('catches a posterior that is the prior by the likelihood, and by the distance from points chosen from the data', async () => {
    let likelihoods = 0;
    let balls = 0;
    let others = 0;
    let sentence = '';
    for (let seed = 0; seed < plan.repeats; seed++) {
      const { sbc, coverage } = await check(model, 'prior', plan.datasets, plan.draws, seed);
      for (const { kind, verdict } of sbc.quantities) {
        if (verdict.level !== 'bad') continue;
        if (kind === 'likelihood') likelihoods++;
        else others++;
      }
      if (coverage.tarp.verdict.level === 'bad') balls++;
      ({ sentence } = sbc.verdict);
    }
    expect(sentence).toMatch(/^ln p: the posterior is too wide, misplaced or blind/);
    expect(likelihoods).toBe(plan.repeats);
    expect(balls).toBe(plan.repeats);
    // False alarms, 1 % a run at most: P(B(25, 0.01) > 2) = 2e-3.
    expect(others).toBeLessThanOrEqual(2);
  });

  it('names what is wrong', async () => {
    const narrow = await check(model, { width: 0.5, shift: 0 }, 500, 199, 1);
    const sentences = Object.fromEntries(narrow.sbc.quantities.map(({ key, verdict }) => [key, verdict.sentence]));
    expect(sentences.theta0).toMatch(/too narrow by (4[5-9]|5[0-5]) %/);
    expect(sentences.logDensity).toContain('too narrow or misplaced: true values lie too far out in it');
    expect(narrow.coverage.highestDensity.verdict.sentence).toMatch(
      /^\d\d % highest-density regions contain \d\d\.\d ± \d\.\d % of the true values: too narrow or misplaced/,
    );
    expect(narrow.coverage.tarp.verdict.sentence).toContain('too narrow or misplaced');
    const wide = await check(model, { width: 2, shift: 0 }, 500, 199, 1);
    expect(wide.coverage.highestDensity.verdict.sentence).toContain('too wide');
    expect(wide.coverage.tarp.verdict.sentence).toContain('too wide');
    const likelihood = wide.sbc.quantities.find(({ kind }) => kind === 'likelihood');
    expect(likelihood?.verdict.sentence).toContain('fit the data worse than the true values do');
  });
});

describe('the check as a piece of work', () => {
  it('reports after every chunk and ends where its caller throws', async () => {
    const input = models['normal-normal'].check(120, EXACT, new Random(1, STREAMS.calibration));
    const fractions: number[] = [];
    const run = { ...input, draws: 19, seed: 1 };
    await calibrate({ ...run, onChunk: (fraction) => void fractions.push(fraction) });
    expect(fractions).toEqual([50 / 120, 100 / 120, 1]);
    const cancelled = calibrate({
      ...run,
      onChunk: () => {
        throw new Error('cancelled');
      },
    });
    await expect(cancelled).rejects.toThrow('cancelled');
  });

  it('ranks the likelihood only where it is given, and the density always', async () => {
    const input = models['normal-normal'].check(50, EXACT, new Random(1, STREAMS.calibration));
    const { sbc } = await calibrate({ ...input, logLikelihoods: null, draws: 19, seed: 1, onChunk: () => {} });
    expect(sbc.quantities.map(({ key }) => key)).toEqual(['theta0', 'logDensity']);
  });

  it('refuses densities that are not numbers', async () => {
    const input = models['normal-normal'].check(50, EXACT, new Random(1, STREAMS.calibration));
    const posterior = { ...input.posterior, logDensity: async (theta: Float64Array) => theta.map(() => Number.NaN) };
    const broken = calibrate({ ...input, posterior, draws: 19, seed: 1, onChunk: () => {} });
    await expect(broken).rejects.toThrow('ln q is not a number for data set 0');
  });
});
