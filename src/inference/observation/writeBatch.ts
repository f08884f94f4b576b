/** Examples of files of many observations: simulated at parameters from the prior, which stand beside the data. */
import { Random, STREAMS } from '../math/random.ts';
import { drawNuisances, inferredPrior } from '../simulators/problem.ts';
import { hasColumns, type Problem, type System } from '../simulators/system.ts';
import { truthKey } from './truthKey.ts';
import { designAsText } from './declaredDesign.ts';
import { writeArray } from './writeArray.ts';
import { sizeOf } from '../simulators/dataShape.ts';

/** Enough for simulated data; counts below a million stay whole. */
const DIGITS = 7;

/**
 * A file that `readObservation` reads back as n observations, with their true values.
 * @param seed the same data for the same seed
 */
export function exampleBatch(system: System, problem: Problem, n: number, seed: number): string {
  const { design } = problem;
  const model = system.model(design);
  const random = new Random(seed, STREAMS.example);
  const thetas = inferredPrior(system, problem).sample(n, random);
  const D = thetas.length / n;
  const eta = new Float64Array(system.nuisances(design).length);
  const size = sizeOf(model.x);
  const all = new Float64Array(n * size);

  for (let i = 0; i < n; i++) {
    random.at(STREAMS.example, i + 1);
    const theta = thetas.subarray(i * D, (i + 1) * D);
    drawNuisances(system, problem, random, eta);
    model.simulate(theta, eta, random, all.subarray(i * size, (i + 1) * size));
  }
  const x = all.map(shortened);
  const truth = thetas.map(shortened);
  const keys = system.parameters(design).map(({ key }) => key);
  if (!hasColumns(system)) {
    const known = keys.map((key, j) => [key, Array.from({ length: n }, (_, i) => truth[i * D + j])]);
    return writeArray(system, design, x, 'batch', Object.fromEntries(known));
  }
  const lines = Array.from({ length: n }, (_, i) =>
    [i + 1, ...x.subarray(i * size, (i + 1) * size), ...truth.subarray(i * D, (i + 1) * D)].join(','),
  );
  const columns = system.file.rows.columns(design).map(({ name }) => name);
  const truths = keys.map(truthKey);
  const metadata = {
    system: system.id,
    ...designAsText(design),
    ...system.file.write(all.subarray(-size), design).metadata,
  };
  return [
    ...Object.entries(metadata).map(([key, value]) => `# ${key}: ${value}`),
    ['id', ...columns, ...truths].join(','),
    ...lines,
    '',
  ].join('\n');
}

function shortened(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
