/**
 * The scale on which climate summaries are plotted: 0 is what F = 8 typically gives, 1 what F = 10 does, both at
 * sigma = 1. On it six quantities of different size and sign can be compared: where they agree, the points lie level.
 * Taken from one long run for each forcing; the number of sites hardly matters, the time between observations does.
 */
import { attractorState } from './design.ts';
import { Ring } from './dynamics.ts';
import { SUMMARY_NAMES, summarise } from './summaries.ts';

const SITES = 40;
const LENGTH = 400;
const LARGEST_STEP = 0.05;
/** A quarter of the differences at dtObs = 0.1: keeps the scale finite where a lagged covariance has no slope in F. */
const LEAST_UNIT = [0.06, 1.4, 1, 0.1, 0.35, 0.17];

export interface ClimateScale {
  readonly zero: Float64Array;
  /** Change of each summary from F = 8 to F = 10; never zero, of either sign. */
  readonly unit: Float64Array;
}

const cache = new Map<number, ClimateScale>();

export function climateScale(dtObs: number): ClimateScale {
  const known = cache.get(dtObs);
  if (known) return known;
  const zero = typicalSummaries(8, dtObs);
  const one = typicalSummaries(10, dtObs);
  const unit = one.map((value, j) => {
    const change = value - zero[j];
    return Math.sign(change || 1) * Math.max(Math.abs(change), LEAST_UNIT[j]);
  });
  const scale = { zero, unit };
  cache.set(dtObs, scale);
  return scale;
}

/** Noise of sd 1 adds 1 to the variance and nothing to the others. */
function typicalSummaries(F: number, dtObs: number): Float64Array {
  const steps = Math.ceil(dtObs / LARGEST_STEP - 1e-9);
  const times = Math.round(LENGTH / dtObs);
  const ring = new Ring(SITES);
  ring.set(attractorState(SITES));
  ring.advance(F, dtObs / steps, Math.round(10 / dtObs) * steps);
  const x = new Float64Array(times * SITES);
  for (let k = 0; k < times; k++) {
    ring.advance(F, dtObs / steps, steps);
    ring.copyTo(x, k * SITES);
  }
  const summaries = new Float64Array(SUMMARY_NAMES.length);
  summarise(x, SITES, summaries);
  summaries[1] += 1;
  return summaries;
}
