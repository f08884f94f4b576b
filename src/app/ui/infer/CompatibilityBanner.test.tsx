// @vitest-environment happy-dom
/** The banner over the posterior: there exactly when the network does not answer for what is assumed. */
import { screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { systems } from '../../../inference/simulators/registry.ts';
import { drawsOf } from '../../session/testing/scriptedEngine.ts';
import { networkCompatibility } from '../../store/engineSlice.ts';
import { patch } from '../../store/appStore.ts';
import { renderInApp } from '../testing/renderInApp.tsx';
import { CompatibilityBanner } from './CompatibilityBanner.tsx';

const [system] = systems;
const [nuisance] = system.nuisances(system.defaultDesign);

/** The page with an open network, and nothing trained by itself. */
async function renderBanner(opens = true) {
  const page = await renderInApp(<CompatibilityBanner />, { opens });
  await page.change(() => patch(page.store, 'view', { retrainByItself: false }));
  const { store, view } = page;
  return {
    ...page,
    compatibility: () => networkCompatibility(store.getState().engine, store.getState().study),
    text: () => view.container.textContent ?? '',
  };
}

it('is not there without a network, nor with that of the study', async () => {
  const without = await renderBanner(false);
  expect(without.compatibility()).toBe('none');
  expect(without.text()).toBe('');
  without.view.unmount();
  const own = await renderBanner();
  expect(own.compatibility()).toBe('this-study');
  expect(own.text()).toBe('');
});

it.each<[ReturnType<typeof networkCompatibility>, Parameters<typeof change>[1], RegExp]>([
  ['other-settings', 'seed', /settings/],
  ['other-nuisances', 'nuisance', /nuisance/i],
  ['other-design', 'design', /design/],
])('says of a network of %s what it is of, and offers to train', async (state, what, says) => {
  const page = await renderBanner();
  await page.change(() => change(page, what));
  expect(page.compatibility()).toBe(state);
  expect(page.text()).toMatch(says);
  expect(screen.getByRole('button', { name: 'Train the new study' })).not.toBeNull();
  await page.change(() => patch(page.store, 'view', { retrainByItself: true }));
  expect(screen.queryByRole('button')).toBeNull();
});

it('says of priors that were moved too far for weights how few draws are left, and nothing while weights answer', async () => {
  const page = await renderBanner();
  const { of, session, store, text } = page;
  // A between 0.5 and 1.5, b = 1.
  const draws = Float64Array.from({ length: 2000 }, (_, i) => (i % 2 === 0 ? 0.5 + i / 2000 : 1));
  await page.change(() => {
    of('run.train')[0].progress({
      kind: 'posterior',
      posterior: drawsOf(draws),
      observation: store.getState().observation.id,
    });
    vi.advanceTimersByTime(200);
  });
  const between = (low: number, high: number) =>
    page.change(() => session.studyEditing.setPrior('A', { family: 'logUniform', low, high }));
  await between(0.6, 4);
  expect(page.compatibility()).toBe('moved-priors');
  expect(text()).toBe('');
  await between(1.49, 4);
  expect(page.compatibility()).toBe('moved-priors');
  expect(text()).toContain(store.getState().results.weighting?.verdict.sentence);
  expect(text()).toMatch(/^The moved priors are too far from those of the training: .*effective/);
  expect(screen.getByRole('button', { name: 'Train the new study' })).not.toBeNull();
  // The simple page says it without terms.
  await page.change(() => patch(store, 'view', { ownDetail: 'simple' }));
  expect(text()).toMatch(/^Your assumptions now leave too little of what the network has learnt\./);
  await page.change(() => session.studyEditing.setPrior('A', { family: 'logUniform', low: 0.6, high: 40 }));
  expect(page.compatibility()).toBe('moved-priors');
  expect(text()).toMatch(/^Your assumptions now allow values that the network has never seen\./);
  expect(text()).not.toMatch(/effective|weight|k-hat|prior/);
});

function change({ session }: Awaited<ReturnType<typeof renderBanner>>, what: 'seed' | 'nuisance' | 'design'): void {
  if (what === 'seed') session.studyEditing.setSeed(12345);
  else if (what === 'nuisance') session.studyEditing.setNuisance(nuisance.key, { mode: 'fixed' });
  else session.studyEditing.setDesignField('rsd', true);
}
