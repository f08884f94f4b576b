/**
 * The simulator: integrate the ring, look at it every `dtObs`, add independent Gaussian noise of sd sigma to each value.
 * `short` starts at the known state, so that ln p(y | F, sigma) = -n ln sigma - sum (y - x(t; F))^2 / (2 sigma^2);
 * `climate` starts at F/3 + N(0, 1) a site and forgets it over 10 time units, so that the likelihood is an integral over
 * all initial states and is absent here.
 */
import type { Random } from '../../math/random.ts';
import { RAW_DATA } from '../pythonSummaries.ts';
import type { Design, Model, Picture } from '../system.ts';
import { layoutOf, observationTimes, SPIN_UP, tidy } from './design.ts';
import type { Layout } from './design.ts';
import { Ring } from './dynamics.ts';
import { pythonSummaries } from './pythonSummaries.ts';
import { SUMMARY_NAMES, summarise } from './summaries.ts';
import type { DataShape } from '../dataShape.ts';

/** The noise-free states at the observation times, [times, sites], written into `out`. */
export type Trajectory = (F: number, random: Random | null, out: Float64Array) => void;

function known({ sites, times, stepsPerObservation, dt, initial }: Layout): Trajectory {
  const ring = new Ring(sites);
  return (F, _random, out) => {
    ring.set(initial);
    for (let k = 0; k < times; k++) {
      ring.advance(F, dt, stepsPerObservation);
      ring.copyTo(out, k * sites);
    }
  };
}

function spunUp({ sites, times, stepsPerObservation, dt }: Layout): Trajectory {
  const ring = new Ring(sites);
  const start = new Float64Array(sites);
  const before = Math.ceil(SPIN_UP / dt);
  return (F, random, out) => {
    if (random === null) throw new Error('A climate record starts at a random state and needs a generator.');
    for (let i = 0; i < sites; i++) start[i] = F / 3 + random.normal();
    ring.set(start);
    ring.advance(F, dt, before);
    for (let k = 0; k < times; k++) {
      ring.advance(F, dt, stepsPerObservation);
      ring.copyTo(out, k * sites);
    }
  };
}

/** The dynamics of a design with its buffers: one instance serves one simulation at a time. */
export function trajectoryOf(layout: Layout): Trajectory {
  return layout.mode === 'short' ? known(layout) : spunUp(layout);
}

function addNoise(x: Float64Array, sigma: number, random: Random): void {
  for (let i = 0; i < x.length; i++) x[i] += sigma * random.normal();
}

/** theta = (F), eta = (sigma). */
export function lorenzModel(design: Design): Model {
  const layout = layoutOf(design);
  const dataSize = layout.sites * layout.times;
  const x: DataShape = { kind: 'series', channels: siteNames(layout), at: Array.from(observationTimes(layout)) };
  const trajectory = trajectoryOf(layout);
  const simulate: Model['simulate'] = (theta, eta, random, out) => {
    trajectory(theta[0], random, out);
    addNoise(out, eta[0], random);
  };
  if (layout.mode === 'climate') {
    return {
      x,
      s: { kind: 'vector', names: SUMMARY_NAMES },
      simulate,
      summarise: (x, out) => summarise(x, layout.sites, out),
      python: pythonSummaries(layout.sites),
    };
  }
  const signal = new Float64Array(dataSize);
  return {
    x,
    s: { kind: 'vector', names: valueNames(layout) },
    simulate,
    summarise: (x, out) => out.set(x),
    python: RAW_DATA,
    logLikelihood(theta, eta, x) {
      trajectory(theta[0], null, signal);
      const sigma = eta[0];
      const value = -dataSize * Math.log(sigma) - squaredDistance(x, signal) / (2 * sigma * sigma);
      return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
    },
  };
}

export function squaredDistance(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i] - y[i]) * (x[i] - y[i]);
  return sum;
}

function siteNames({ sites }: Layout): string[] {
  return Array.from({ length: sites }, (_, i) => `x${i}`);
}

function valueNames(layout: Layout): string[] {
  const sites = siteNames(layout);
  return Array.from(observationTimes(layout)).flatMap((t) => sites.map((name) => `${name} at t = ${t}`));
}

/**
 * One observation and the noise-free states behind it: at every integration step of a short window, at the observation
 * times of a climate record.
 */
export function observeLorenz(
  design: Design,
  theta: ArrayLike<number>,
  eta: ArrayLike<number>,
  random: Random,
): { readonly x: Float64Array; readonly picture: Picture } {
  const layout = layoutOf(design);
  const x = new Float64Array(layout.sites * layout.times);
  trajectoryOf(layout)(theta[0], random, x);
  const label = 'State without noise';
  const picture: Picture =
    layout.mode === 'short'
      ? { kind: 'field', label, sites: layout.sites, ...finePath(layout, theta[0]) }
      : { kind: 'field', label, sites: layout.sites, time: observationTimes(layout), value: x.slice() };
  addNoise(x, eta[0], random);
  return { x, picture };
}

function finePath({ sites, times, stepsPerObservation, dt, initial }: Layout, F: number) {
  const steps = times * stepsPerObservation;
  const value = new Float64Array((steps + 1) * sites);
  const ring = new Ring(sites);
  ring.set(initial);
  ring.copyTo(value, 0);
  for (let step = 1; step <= steps; step++) {
    ring.advance(F, dt, 1);
    ring.copyTo(value, step * sites);
  }
  return { time: Float64Array.from({ length: steps + 1 }, (_, step) => tidy(step * dt)), value };
}
