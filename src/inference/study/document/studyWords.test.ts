import { describe, expect, it } from 'vitest';
import { builtIn, systems } from '../../simulators/registry.ts';
import { defaultStudy } from '../defaults.ts';
import type { Study } from '../study.ts';
import { studyDifferences, studyRows } from './studyWords.ts';

const system = builtIn('galaxy-bias');
const study = defaultStudy(system);
const differences = (other: Study) => studyDifferences(system, study, system, other);

describe('what is otherwise in another study', () => {
  it('is nothing in the same one, of any system', () => {
    for (const each of systems) {
      expect(studyDifferences(each, defaultStudy(each), each, defaultStudy(each))).toEqual([]);
    }
  });

  it('is a prior, before and now', () => {
    const priors = { ...study.problem.priors, b: { family: 'uniform', low: 0.5, high: 2 } as const };
    expect(differences({ ...study, problem: { ...study.problem, priors } })).toEqual([
      'b, linear bias: log-uniform from 0.5 to 3; now uniform from 0.5 to 2.',
    ]);
  });

  it('is a nuisance parameter that is held fixed, or that the network ignores', () => {
    const [key] = Object.keys(study.problem.nuisances);
    const nuisances = { [key]: { ...study.problem.nuisances[key], mode: 'fixed' as const, value: 1 } };
    expect(differences({ ...study, problem: { ...study.problem, nuisances } })).toEqual([
      expect.stringMatching(/^Shot-noise factor: marginalised, lognormal.*; now fixed at 1\.$/),
    ]);
    expect(differences({ ...study, ignored: [key] })).toEqual([expect.stringContaining('the network ignores it')]);
  });

  it('is a setting of the training, and the seed, in their order', () => {
    const training = { ...study.training, simulations: 1000, fresh: !study.training.fresh, weightPriorSd: 0.5 };
    expect(differences({ ...study, training, seed: 8 })).toEqual([
      'Simulations: 100,000; now 1,000.',
      expect.stringMatching(/^Fresh simulations in every epoch: (yes; now no|no; now yes)\.$/),
      'Prior sd of the weights: none; now 0.5.',
      'Seed: 7; now 8.',
    ]);
  });

  it('is a field of the design, also one that the other does not have', () => {
    const lorenz = builtIn('lorenz-96');
    const [a, b] = [defaultStudy(lorenz), defaultStudy(lorenz)];
    const climate = { ...b, problem: { ...b.problem, design: { ...b.problem.design, mode: 'climate' } } };
    const told = studyDifferences(lorenz, a, lorenz, climate);
    expect(told.some((sentence) => sentence.includes('; now without.'))).toBe(true);
    expect(told.some((sentence) => sentence.includes(': none; now '))).toBe(true);
  });

  it('is the system alone where that is another', () => {
    const other = builtIn('two-moons');
    expect(studyDifferences(other, defaultStudy(other), system, study)).toEqual(['Another system: Two moons.']);
  });
});

it('every setting of every default study has a name of its own in its group, and words', () => {
  for (const each of systems) {
    const rows = studyRows(each, defaultStudy(each));
    expect(new Set(rows.map(({ group, label }) => `${group} ${label}`)).size).toBe(rows.length);
    for (const { value } of rows) expect(value).not.toMatch(/^$|undefined|NaN|\[object/);
  }
});
