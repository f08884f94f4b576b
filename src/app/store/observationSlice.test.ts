import { describe, expect, it } from 'vitest';
import { editObservation, simulateObservation } from '../../inference/observation/observation.ts';
import { birthDeath } from '../../inference/simulators/birthDeath/index.ts';
import { defaultProblem } from '../../inference/simulators/problem.ts';
import { observationSlice, remembered, undone, withObservation } from './observationSlice.ts';

const problem = defaultProblem(birthDeath);
const simulated = (seed: number) => simulateObservation(birthDeath, problem, [0.5, 0.6, 2], null, seed);
const first = simulated(1);
const edited = (value: number) => editObservation(birthDeath, first, 0, value);

describe('undoing changes of the data', () => {
  it('goes back one by one, with the noise seed, under a number of its own each time', () => {
    const after = [simulated(2), edited(7)].reduce(
      (slice, next) => ({ ...withObservation(slice, next), noiseSeed: 2 }),
      observationSlice(first, 1),
    );
    const once = undone(after);
    expect(once.current.source).toMatchObject({ kind: 'simulated', seed: 2 });
    expect(once.noiseSeed).toBe(2);
    const twice = undone(once);
    expect(twice).toMatchObject({ current: first, noiseSeed: 1, former: [] });
    expect(new Set([after.id, once.id, twice.id]).size).toBe(3);
    expect(undone(twice)).toBe(twice);
  });

  it('takes all that a hand does in one go for one step', () => {
    const held = { ...remembered(observationSlice(first, 1)), dragging: true };
    const dragged = [3, 4, 5].reduce((slice, value) => withObservation(slice, edited(value)), held);
    expect(undone({ ...dragged, dragging: false }).current).toBe(first);
  });

  it('does not lead to data of another design', () => {
    const design = { ...problem.design, n: 30 };
    const other = simulateObservation(birthDeath, defaultProblem(birthDeath, design), [0.5, 0.6, 2], null, 1);
    expect(withObservation(observationSlice(first, 1), other).former).toEqual([]);
  });

  it('remembers fifty steps', () => {
    let slice = observationSlice(first, 1);
    for (let i = 0; i < 60; i++) slice = withObservation(slice, edited(i));
    expect(slice.former).toHaveLength(50);
  });
});
