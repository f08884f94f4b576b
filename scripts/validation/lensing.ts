/**
 * Weak lensing: the network against the exact posterior where that is known, and how the area of the 68 % region shrinks with
 * what the network sees of lognormal maps. Default budget and settings, one seed, observations at Omega_m = 0.3, sigma_8 = 0.8
 * with nuisances drawn as in training. Where the pixels of all maps, of training and of test, are put in one other order, the maps
 * tell as much as before, and what a convolution looks for is gone.
 */
import { Random, STREAMS } from '../../src/inference/math/random.ts';
import { repeatedRows } from '../../src/inference/posterior/amortised.ts';
import { slope } from '../../src/inference/math/slope.ts';
import { mean, quantile, sd, sorted } from '../../src/inference/math/statistics.ts';
import { defaultProblem, drawNuisances } from '../../src/inference/simulators/problem.ts';
import { sizeOf } from '../../src/inference/simulators/dataShape.ts';
import type { Design, Problem } from '../../src/inference/simulators/system.ts';
import { weakLensing as system } from '../../src/inference/simulators/weakLensing/index.ts';
import { gaussianLogLikelihood, summariserOf, universeOf } from '../../src/inference/simulators/weakLensing/model.ts';
import { mapsOf } from '../../src/inference/simulators/weakLensing/mosaic.ts';
import { CLASSES, PIXELS, WHOLE_SKY } from '../../src/inference/simulators/weakLensing/sky.ts';
import { FIT_DOMAIN } from '../../src/inference/simulators/weakLensing/spectrum.ts';
import { defaultTraining } from '../../src/inference/training/defaults.ts';
import type { TrainingSession } from '../../src/worker/run/npe/trainingSession.ts';
import type { PairSource } from '../../src/worker/pool/simulationFeed.ts';
import { trainStudy } from '../headless/trainStudy.ts';
import { markdownTable } from './report.ts';

const TRUTH = [0.3, 0.8];
const OBSERVED = 20;
const DRAWS = 4000;
/** Of those, with which an area is found. */
const AREA_DRAWS = 1000;
/** Points of a regular grid over the box of the priors, along each axis. */
const GRID = 120;
const CALIBRATION = { datasets: 2000, draws: 199 };

interface LensingCase {
  readonly name: string;
  readonly design: Design;
  /** Nuisances fixed at zero, and the posterior compared with the exact one. */
  readonly exact: boolean;
  /** All maps have their pixels in one other order. */
  readonly permuted?: true;
}

/** Nuisances of an exact posterior: m, dz, A. */
const FIXED = [0, 0, 0];

const GAUSSIAN = { law: 'gaussian', mask: false };
const CASES: readonly LensingCase[] = [
  { name: 'Gaussian, 1 field, band powers', design: { ...GAUSSIAN, fields: '1', seen: 'spectrum' }, exact: true },
  { name: 'Gaussian, 4 fields, band powers', design: { ...GAUSSIAN, fields: '4', seen: 'spectrum' }, exact: true },
  { name: 'Lognormal, 4 fields, band powers', design: { seen: 'spectrum' }, exact: false },
  { name: 'Lognormal, 4 fields, + peaks and moments', design: { seen: 'named' }, exact: false },
  { name: 'Gaussian, 4 fields, maps', design: { ...GAUSSIAN, fields: '4', seen: 'maps' }, exact: true },
  {
    name: 'Gaussian, 4 fields, permuted maps',
    design: { ...GAUSSIAN, fields: '4', seen: 'maps' },
    exact: true,
    permuted: true,
  },
  { name: 'Lognormal, 4 fields, maps', design: { seen: 'maps' }, exact: false },
  { name: 'Lognormal, 4 fields, maps and all summaries', design: { seen: 'maps-named' }, exact: false },
];

/** Markdown. @param only parts of the names of cases, null: all @param seed of the trainings and of the observations */
export async function lensingReport(
  only: readonly string[] | null,
  seed: number,
  machine: string,
  pairs: PairSource,
): Promise<string> {
  const rows: string[][] = [];
  for (const one of CASES) {
    if (only === null || only.some((part) => one.name.includes(part))) rows.push(await rowOf(one, seed, pairs));
  }
  return `${[
    `Machine: ${machine}; one thread of the fused WebAssembly engine. The times depend on what else the machine did.`,
    markdownTable(
      [
        'study',
        'simulations',
        'training, s',
        'validation loss',
        'sd(S₈)',
        'of the exact',
        'α (exact)',
        'area of 68 %',
        'of the exact area',
        'SBC',
        'coverage',
      ],
      rows,
    ),
  ].join('\n\n')}\n`;
}

function problemOf({ design, exact }: LensingCase): Problem {
  const problem = defaultProblem(system, { ...system.defaultDesign, ...design });
  if (!exact) return problem;
  const nuisances = Object.entries(problem.nuisances).map(([key, setting]) => [
    key,
    { ...setting, mode: 'fixed' as const, value: 0 },
  ]);
  return { ...problem, nuisances: Object.fromEntries(nuisances) };
}

/** Maps, one after the other, each with its pixels in this order. */
function permuted(maps: Float64Array, order: ArrayLike<number>): Float64Array {
  return maps.map((_, i) => maps[i - (i % PIXELS) + order[i % PIXELS]]);
}

/** Pairs whose maps have their pixels in this order. */
function inOrder(pairs: PairSource, order: ArrayLike<number>): PairSource {
  return {
    async *simulate(...asked) {
      for await (const chunk of pairs.simulate(...asked)) yield { ...chunk, s: permuted(chunk.s, order) };
    },
  };
}

