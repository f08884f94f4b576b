/**
 * The simulator that the network trains on: counts of a birth-death-immigration process at dt, 2 dt, ..., drawn from the
 * exact transition law (no event is simulated), seen through a detector: y ~ Binomial(N, p) + Poisson(kappa), at most
 * SATURATION. theta = (mu, rho, nu) with lambda = rho mu; eta = (p, kappa).
 */
import type { Random } from '../../math/random.ts';
import type { Design, Model, Picture } from '../system.ts';
import { countingPlan, SATURATION } from './design.ts';
import { forwardLogLikelihood } from './forward.ts';
import { GILLESPIE_LIMITS, gillespiePath } from './gillespie.ts';
import { seriesLikelihood } from './likelihood.ts';
import { summariseCounts, summaryNames } from './summaries.ts';
import { pythonSummaries } from './pythonSummaries.ts';
import { drawTransition, transitionLaw, type Rates } from './transition.ts';

/** A population this large saturates every later count as well; beyond it the samplers lose integers. */
const LARGEST_POPULATION = 1e9;
/** A path with more events is a solid block on the page; the counts after it come from the exact law. */
const DRAWN_EVENTS = 2e5;

/** Rates of theta = (mu, rho, nu). */
function ratesOf(theta: ArrayLike<number>): Rates {
  return { lambda: theta[1] * theta[0], mu: theta[0], nu: theta[2] };
}

function detect(population: number, eta: ArrayLike<number>, random: Random): number {
  const [p, kappa] = [eta[0], eta[1]];
  const seen = p === 1 ? population : random.binomial(population, p);
  return Math.min(SATURATION, kappa === 0 ? seen : seen + random.poisson(kappa));
}

function step(law: ReturnType<typeof transitionLaw>, population: number, random: Random): number {
  return Math.min(LARGEST_POPULATION, drawTransition(law, population, random));
}

/** The simulator for a design. */
export function birthDeathModel(design: Design): Model {
  const { n, dt, n0, summaries } = countingPlan(design);
  return {
    x: { kind: 'series', channels: ['count'], at: Array.from({ length: n }, (_, i) => (i + 1) * dt) },
    s: { kind: 'vector', names: summaryNames(summaries, n) },
    sufficient: summaries === 'raw',
    simulate(theta, eta, random, out) {
      const law = transitionLaw(ratesOf(theta), dt);
      for (let i = 0, population = n0; i < n; i++) {
        population = step(law, population, random);
        out[i] = detect(population, eta, random);
      }
    },
    summarise(x, out) {
      summariseCounts(summaries, x, out);
    },
    python: pythonSummaries(summaries),
    /** Uses the counts before the first saturated one: what follows says only that the population was large. */
    logLikelihood(theta, eta, x) {
      const saturated = x.indexOf(SATURATION);
      const counts = saturated < 0 ? x : x.subarray(0, saturated);
      const rates = ratesOf(theta);
      if (eta[0] === 1 && eta[1] === 0) return seriesLikelihood(counts, n0, dt)(rates.lambda, rates.mu, rates.nu);
      return forwardLogLikelihood(rates, { p: eta[0], kappa: eta[1] }, counts, n0, dt);
    },
  };
}

/**
 * An observation with the path behind it, event by event. Where the path explodes (GILLESPIE_LIMITS, or more events than
 * can be drawn) the counts go on by the exact law from the last state, so that the law is that of `simulate` throughout.
 */
export function observeBirthDeath(
  design: Design,
  theta: ArrayLike<number>,
  eta: ArrayLike<number>,
  random: Random,
): { x: Float64Array; picture: Picture } {
  const { n, dt, n0 } = countingPlan(design);
  const rates = ratesOf(theta);
  const path = gillespiePath(rates, n0, n * dt, random, {
    population: GILLESPIE_LIMITS.population,
    events: DRAWN_EVENTS,
  });
  const last = path.time.length - 1;
  const end = path.time[last];
  const x = new Float64Array(n);
  let population = n0;
  for (let i = 0, at = 0, reached = 0; i < n; i++) {
    const t = (i + 1) * dt;
    if (path.status === 'complete' || t <= end) {
      while (at < last && path.time[at + 1] <= t) at++;
      population = path.value[at];
    } else {
      if (reached < end) population = path.value[last];
      population = step(transitionLaw(rates, t - Math.max(reached, end)), population, random);
    }
    reached = t;
    x[i] = detect(population, eta, random);
  }
  const label = path.status === 'complete' ? 'true population' : 'true population (until it explodes)';
  return { x, picture: { kind: 'path', label, time: path.time, value: path.value } };
}
