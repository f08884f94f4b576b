/** Examples of files of many observations: simulated at parameters from the prior, which stand beside the data. */
import { Random, STREAMS } from '../math/random.ts';
import { drawNuisances, inferredPrior } from '../simulators/problem.ts';
import type { Problem, System } from '../simulators/system.ts';
import { truthKey } from './csv.ts';
import { designAsText } from './declaredDesign.ts';

/** Enough for simulated data; counts below a million stay whole. */
const DIGITS = 7;

/**
 * A CSV file that `readObservation` reads back as n observations, with their true values.
 * @param seed the same data for the same seed
 */
export function exampleBatch(system: System, problem: Problem, n: number, seed: number): string {
  const { design } = problem;
  const model = system.model(design);
  const random = new Random(seed, STREAMS.example);
  const thetas = inferredPrior(system, problem).sample(n, random);
  const D = thetas.length / n;
  const eta = new Float64Array(system.nuisances(design).length);
  const x = new Float64Array(model.dataSize);
  const lines: string[] = [];
  for (let i = 0; i < n; i++) {
    random.at(STREAMS.example, i + 1);
    const theta = thetas.subarray(i * D, (i + 1) * D);
    drawNuisances(system, problem, random, eta);
    model.simulate(theta, eta, random, x);
    lines.push([i + 1, ...[...x, ...theta].map((value) => Number(value.toPrecision(DIGITS)))].join(','));
  }
  const columns = system.file.rows.columns(design).map(({ name }) => name);
  const truths = system.parameters(design).map(({ key }) => truthKey(key));
  const metadata = { system: system.id, ...designAsText(design), ...system.file.write(x, design).metadata };
  return [
    ...Object.entries(metadata).map(([key, value]) => `# ${key}: ${value}`),
    ['id', ...columns, ...truths].join(','),
    ...lines,
    '',
  ].join('\n');
}
