import { describe, expect, it } from 'vitest';
import { mean } from '../math/statistics.ts';
import { defaultProblem } from '../simulators/problem.ts';
import { builtIn } from '../simulators/registry.ts';
import { replicatedSummaries } from './replicated.ts';
import { sizeOf } from '../simulators/dataShape.ts';

const system = builtIn('galaxy-bias');
const problem = defaultProblem(system);

describe('replicated data', () => {
  it('are those of the simulator at the parameters given, the same for the same seed', () => {
    const thetas = Float64Array.from({ length: 800 }, (_, i) => (i % 2 === 0 ? 2 : 1));
    const s = replicatedSummaries(system, problem, thetas, 3);
    const width = sizeOf(system.model(problem.design).s);
    expect(s).toHaveLength(400 * width);
    expect(replicatedSummaries(system, problem, thetas, 3)).toEqual(s);
    expect(replicatedSummaries(system, problem, thetas, 4)).not.toEqual(s);
    const pieces = [0, 100, 300].map((from, k) =>
      replicatedSummaries(system, problem, thetas.slice(2 * from, 2 * [100, 300, 400][k]), 3, from),
    );
    expect(pieces.flatMap((piece) => Array.from(piece))).toEqual(Array.from(s));
    // A fourfold b^2 raises the power of the largest scales, on average, too.
    const strong = replicatedSummaries(
      system,
      problem,
      thetas.map((value, i) => (i % 2 === 0 ? value : 2)),
      3,
    );
    const first = (of: Float64Array) => mean(of.filter((_, i) => i % width === 0));
    expect(first(strong)).toBeGreaterThan(first(s));
  });
});
