import { describe, expect, it } from 'vitest';
import { defaultProblem } from '../simulators/problem.ts';
import { builtIn } from '../simulators/registry.ts';
import { defaultTraining } from '../training/defaults.ts';
import { trainingStudy } from './study.ts';

const system = builtIn('galaxy-bias');
const problem = defaultProblem(system);
const study = { problem, training: defaultTraining(system, problem.design), seed: 1 };
const [key] = Object.keys(problem.nuisances);

describe('the study that a network is trained on', () => {
  it('is the study itself unless it ignores a nuisance parameter', () => {
    expect(trainingStudy(study)).toEqual(study);
  });

  it('holds what it ignores at its fixed value, and leaves the data as they are', () => {
    expect(problem.nuisances[key].mode).toBe('marginalised');
    const trained = trainingStudy({ ...study, ignored: [key] });
    expect(trained.problem.nuisances[key]).toEqual({ ...problem.nuisances[key], mode: 'fixed' });
    expect(trained.problem.priors).toEqual(problem.priors);
  });
});
