import { describe, expect, it } from 'vitest';
import { systems } from '../../inference/simulators/registry.ts';
import type { EngineSlice } from './engineSlice.ts';
import { engineSlice, networkCompatibility } from './engineSlice.ts';
import type { StudySlice } from './studySlice.ts';
import { studyOf, studySlice, withDesign, withNuisance, withPrior, withSeed, withTraining } from './studySlice.ts';

const [first, second] = systems;
const study = studySlice(first);
const info = {
  spec: { dim: 2, context: 9, embedding: 0, transforms: 3, hidden: 64, bins: 8, bound: 5 },
  parameterCount: 1,
  totalSteps: 1,
  warm: false,
};
const holding = (held: StudySlice): EngineSlice => ({ ...engineSlice, open: { study: studyOf(held), info } });

describe('the network stands to the present assumptions', () => {
  it('as none before a study was opened', () => expect(networkCompatibility(engineSlice, study)).toBe('none'));

  it('as theirs when nothing has changed', () =>
    expect(networkCompatibility(holding(study), study)).toBe('this-study'));

  it('as one of other settings after a new seed', () =>
    expect(networkCompatibility(holding(study), withSeed(study, 99))).toBe('other-settings'));

  const [key] = Object.keys(study.problem.priors);
  const moved = withPrior(study, key, { family: 'logUniform', low: 1, high: 2 });

  it('as one that weights may move to other priors, if nothing else has changed', () => {
    expect(networkCompatibility(holding(study), moved)).toBe('moved-priors');
    expect(networkCompatibility(holding(study), withSeed(moved, 99))).toBe('other-settings');
  });

  it('as theirs where the network has learnt the priors too, unless one is moved beyond its slider', () => {
    const learning = withTraining(study, { amortisesPriors: true });
    const beyond = withPrior(learning, key, { family: 'logUniform', low: 0.01, high: 2 });
    const ofFamily = withPrior(learning, key, { family: 'uniform', low: 1, high: 2 });
    const within = withPrior(learning, key, { family: 'logUniform', low: 1, high: 2 });
    expect(networkCompatibility(holding(learning), within)).toBe('this-study');
    expect(networkCompatibility(holding(within), learning)).toBe('this-study');
    expect(networkCompatibility(holding(learning), beyond)).toBe('moved-priors');
    expect(networkCompatibility(holding(beyond), learning)).toBe('moved-priors');
    expect(networkCompatibility(holding(learning), ofFamily)).toBe('moved-priors');
    expect(networkCompatibility(holding(learning), moved)).toBe('other-settings');
  });

  it('as one of other nuisances, whatever the priors are', () => {
    const [nuisance] = Object.keys(study.problem.nuisances);
    const changed = withNuisance(moved, nuisance, { mode: 'fixed', value: 1.23 });
    expect(networkCompatibility(holding(study), changed)).toBe('other-nuisances');
  });

  it('as one of another design that cannot even be asked, after the design or the system was changed', () => {
    const field = first.designFields.find(({ kind }) => kind === 'switch');
    const changed = withDesign(study, { ...study.problem.design, [field?.key ?? '']: true });
    expect(networkCompatibility(holding(study), changed)).toBe('other-design');
    expect(networkCompatibility(holding(study), studySlice(second))).toBe('other-design');
  });
});
