/**
 * What the network is compared with. Gaussian fields without a mask and with fixed nuisances: the likelihood of all pixels is
 * known, tabulated on a grid in the coordinates of ridge.ts, exact. All else: a synthetic likelihood of the named summaries (of
 * the band powers alone, where the network sees no more), fitted to simulations; approximate.
 */
import { sampleGrid } from '../../math/grid.ts';
import type { Random } from '../../math/random.ts';
import { thousands } from '../../math/thousands.ts';
import { samplePrior } from '../../priors/prior.ts';
import { adaptiveGrid, type ZoomedGrid } from '../../reference/adaptiveGrid.ts';
import { ROUNDS, syntheticPosterior } from '../../reference/syntheticPosterior.ts';
import { lawInForce } from '../nuisanceLaw.ts';
import type { Problem, ReferenceAnswer, ReferenceRequest } from '../system.ts';
import { readDesign, seesMaps } from './design.ts';
import { gaussianLogLikelihood, isExact, lensingModel, summariserOf, universeOf } from './model.ts';
import { mapsOf } from './mosaic.ts';
import { type LensingRidge, lensingRidge } from './ridge.ts';
import { CLASSES, WHOLE_SKY } from './sky.ts';
import { sizeOf } from '../dataShape.ts';

const NUISANCES = ['m', 'dz', 'AIA'] as const;

const NODES = { coarse: 41, fine: 61 } as const;
/** Maps that are simulated for a synthetic likelihood: a map with its summaries takes about a millisecond. */
const MAPS = 16_000;
/** Not more of one field: the regression takes its time, too. */
const MOST_SIMULATIONS = 6000;

function fixedNuisances({ nuisances }: Problem): number[] | null {
  const laws = NUISANCES.map((key) => lawInForce(nuisances[key]));
  const values = laws.flatMap((law) => (law.family === 'fixed' ? [law.value] : []));
  return values.length === laws.length ? values : null;
}

/** Exact density over (t, w); null where it vanishes everywhere. */
export function exactGrid(
  problem: Problem,
  eta: readonly number[],
  x: Float64Array,
  ridge: LensingRidge,
  onProgress?: (fraction: number) => void,
): ZoomedGrid | null {
  const { fields } = readDesign(problem.design);
  const powers = new Float64Array(CLASSES);
  summariserOf(WHOLE_SKY).classPowers(mapsOf(x), powers);
  const power = new Float64Array(CLASSES);
  return adaptiveGrid(
    [
      { low: ridge.low, high: ridge.high },
      { low: 0, high: 1 },
    ],
    ([t, w]) => {
      const prior = ridge.logPrior(t, w);
      if (prior === -Infinity) return prior;
      return prior + gaussianLogLikelihood(universeOf(ridge.thetaAt(t, w), eta), eta[0], powers, fields, power);
    },
    NODES,
    onProgress,
  );
}

/** The density over (t, w) from a synthetic likelihood of what `design.seen` says, or of the named summaries for maps. */
export function syntheticGrid(
  problem: Problem,
  x: Float64Array,
  ridge: LensingRidge,
  simulations: number,
  random: Random,
  onProgress?: (fraction: number) => void,
): ZoomedGrid | null {
  const { seen } = readDesign(problem.design);
  const model = lensingModel({ ...problem.design, seen: seen === 'spectrum' ? seen : 'named' });
  const observed = new Float64Array(sizeOf(model.s));
  model.summarise(x, observed);
  const laws = NUISANCES.map((key) => lawInForce(problem.nuisances[key]));
  const data = new Float64Array(sizeOf(model.x));
  return syntheticPosterior(
    {
      box: [
        { low: ridge.low, high: ridge.high },
        { low: 0, high: 1 },
      ],
      logPrior: ([t, w]) => ridge.logPrior(t, w),
      // The place w in the support bends where the edges of the priors meet; the law of the data does not.
      smooth: ([t, w]) => [t, Math.log(ridge.thetaAt(t, w)[0])],
    },
    ([t, w], own, s) => {
      const eta = laws.map((law) => samplePrior(law, own));
      model.simulate(ridge.thetaAt(t, w), eta, own, data);
      model.summarise(data, s);
    },
    observed,
    simulations,
    random,
    onProgress,
  );
}

export function lensingReference({ problem, x, draws, random, onProgress }: ReferenceRequest): ReferenceAnswer {
  for (const [key, name] of [
    ['matter', 'Ωₘ'],
    ['sigma8', 'σ₈'],
  ] as const) {
    const prior = problem.priors[key];
    if (prior.family === 'fixed') {
      return {
        kind: 'unavailable',
        reason: `${name} is fixed at ${prior.value}, and the reference needs a spread in both Ωₘ and σ₈: give ${name} a prior.`,
      };
    }
  }
  const design = readDesign(problem.design);
  const ridge = lensingRidge(problem);
  const eta = isExact(design) ? fixedNuisances(problem) : null;
  const simulations = Math.min(MOST_SIMULATIONS, MAPS / design.fields);
  const grid =
    eta === null
      ? syntheticGrid(problem, x, ridge, simulations, random, onProgress)
      : exactGrid(problem, eta, x, ridge, onProgress);
  if (grid === null) return { kind: 'unavailable', reason: 'No universe inside the priors can produce these maps.' };
  const points = sampleGrid(grid.axes, grid.logDensity, draws, random);
  const theta = new Float64Array(2 * draws);
  for (let i = 0; i < draws; i++) theta.set(ridge.thetaAt(points[2 * i], points[2 * i + 1]), 2 * i);
  onProgress?.(1);
  if (eta !== null) {
    return {
      kind: 'reference',
      label: 'exact',
      method: 'Likelihood of all Fourier modes of the Gaussian maps, on a grid along the degeneracy.',
      conditionsOn: design.fields === 1 ? 'all pixels of the map' : `all pixels of the ${design.fields} maps`,
      comparable: seesMaps(design.seen),
      draws: theta,
    };
  }
  const summaries = design.seen === 'spectrum' ? 'the band powers' : 'the band powers, peaks and moments';
  return {
    kind: 'reference',
    label: 'approx',
    method: `Synthetic likelihood: ${summaries} as Gaussian, mean and covariance smooth in Ωₘ and σ₈ and fitted to ${thousands(simulations)} simulations in ${ROUNDS} rounds, nuisances drawn in each.`,
    conditionsOn: summaries,
    comparable: !seesMaps(design.seen),
    // Of the maps the network may learn more than these summaries hold.
    ...(seesMaps(design.seen) ? { seesLess: true } : {}),
    draws: theta,
  };
}
