// @vitest-environment happy-dom
/** A group of controls that a link hides or locks. */
import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { patch } from '../../store/appStore.ts';
import { renderInApp } from '../testing/renderInApp.tsx';
import { Lockable, useInLocked } from './Lockable.tsx';

function Told() {
  return <output>{useInLocked() ? 'locked' : 'free'}</output>;
}

const group = (
  <Lockable control="priors">
    <input aria-label="Width" />
    <Told />
  </Lockable>
);
const input = () => screen.queryByRole<HTMLInputElement>('textbox', { name: 'Width' });

test('nothing of the link: the controls as they are', async () => {
  const { user } = await renderInApp(group);
  expect(screen.queryByRole('group')).toBeNull();
  expect(screen.getByRole('status').textContent).toBe('free');
  await user.type(input() as HTMLElement, '3');
  expect(input()?.value).toBe('3');
});

test('locked: there, disabled, and it says why', async () => {
  const { store, change, user } = await renderInApp(group);
  await change(() => patch(store, 'view', { locked: ['priors'] }));
  expect(screen.getByRole('group').textContent).toMatch(/locked by the link/i);
  expect(screen.getByRole('status').textContent).toBe('locked');
  await user.type(input() as HTMLElement, '3');
  expect(input()?.value).toBe('');
});

test('hidden: not there, and another control is not concerned', async () => {
  const { store, change } = await renderInApp(group);
  await change(() => patch(store, 'view', { hidden: ['nuisances'], locked: ['design'] }));
  expect(input()).not.toBeNull();
  await change(() => patch(store, 'view', { hidden: ['priors'] }));
  expect(input()).toBeNull();
});
