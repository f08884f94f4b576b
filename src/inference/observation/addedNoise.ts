/**
 * Noise that is added by hand to data as they stand, simulated or from a file: independent normal errors. Where the system
 * knows the error bar of a datum, that is the errors' sd; elsewhere it is a tenth of the datum's spread under the prior.
 */
import { Random, STREAMS } from '../math/random.ts';
import type { ObservationView, System } from '../simulators/system.ts';
import { clampedValue, observationFromRaw } from './observation.ts';
import type { Observation } from './observation.ts';
import { keptUnseen } from './unseen.ts';

const SHARE = 0.1;
/** The central 90 % interval of a normal law, in its sd. */
const WIDTH_OF_90 = 2 * 1.6448536269514722;

/** How much data vary, each [n]: the ends of their central 90 %, or their sd. */
export type Spread =
  | { readonly low: ArrayLike<number>; readonly high: ArrayLike<number> }
  | { readonly sd: ArrayLike<number> };

/**
 * The errors' sd of each datum, in its own units; null where it is not known.
 * @param values data of the view's space [n]
 * @param spread of each datum under the prior; null while it is not known
 */
export function noiseSds(view: ObservationView, values: ArrayLike<number>, spread: Spread | null): Float64Array | null {
  const { sd } = view;
  if (sd !== undefined) return Float64Array.from(values, (value, i) => sd(i, value));
  if (spread === null) return null;
  if ('sd' in spread) return Float64Array.from(spread.sd, (width) => SHARE * width);
  const { low, high } = spread;
  return Float64Array.from(values, (_, i) => (SHARE * (high[i] - low[i])) / WIDTH_OF_90);
}

/** The observation with errors of these sds added; what the view does not allow is clamped to what it does. */
export function addNoise(system: System, observation: Observation, sds: ArrayLike<number>, seed: number): Observation {
  const view = system.view(observation.design);
  const before = view.space === 'x' ? observation.x : observation.s;
  if (before === null) throw new RangeError('This observation has no raw data: it was edited as summaries.');
  const { source } = observation;
  const noise = 1 + (source.kind === 'edited' ? (source.noise ?? 0) : 0);
  const random = new Random(seed, STREAMS.addedNoise, noise);
  const noisy = before.map((value, i) => clampedValue(view, value + sds[i] * random.normal()));
  const after = keptUnseen(system, observation.design, before, noisy);
  const moved = Array.from(after.keys()).filter((i) => !Object.is(after[i], before[i]));
  const already = source.kind === 'edited' ? source.entries : [];
  const edited = {
    kind: 'edited',
    of: source.kind === 'edited' ? source.of : source,
    entries: [...new Set([...already, ...moved])].sort((a, b) => a - b),
    noise,
  } as const;
  if (edited.entries.length === 0) return observation;
  if (view.space === 's') return { ...observation, x: null, s: after, source: edited };
  return observationFromRaw(system, observation.design, after, { ...observation, source: edited });
}
