/** Draws of theta turned into what the plots and checks look at: the display quantities, on their axes' scales. */
import { Random, STREAMS } from '../../../inference/math/random.ts';
import { inferredPrior } from '../../../inference/simulators/problem.ts';
import type { Problem, Quantity, System } from '../../../inference/simulators/system.ts';

/** Evaluates quantities for draws [n, dim] -> [n, quantities.length], row-major, in the quantities' own units. */
export function quantityDraws(draws: ArrayLike<number>, dim: number, quantities: readonly Quantity[]): Float64Array {
  const n = Math.floor(draws.length / dim);
  const out = new Float64Array(n * quantities.length);
  const theta = new Float64Array(dim);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < dim; j++) theta[j] = draws[i * dim + j];
    for (let q = 0; q < quantities.length; q++) out[i * quantities.length + q] = quantities[q].value(theta);
  }
  return out;
}

/** The same draws with the logarithm taken of every quantity whose axis is logarithmic. */
export function onAxes(values: Float64Array, quantities: readonly Quantity[]): Float64Array {
  const width = quantities.length;
  return values.map((value, i) => (quantities[i % width].scale === 'log' ? Math.log(value) : value));
}

/** Draws of theta from the prior, [n, D]; the same every time. */
export function priorDraws(system: System, problem: Problem, n: number): Float64Array {
  return inferredPrior(system, problem).sample(n, new Random(0, STREAMS.predictive, 1));
}
