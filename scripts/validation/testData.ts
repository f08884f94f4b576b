/** Fresh data sets for the comparison with a reference: raw data, summaries and the parameters behind them. */
import { Random, STREAMS } from '../../src/inference/math/random.ts';
import { drawNuisances, inferredPrior } from '../../src/inference/simulators/problem.ts';
import type { Problem, System } from '../../src/inference/simulators/system.ts';
import { sizeOf } from '../../src/inference/simulators/dataShape.ts';

export interface TestDatum {
  readonly theta: Float64Array;
  readonly x: Float64Array;
  readonly s: Float64Array;
}

/** Far from every index that training, validation and calibration use of their streams. */
const FIRST_INDEX = 2 ** 30;

/** `count` draws from the joint law of the problem. */
export function testData(system: System, problem: Problem, count: number, seed: number): TestDatum[] {
  const prior = inferredPrior(system, problem);
  const model = system.model(problem.design);
  const random = new Random(seed, STREAMS.calibration);
  return Array.from({ length: count }, (_, i) => {
    random.at(STREAMS.calibration, FIRST_INDEX + i);
    const theta = prior.sample(1, random);
    const eta = new Float64Array(system.nuisances(problem.design).length);
    drawNuisances(system, problem, random, eta);
    const x = new Float64Array(sizeOf(model.x));
    const s = new Float64Array(sizeOf(model.s));
    model.simulate(theta, eta, random, x);
    model.summarise(x, s);
    return { theta, x, s };
  });
}
