/** A study of another learner than NPE as a link, and what is wrong with one. */
import { expect, it, vi } from 'vitest';
import { lineFit } from '../../learners/testing/lineFit.ts';
import { SystemCatalogue } from '../../simulators/catalogue.ts';
import { builtIn } from '../../simulators/registry.ts';
import { defaultStudy } from '../defaults.ts';
import { readLink } from './readLink.ts';
import { writeLink } from './writeLink.ts';

vi.mock(import('../../learners/registry.ts'), async (original) => {
  const { lineFit: line } = await import('../../learners/testing/lineFit.ts');
  return {
    ...(await original()),
    learners: [line],
    learnerById: () => line,
    learnersFor: ({ id }: { readonly id: string }) => (line.systems.includes(id) ? [line] : []),
  };
});

const catalogue = new SystemCatalogue();
const study = defaultStudy(builtIn('galaxy-bias'));

it('says the learner and the settings that differ from its own, and is read to the same study', () => {
  const learner = { id: lineFit.id, settings: { ...lineFit.defaults, damping: 0.25 } };
  const link = writeLink({ study: { ...study, learner }, observation: null, view: null }, catalogue);
  expect(link).toContain('learner=line-fit&learner.damping=0.25');
  const reading = readLink(link, catalogue);
  expect(reading.ok && reading.document.study).toEqual({ ...study, learner });
});

it('without a learner is one of NPE', () => {
  const link = writeLink({ study, observation: null, view: null }, catalogue);
  expect(link).not.toContain('learner');
  const reading = readLink(link, catalogue);
  expect(reading.ok && reading.document.study).toEqual(study);
});

it.each([
  ['system=two-moons&learner=line-fit', 'is not offered for the system two-moons; leave it out'],
  ['system=galaxy-bias&learner=pinn', 'choose among line-fit, or leave it out'],
  ['system=galaxy-bias&learner=line-fit&learner.damping=7', 'enter a number from 0.01 to 1'],
  ['system=galaxy-bias&learner=line-fit&learner.damping=much', 'give a number'],
  ['system=galaxy-bias&learner=line-fit&learner.speed=7', '"learner.speed" is not known'],
  ['system=galaxy-bias&learner.damping=0.5', '"learner.damping" is not known'],
])('%s is refused', (link, said) => {
  const reading = readLink(link, catalogue);
  expect(reading.ok ? 'none' : reading.problems.join(' ')).toContain(said);
});
