import { expect, it } from 'vitest';
import { defaultProblem } from '../simulators/problem.ts';
import { changedDesign } from '../simulators/designText.ts';
import { builtIn } from '../simulators/registry.ts';
import { editObservation, simulateObservation } from './observation.ts';
import { recordOf, restoreObservation } from './record.ts';

it('summaries of a file that have null for a number are refused, not read as NaN', () => {
  const system = builtIn('lorenz-96');
  const problem = defaultProblem(system, changedDesign(system, { mode: 'climate' }));
  const theta = system.parameters(problem.design).map(({ defaultTruth }) => defaultTruth);
  const simulated = simulateObservation(system, problem, theta, null, 1);
  const file = { ...simulated, source: { kind: 'file', name: 'a.csv' } } as const;
  const record = recordOf(editObservation(system, file, 0, simulated.s[0]));
  if (record.kind !== 'file') throw new Error('It is of a file.');
  expect(record.space).toBe('s');
  expect(restoreObservation(system, problem, record)).toMatchObject({ ok: true });
  expect(restoreObservation(system, problem, { ...record, values: record.values.with(1, null) })).toEqual({
    ok: false,
    problems: ['observation.values has no number for entry 1; none may be missing'],
  });
});
