import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../math/random.ts';
import type { AmortisedPosterior } from '../posterior/amortised.ts';
import { JointPrior } from '../priors/jointPrior.ts';
import type { Problem, Quantity } from '../simulators/system.ts';
import { transformPosterior, UNTRANSFORMED } from './posteriorTransform.ts';
import { EXACT_SD, NormalPosterior, normalPairs, normalPrior } from './testing/normalPosterior.ts';
import { ReweightedPosterior } from './reweightedPosterior.ts';
import { scorePosterior, type TruePairs } from './score.ts';
import { tryCorrections } from './trial.ts';

const quantity: Quantity = { key: 'a', symbol: 'a', label: 'a', unit: '', scale: 'linear', value: (theta) => theta[0] };
const system = { display: () => [quantity], derived: () => [] };
const problem: Problem = { system: 'normal', design: {}, priors: {}, nuisances: {} };
const prior = normalPrior(1);
const EXACT = new NormalPosterior(1, { width: 1, shift: 0 });

const MOVED = { family: 'normal', mean: 0.8, sd: 0.5 } as const;
const moved = new JointPrior(['t0'], [MOVED]);

const weighted = (posterior: AmortisedPosterior) => new ReweightedPosterior(posterior, prior, moved, 1);

/** n pairs whose theta are from the moved prior. */
function movedPairs(n: number, random: Random) {
  const { theta, s } = normalPairs(n, 1, random);
  return {
    theta: theta.map((value) => MOVED.mean + MOVED.sd * value),
    s: s.map((value, i) => value - theta[i] + MOVED.mean + MOVED.sd * theta[i]),
  };
}

async function trialOf(perturbation: { readonly width: number; readonly shift: number } | null, priorMoved = false) {
  const subject = transformPosterior(EXACT, prior, 1, EXACT.baseOf, { ...UNTRANSFORMED, perturbation });
  const random = new Random(6, STREAMS.correction);
  const fit = normalPairs(400, 1, random);
  return tryCorrections({
    system,
    problem,
    prior,
    width: 1,
    subject,
    shown: priorMoved ? weighted : (posterior) => posterior,
    fit,
    region: priorMoved ? movedPairs(400, random) : fit,
    judge: priorMoved ? movedPairs(300, random) : normalPairs(300, 1, random),
    onProgress: () => {},
  });
}

describe('a trial of corrections', () => {
  it('corrects the overconfident posterior by a temperature near 4, and says so on fresh data', async () => {
    const { before, tried, conformal } = await trialOf({ width: 0.55, shift: 0 });
    expect(before.verdict.level).toBe('bad');
    // 2 Phi(1.645 * 0.55) - 1 = 0.634; four standard errors of 0.028.
    expect(Math.abs(before.held90 - 0.634)).toBeLessThan(0.11);
    const [rescaled, { correction, fitted, after }] = tried;
    expect(rescaled.after.verdict.level).toBe('good');
    expect(Math.abs(rescaled.after.held90 - 0.9)).toBeLessThan(0.07);
    if (correction.kind !== 'temperature') throw new Error('not a temperature');
    // 1 / 0.55^2 = 3.31, standard error sqrt(2 / 400) = 7 %.
    expect(Math.abs(correction.temperature - 3.31)).toBeLessThan(0.9);
    expect(fitted).toMatch(/^T = \d\.\d: wider by \d\d\.\d %$/);
    expect(after.verdict.level).toBe('good');
    expect(Math.abs(after.held90 - 0.9)).toBeLessThan(0.07);
    const entropy = Math.log(EXACT_SD) + 0.5 * Math.log(2 * Math.PI * Math.E);
    expect(Math.abs(after.loss - entropy)).toBeLessThan(0.17);
    expect(before.loss).toBeGreaterThan(after.loss + 0.3);
    expect(Math.abs(conformal.heldBefore - 0.634)).toBeLessThan(0.11);
    expect(Math.abs(conformal.heldAfter - 0.9)).toBeLessThan(0.08);
    expect(conformal.mass).toBeGreaterThan(0.98);
  });

  it('corrects a shifted posterior by its marginals or by moving it, which no temperature can', async () => {
    const { before, tried } = await trialOf({ width: 1, shift: 0.6 });
    expect(before.verdict.level).toBe('bad');
    const [rescaled, tempered, recalibrated] = tried;
    expect(tempered.after.verdict.level).toBe('bad');
    for (const { after } of [rescaled, recalibrated]) {
      expect(after.p).toBeGreaterThan(0.001);
      expect(after.loss).toBeLessThan(tempered.after.loss);
    }
  });

  it('leaves an exact posterior nearly as it is', async () => {
    const { before, tried } = await trialOf(null);
    expect(before.verdict.level).toBe('good');
    for (const { after } of tried) {
      expect(after.verdict.level).toBe('good');
      expect(Math.abs(after.loss - before.loss)).toBeLessThan(0.03);
    }
  });

  it('is of the weighted posterior where the priors were moved, with corrections of the network by itself', async () => {
    const { before, tried, conformal } = await trialOf({ width: 0.55, shift: 0 }, true);
    expect(before.verdict.level).toBe('bad');
    expect(before.held90).toBeLessThan(0.8);
    const [rescaled, { correction, after }] = tried;
    if (correction.kind !== 'temperature') throw new Error('not a temperature');
    // As without: 1 / 0.55^2 = 3.31.
    expect(Math.abs(correction.temperature - 3.31)).toBeLessThan(0.9);
    for (const { verdict, held90 } of [rescaled.after, after]) {
      expect(verdict.level).toBe('good');
      expect(Math.abs(held90 - 0.9)).toBeLessThan(0.07);
    }
    expect(Math.abs(conformal.heldAfter - 0.9)).toBeLessThan(0.08);
    // -ln of N(m, v) with 1 / v = 1 / 0.5^2 + 1 / 0.5^2, mean over the data; standard error sqrt(1 / 600) = 0.04.
    expect(Math.abs(after.loss - 0.5 * Math.log(2 * Math.PI * Math.E * 0.125))).toBeLessThan(0.16);
  });

  it('needs both, the weights and the data of the moved priors', async () => {
    const random = new Random(8, STREAMS.correction);
    const level = async (posterior: AmortisedPosterior, pairs: TruePairs) =>
      (await scorePosterior(posterior, pairs, system, problem, 1)).verdict.level;
    expect(await level(weighted(EXACT), movedPairs(300, random))).toBe('good');
    expect(await level(weighted(EXACT), normalPairs(300, 1, random))).toBe('bad');
    expect(await level(EXACT, movedPairs(300, random))).toBe('bad');
  });

  it('has base states that follow the temperature, and none after a recalibration', async () => {
    const corrected = transformPosterior(EXACT, prior, 1, EXACT.baseOf, {
      perturbation: { width: 0.5, shift: 0 },
      correction: { kind: 'temperature', temperature: 4 },
    });
    const { theta, s } = normalPairs(2000, 1, new Random(7, STREAMS.correction));
    const { base } = (await corrected.baseOf?.(theta, s)) ?? { base: new Float64Array(0) };
    const variance = base.reduce((sum, u) => sum + u * u, 0) / base.length;
    // Standard error sqrt(2 / 2000) = 3 %.
    expect(Math.abs(variance - 1)).toBeLessThan(0.13);
    const correction = { kind: 'marginals', shapes: [{ a: 1, b: 1 }] } as const;
    expect(transformPosterior(EXACT, prior, 1, EXACT.baseOf, { perturbation: null, correction }).baseOf).toBeNull();
  });
});
