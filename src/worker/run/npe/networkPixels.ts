/**
 * How the posterior mean of a quantity moves with each pixel of an image, by the gradient through flow, embedding and
 * standardisation, in float64 at the draws that the engine gives. The network's own posterior under the requested priors, of an
 * ensemble that of all members: neither altered nor corrected nor weighted.
 */
import { parameterCount } from '../../../inference/flow/layout.ts';
import { DrawSensitivity } from '../../../inference/flow/sensitivity.ts';
import { Random, STREAMS } from '../../../inference/math/random.ts';
import { mean, sd } from '../../../inference/math/statistics.ts';
import { valuesOf } from '../../../inference/posterior/quantityValues.ts';
import type { JointPrior } from '../../../inference/priors/jointPrior.ts';
import { asZ } from '../../../inference/priors/space.ts';
import type { Quantity, SeenPixels } from '../../../inference/simulators/system.ts';
import { LARGEST_STANDARDISED, type Standardisation } from '../../../inference/training/standardiser.ts';
import type { NetworkPixels } from '../reports.ts';
import type { NpeQuestions } from './questions.ts';
import type { AskedNetwork } from './requestedNetwork.ts';

/** Draws that the gradient is the mean over; an even number: its halves tell its chance. */
const DRAWS = 256;
/** Draws for the posterior's sd, to 2 %. */
const SD_DRAWS = 2000;
const ROWS_AT_ONCE = 16;
/** Step in z of central differences of the quantity, a smooth function without noise. */
const STEP = 1e-4;

interface Doing {
  /** Milliseconds. */
  readonly now: () => number;
  /** Given the fraction done after each chunk; may throw to end the work. */
  readonly onChunk: (fraction: number) => Promise<void>;
}

/** @throws Error where the network sees no pixels, RangeError for an unknown quantity */
export async function networkPixels(
  network: AskedNetwork,
  { s, x, quantity: key }: NpeQuestions['posterior.pixels']['params'],
  { now, onChunk }: Doing,
): Promise<NetworkPixels> {
  await network.ready();
  const begin = now();
  const { source, system, study } = network;
  const { spec, members } = source.engine;
  const { dim } = spec;
  const { design } = study.problem;
  const quantity = [...system.display(design), ...system.derived(design)].find((known) => known.key === key);
  if (quantity === undefined) throw new RangeError(`There is no quantity '${key}'.`);
  const seen = system.model(design).pixels?.(x);
  if (seen === undefined) throw new Error('The network is not given the pixels of an image.');
  const { step } = network.answering;
  const { prior, input } = network.inside();
  const context = input.apply(s);
  const { standardiser } = source.data;
  const all = await source.engine.parameters();
  const size = parameterCount(spec);
  const random = new Random(study.seed, STREAMS.base);
  const base = Float32Array.from({ length: SD_DRAWS * dim }, () => random.normal());

  // A copy: the network may be trained on meanwhile.
  const engine = source.newEngine();
  const z: Float32Array[] = [];
  try {
    engine.setParameters(all);
    for (let member = 0; member < members; member++) z.push(await engine.sample(context, 1, SD_DRAWS, base, member));
  } finally {
    engine.dispose();
  }

  const halves = [new Float64Array(spec.context), new Float64Array(spec.context)];
  let done = 0;
  for (const [member, rows] of z.entries()) {
    const phi = Float64Array.from(all.subarray(member * size, (member + 1) * size));
    const slopes = slopesOf(quantity, prior, rows.subarray(0, DRAWS * dim));
    for (const [half, sum] of halves.entries()) {
      const sensitivity = new DrawSensitivity(spec, phi, context);
      const end = ((half + 1) * DRAWS) / 2;
      for (let i = (half * DRAWS) / 2; i < end; i++) {
        sensitivity.add(rows.subarray(i * dim, (i + 1) * dim), slopes.subarray(i * dim, (i + 1) * dim));
        if ((i + 1) % ROWS_AT_ONCE === 0) await onChunk(++done / ((members * DRAWS) / ROWS_AT_ONCE));
      }
      for (const [j, value] of sensitivity.gradient().entries()) sum[j] += value / ((members * DRAWS) / 2);
    }
  }
  const [first, second] = halves.map((half) => ofPixels(half, seen, s, standardiser, x.length));
  const gradient = first.map((value, i) => (value + second[i]) / 2);
  const values = valuesOf(quantity, prior.unwhiten(asZ(Float64Array.from(z.flatMap((rows) => Array.from(rows))))), dim);
  return {
    gradient,
    mean: mean(values),
    sd: sd(values),
    draws: DRAWS,
    scatter: rms(first.map((value, i) => (value - second[i]) / 2)) / rms(gradient),
    held: s.length - seen.of.length,
    members,
    step,
    milliseconds: now() - begin,
  };
}

/** The gradient of a quantity with respect to z, at rows z [n, D]. */
function slopesOf(quantity: Quantity, prior: JointPrior, z: Float32Array): Float64Array {
  const { D } = prior;
  const at = (j: number, step: number) => {
    const moved = Float64Array.from(z, (value, i) => (i % D === j ? value + step : value));
    return valuesOf(quantity, prior.unwhiten(asZ(moved)), D);
  };
  const out = new Float64Array(z.length);
  for (let j = 0; j < D; j++) {
    const [above, below] = [at(j, STEP), at(j, -STEP)];
    for (let i = 0; i < above.length; i++) out[i * D + j] = (above[i] - below[i]) / (2 * STEP);
  }
  return out;
}

/** From the gradient of the network's input to that of the entries of x. */
function ofPixels(
  ofInput: Float64Array,
  { of, slope }: SeenPixels,
  s: Float64Array,
  { mean: middle, sd: scale }: Standardisation,
  entries: number,
): Float64Array {
  const out = new Float64Array(entries);
  for (const [j, entry] of of.entries()) {
    // Further out the input stands still.
    const inside = !(Math.abs(s[j] - middle[j]) >= LARGEST_STANDARDISED * scale[j]);
    const hidden = Number.isNaN(s[j]) || slope[j] === 0;
    if (inside) out[entry] = hidden ? Number.NaN : (ofInput[j] * slope[j]) / scale[j];
  }
  return out;
}

/** Of the numbers that are there. */
function rms(values: Float64Array): number {
  const there = values.filter((value) => !Number.isNaN(value));
  return Math.sqrt(there.reduce((sum, value) => sum + value * value, 0) / there.length);
}