function observations(problem: Problem, seed: number): Float64Array[] {
  const model = system.model(problem.design);
  const random = new Random(seed, STREAMS.observation);
  return Array.from({ length: OBSERVED }, (_, i) => {
    random.at(STREAMS.observation, i);
    const eta = new Float64Array(system.nuisances(problem.design).length);
    drawNuisances(system, problem, random, eta);
    const x = new Float64Array(sizeOf(model.x));
    model.simulate(TRUTH, eta, random, x);
    return x;
  });
}

interface Shape {
  readonly sdS8: number;
  readonly alpha: number;
}

/** @param theta [n, 2] */
function shapeOf(theta: Float64Array): Shape {
  const [matter, sigma8] = [0, 1].map((j) => theta.filter((_, i) => i % 2 === j));
  return {
    sdS8: sd(matter.map((value, i) => sigma8[i] * Math.sqrt(value / 0.3))),
    alpha: -slope(matter.map(Math.log), sigma8.map(Math.log)),
  };
}

/** Area of the densest region that holds 68 %, from ln densities of the posterior's own draws and of a grid over the box. */
function areaOf(ofDraws: Float64Array, ofGrid: Float64Array): number {
  const bound = quantile(sorted(ofDraws), 0.32);
  const { matter, sigma8 } = FIT_DOMAIN;
  const box = (matter.high - matter.low) * (sigma8.high - sigma8.low);
  return (box * ofGrid.reduce((count, value) => count + (value > bound ? 1 : 0), 0)) / ofGrid.length;
}

const POINTS = Float64Array.from({ length: 2 * GRID * GRID }, (_, i) => {
  const { low, high } = i % 2 === 0 ? FIT_DOMAIN.matter : FIT_DOMAIN.sigma8;
  const point = Math.floor(i / 2);
  const k = i % 2 === 0 ? Math.floor(point / GRID) : point % GRID;
  return low + ((k + 0.5) / GRID) * (high - low);
});

/** As the network's, of the exact posterior: ln of the likelihood, since the priors are uniform. */
function exactArea(x: Float64Array, theta: Float64Array): number {
  const maps = mapsOf(x);
  const powers = new Float64Array(CLASSES);
  summariserOf(WHOLE_SKY).classPowers(maps, powers);
  const density = (points: Float64Array) =>
    Float64Array.from({ length: points.length / 2 }, (_, i) =>
      gaussianLogLikelihood(universeOf(points.subarray(2 * i), FIXED), 0, powers, maps.length / PIXELS),
    );
  return areaOf(density(theta), density(POINTS));
}

async function networkArea(session: TrainingSession, s: Float64Array, theta: Float64Array): Promise<number> {
  const { uncorrected } = await session.checks.subject();
  const density = (points: Float64Array) =>
    uncorrected.posterior.logDensity(points, repeatedRows(s, s.length, points.length / 2));
  return areaOf(Float64Array.from(await density(theta)), Float64Array.from(await density(POINTS)));
}

async function rowOf(one: LensingCase, seed: number, pairs: PairSource): Promise<string[]> {
  const problem = problemOf(one);
  const order = one.permuted ? new Random(0, STREAMS.observation).permutation(PIXELS) : null;
  const training = defaultTraining(system, problem.design);
  const { session, seconds, loss } = await trainStudy(
    { problem, training, seed },
    {
      system,
      pairs: order === null ? pairs : inOrder(pairs, order),
      onEvent: (event, at) => {
        if (event.kind === 'validation' && event.best) {
          console.log(`${one.name}: step ${event.step}, ${event.loss.toFixed(3)}, ${at.toFixed(0)} s`);
        }
      },
    },
  );
  const model = system.model(problem.design);
  const found = {
    sd: [] as number[],
    ratio: [] as number[],
    alpha: [] as number[],
    exactAlpha: [] as number[],
    area: [] as number[],
  };
  const areas: number[] = [];
  for (const x of observations(problem, seed)) {
    const s = new Float64Array(sizeOf(model.s));
    model.summarise(x, s);
    if (order !== null) s.set(permuted(s, order));
    const { draws } = await session.answers.take(s, DRAWS, () => {});
    const ours = shapeOf(draws);
    found.sd.push(ours.sdS8);
    found.alpha.push(ours.alpha);
    const area = await networkArea(session, s, draws.slice(0, AREA_DRAWS * 2));
    areas.push(area);
    if (!one.exact) continue;
    const answer = await system.reference({ problem, x, draws: DRAWS, random: new Random(0, STREAMS.reference) });
    if (answer.kind !== 'reference') throw new Error(answer.reason);
    const exact = shapeOf(answer.draws);
    found.ratio.push(ours.sdS8 / exact.sdS8);
    found.exactAlpha.push(exact.alpha);
    found.area.push(area / exactArea(x, answer.draws.slice(0, AREA_DRAWS * 2)));
  }
  const { sbc, coverage } = await session.checks.final(CALIBRATION.datasets, CALIBRATION.draws, () => {});
  session.close();
  session.dispose();
  const range = (values: readonly number[]) => {
    const ascending = sorted(values);
    return `${quantile(ascending, 0.5).toFixed(2)} (${ascending[0].toFixed(2)}–${ascending[ascending.length - 1].toFixed(2)})`;
  };
  const row = [
    one.name,
    String(training.simulations),
    seconds.toFixed(0),
    loss.toFixed(3),
    mean(found.sd).toFixed(4),
    one.exact ? range(found.ratio) : '',
    one.exact ? `${mean(found.alpha).toFixed(2)} (${mean(found.exactAlpha).toFixed(2)})` : mean(found.alpha).toFixed(2),
    mean(areas).toFixed(4),
    one.exact ? range(found.area) : '',
    sbc.verdict.sentence,
    coverage.central.verdict.sentence,
  ];
  console.log(row.join(' | '));
  return row;
}
