import { describe, expect, it } from 'vitest';
import { defaultProblem } from '../simulators/problem.ts';
import { systems } from '../simulators/registry.ts';
import { defaultTraining } from '../training/defaults.ts';
import { readStudy, writeStudy } from './document.ts';
import type { Study } from './study.ts';

function studyOf(id: string): Study {
  const system = systems.find((candidate) => candidate.id === id);
  if (system === undefined) throw new Error(id);
  return {
    problem: defaultProblem(system),
    training: defaultTraining(system, system.defaultDesign),
    seed: 7,
  };
}

/** The document of a study with one entry changed, by its path. */
function changed(study: Study, path: string, value: unknown): string {
  const document = JSON.parse(writeStudy(study)) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let at = document;
  for (const key of keys) at = at[key] as Record<string, unknown>;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return JSON.stringify(document);
}

describe('a study document', () => {
  it.each(systems.map(({ id }) => id))('of %s is read as it was written', (id) => {
    const study = studyOf(id);
    expect(readStudy(writeStudy(study))).toEqual({ ok: true, study });
  });

  it('holds the default training of every system at any number of simulations', () => {
    for (const system of systems) {
      for (const simulations of [1000, 10_000, 1_000_000]) {
        const training = defaultTraining(system, system.defaultDesign, simulations);
        expect(readStudy(writeStudy({ ...studyOf(system.id), training }))).toMatchObject({ ok: true });
      }
    }
  });

  it.each([
    ['kind', 'song', 'kind'],
    ['version', 2, 'version'],
    ['seed', -1, 'seed'],
    ['seed', 0.5, 'seed'],
    ['training.simulations', 10, 'training.simulations is 10; expected >=1000'],
    ['training.preset', 'huge', 'training.preset'],
    ['training.schedule', undefined, 'training.schedule is missing'],
    ['training.colour', 'red', 'training.colour is not known'],
    ['problem.system', 'three-moons', 'it must be one of galaxy'],
    ['problem.priors.theta1', undefined, 'has no prior'],
    ['problem.priors.theta1', { family: 'uniform', low: 3, high: 1 }, 'low must be below high'],
    ['problem.priors.theta1', { family: 'cauchy', low: 3, high: 1 }, 'problem.priors.theta1'],
    ['problem.design', { bins: 3 }, 'unknown field "bins"'],
  ])('with %s = %s is refused with a sentence that says where', (path, value, said) => {
    const read = readStudy(changed(studyOf('two-moons'), path, value));
    expect(read).toMatchObject({ ok: false });
    expect(read.ok ? '' : read.problems.join('\n')).toContain(said);
  });

  it('that is not JSON, or not an object, is refused', () => {
    for (const text of ['', '{', 'null', '[]', '3']) expect(readStudy(text).ok).toBe(false);
  });
});
