import { describe, expect, it } from 'vitest';
import { systems } from '../../inference/simulators/registry.ts';
import type { DesignField, System } from '../../inference/simulators/system.ts';
import {
  settingsKey,
  studyOf,
  studySlice,
  withDesign,
  withDesignField,
  withPrior,
  withTraining,
} from './studySlice.ts';

const galaxies = system('galaxy-bias');
const lorenz = system('lorenz-96');

function system(id: string): System {
  const found = systems.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no system ${id}`);
  return found;
}

describe('a study', () => {
  it('starts from the defaults of its system', () => {
    const { problem, training } = studySlice(galaxies);
    expect(problem.design).toEqual(galaxies.defaultDesign);
    expect(Object.keys(problem.priors)).toEqual(galaxies.parameters(problem.design).map(({ key }) => key));
    expect(training.simulations).toBe(galaxies.budget(problem.design).simulations);
  });

  it('is another one after a training setting was changed', () => {
    const before = studySlice(galaxies);
    expect(settingsKey(studyOf(withTraining(before, { epochs: 3 })))).not.toBe(settingsKey(studyOf(before)));
  });
});

describe('a change of design', () => {
  const switchOf = ({ designFields }: System) =>
    designFields.find((field): field is DesignField => field.kind === 'switch');

  it("keeps the user's priors where the default does not depend on it", () => {
    const prior = { family: 'logUniform', low: 0.5, high: 3 } as const;
    const field = switchOf(galaxies);
    const changed = withDesignField(withPrior(studySlice(galaxies), 'A', prior), field?.key ?? '', true);
    expect(changed.problem.priors.A).toEqual(prior);
  });

  it('takes the new default where the old one belonged to another mode', () => {
    const before = withPrior(studySlice(lorenz), 'F', { family: 'uniform', low: 7, high: 9 });
    const after = withDesign(before, { ...before.problem.design, mode: 'climate' });
    expect(after.problem.priors.F).toEqual(lorenz.parameters(after.problem.design)[0].defaultPrior);
  });

  it('takes the training settings along unless the user has set them', () => {
    const untouched = withDesign(studySlice(lorenz), { ...lorenz.defaultDesign, mode: 'climate' });
    expect(untouched.training.simulations).toBe(lorenz.budget(untouched.problem.design).simulations);
    const set = withTraining(studySlice(lorenz), { simulations: 1234 });
    expect(withDesign(set, { ...lorenz.defaultDesign, mode: 'climate' }).training.simulations).toBe(1234);
  });
});
