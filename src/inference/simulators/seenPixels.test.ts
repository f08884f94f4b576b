/** What systems with images say of how the network sees their pixels, against their own summaries. */
import { expect, test } from 'vitest';
import { simulateObservation } from '../observation/observation.ts';
import { defaultProblem } from './problem.ts';
import { builtIn } from './registry.ts';
import type { Design } from './system.ts';

const cases: readonly (readonly [string, Design, behind: number])[] = [
  ['galaxy-image', {}, 0],
  ['weak-lensing', { seen: 'maps' }, 0],
  ['weak-lensing', { seen: 'maps-named', fields: '1' }, 20],
  ['weak-lensing', { seen: 'both' }, 20],
];

test.each(cases)('%s %j: each pixel moves its own entry of s alone, by its slope', (id, changes, behind) => {
  const system = builtIn(id);
  const problem = defaultProblem(system, { ...system.defaultDesign, ...changes });
  const model = system.model(problem.design);
  const truth = system.parameters(problem.design).map(({ defaultTruth }) => defaultTruth);
  const { x, s } = simulateObservation(system, problem, truth, null, 3);
  if (x === null) throw new Error('A simulated observation has data.');
  const seen = model.pixels?.(x);
  if (seen === undefined) throw new Error('The network sees pixels.');
  expect(s.length - seen.of.length).toBe(behind);
  expect(new Set(seen.of).size).toBe(x.length);
  const step = 1e-3 * (Math.max(...x) - Math.min(...x));
  let moved = 0;
  for (let j = 5; j < seen.of.length; j += Math.floor(seen.of.length / 9)) {
    const at = (by: number) => {
      const other = x.slice();
      other[seen.of[j]] += by;
      const out = new Float64Array(s.length);
      model.summarise(other, out);
      return out;
    };
    const [above, below] = [at(step), at(-step)];
    const expected = above.subarray(0, seen.of.length).map((value, i) => (value - below[i]) / (2 * step));
    expect(expected.findIndex((value, i) => i !== j && value !== 0)).toBe(-1);
    expect(Math.abs(seen.slope[j] - expected[j])).toBeLessThanOrEqual(1e-3 * Math.abs(expected[j]));
    if (seen.slope[j] !== 0) moved++;
  }
  expect(moved).toBeGreaterThan(3);
});

test('numbers that are measured in an image are no pixels', () => {
  for (const [id, changes] of [
    ['galaxy-image', { summaries: 'moments' }],
    ['weak-lensing', { seen: 'named' }],
  ] as const) {
    const system = builtIn(id);
    expect(system.model({ ...system.defaultDesign, ...changes })).not.toHaveProperty('pixels');
  }
});
