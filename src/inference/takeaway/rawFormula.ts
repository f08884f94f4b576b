/**
 * How summaries follow from raw data, where that is one function taken of every number: then other programs can take the raw
 * data. Found by trying on simulated data, so that it cannot differ from what the simulator does.
 */
import { Random, STREAMS } from '../math/random.ts';
import { drawNuisances, inferredPrior } from '../simulators/problem.ts';
import type { Problem, System } from '../simulators/system.ts';

/** 'none': the summaries are the raw data; 'arcsine': Anscombe's arcsine root of counts out of a thousand. */
export type RawFormula = 'none' | 'log' | 'arcsine';

const formulas: Readonly<Record<RawFormula, (x: number) => number>> = {
  none: (x) => x,
  log: Math.log,
  arcsine: (x) => Math.asin(Math.sqrt((x + 0.375) / 1000.75)),
};

const TRIES = 5;

/** Null where the summaries are anything else. */
export function rawFormula(system: System, problem: Problem): RawFormula | null {
  const model = system.model(problem.design);
  if (model.dataSize !== model.summaryNames.length) return null;
  const random = new Random(0, STREAMS.predictive, 2);
  const prior = inferredPrior(system, problem);
  const eta = new Float64Array(system.nuisances(problem.design).length);
  const x = new Float64Array(model.dataSize);
  const s = new Float64Array(model.dataSize);
  let fitting = Object.keys(formulas) as RawFormula[];
  for (let i = 0; i < TRIES; i++) {
    drawNuisances(system, problem, random, eta);
    model.simulate(prior.sample(1, random), eta, random, x);
    model.summarise(x, s);
    fitting = fitting.filter((name) => x.every((value, j) => s[j] === formulas[name](value)));
  }
  return fitting[0] ?? null;
}
