// @vitest-environment happy-dom
/** The cards of a parameter and of a nuisance parameter: what their boxes and menus do to the study, and what they refuse. */
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { systems } from '../../../inference/simulators/registry.ts';
import { renderInApp } from '../testing/renderInApp.tsx';
import { NuisanceCard } from './NuisanceCard.tsx';
import { ParameterCard } from './ParameterCard.tsx';

const [system] = systems;
const [parameter] = system.parameters(system.defaultDesign);
const [nuisance] = system.nuisances(system.defaultDesign);

const box = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name });
const alert = () => screen.getByRole('alert', { hidden: true });

async function renderParameter() {
  const page = await renderInApp(<ParameterCard parameter={parameter} />);
  const prior = () => page.store.getState().study.problem.priors[parameter.key];
  return { ...page, prior };
}

it('has a box for each bound, in their order, and a bound that is typed is the study’s', async () => {
  const { user, prior } = await renderParameter();
  expect(prior()).toMatchObject({ family: 'logUniform' });
  const boxes = screen.getAllByRole<HTMLInputElement>('textbox');
  expect(boxes).toHaveLength(2);
  const [low, high] = boxes;
  expect(Number(low.value)).toBeLessThan(Number(high.value));
  await user.clear(high);
  await user.type(high, '7{Enter}');
  expect(prior()).toMatchObject({ high: 7 });
  expect(alert().hidden).toBe(true);
});

it('refuses bounds in the wrong order in a sentence, and leaves the prior as it was', async () => {
  const { user, prior } = await renderParameter();
  const before = prior();
  const [low] = screen.getAllByRole<HTMLInputElement>('textbox');
  await user.clear(low);
  await user.type(low, '9999{Enter}');
  expect(prior()).toBe(before);
  expect(low.value).toBe('9999');
  expect(alert().hidden).toBe(false);
  expect(alert().textContent).toMatch(/^[A-Z].*9999.*\.$/);
  expect(low.getAttribute('aria-describedby')).toBe(alert().id);
});

it('offers the families of the parameter; another begins at about the range of the former', async () => {
  const { user, prior } = await renderParameter();
  const before = prior();
  const menu = screen.getByRole<HTMLSelectElement>('combobox');
  expect(Array.from(menu.options, ({ value }) => value)).toEqual(parameter.families);
  await user.selectOptions(menu, 'uniform');
  expect(prior()).toMatchObject({ family: 'uniform' });
  if (before.family !== 'logUniform' || before.family === prior().family) throw new Error('the family is as it was');
  const [low, high] = screen.getAllByRole<HTMLInputElement>('textbox').map(({ value }) => Number(value));
  expect(low).toBeCloseTo(before.low, 1);
  expect(high).toBeCloseTo(before.high, 1);
});

it('shows a prior that was changed elsewhere', async () => {
  const { change, session } = await renderParameter();
  await change(() => session.studyEditing.setPrior(parameter.key, { family: 'uniform', low: 0.25, high: 3.5 }));
  expect(screen.getAllByRole<HTMLInputElement>('textbox').map(({ value }) => value)).toEqual(['0.25', '3.5']);
  expect(screen.getByRole<HTMLSelectElement>('combobox').value).toBe('uniform');
});

it('holds a nuisance parameter fixed at what is typed, within its domain, or marginalises over its prior', async () => {
  const { user, store } = await renderInApp(<NuisanceCard nuisance={nuisance} />);
  const setting = () => store.getState().study.problem.nuisances[nuisance.key];
  const modes = screen.getByRole('radiogroup');
  await user.click(within(modes).getByRole('radio', { name: 'fixed' }));
  expect(setting()).toMatchObject({ mode: 'fixed' });
  expect(screen.queryByRole('combobox')).toBeNull();
  const value = box(`${nuisance.label}, value`);
  await user.clear(value);
  await user.type(value, '1.25{Enter}');
  expect(setting()).toMatchObject({ value: 1.25 });
  await user.clear(value);
  await user.type(value, '-3{Enter}');
  expect(setting()).toMatchObject({ value: 1.25 });
  expect(alert().textContent).toContain(nuisance.label);
  await user.click(within(modes).getByRole('radio', { name: 'marginalised' }));
  expect(setting()).toMatchObject({ mode: 'marginalised', value: 1.25 });
  expect(screen.getByRole('combobox')).not.toBeNull();
});
