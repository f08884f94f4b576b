/**
 * The panel of a learner other than NPE, in the page's column, on the session that the page has: the learner is chosen, its study
 * opened, its steps arrive as the worker sends them.
 */
// @vitest-environment happy-dom
import { act, screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { lineFit } from '../../../inference/learners/testing/lineFit.ts';
import { builtIn } from '../../../inference/simulators/registry.ts';
import type { TrainingProgress } from '../../../worker/run/reports.ts';
import { opened } from '../../session/testing/scriptedEngine.ts';
import { runState } from '../../store/engineSlice.ts';
import { AssumeColumn } from '../assume/AssumeColumn.tsx';
import { renderInApp } from '../testing/renderInApp.tsx';
import { InferColumn } from './InferColumn.tsx';

vi.mock(import('../../../inference/learners/registry.ts'), async (original) => {
  const { lineFit: line } = await import('../../../inference/learners/testing/lineFit.ts');
  return {
    ...(await original()),
    learners: [line],
    learnerById: () => line,
    learnersFor: ({ id }: { readonly id: string }) => (line.systems.includes(id) ? [line] : []),
  };
});

const settle = () => act(() => vi.advanceTimersByTimeAsync(1000));

async function page() {
  const parts = await renderInApp([<AssumeColumn key="assume" />, <InferColumn key="infer" />]);
  await parts.change(() => parts.session.studyEditing.selectSystem(builtIn('galaxy-bias')));
  await settle();
  parts.of('run.open').at(-1)?.resolve(opened);
  await settle();
  return parts;
}

const info = { spec: null, parameterCount: 2, totalSteps: 40, warm: false, engine: null, step: 0, finished: false };

it('is offered where the system has the learner, and draws losses by name, curves, bars and numbers', async () => {
  const { of, user, store, change } = await page();
  await user.click(screen.getByRole('radio', { name: 'Line fit' }));
  await settle();
  const { params } = of('run.open').at(-1) ?? {};
  expect(params).toMatchObject({ study: { learner: { id: 'line-fit', settings: lineFit.defaults } } });
  expect(params).toHaveProperty('data.s', Float64Array.from(store.getState().observation.current.s));
  await change(() => of('run.open').at(-1)?.resolve(info));
  expect(runState(store.getState().engine)).toBe('running');
  const asked = of('posterior.draw').length;

  const run = of('run.train').at(-1);
  const losses = Float64Array.of(8, 4, 2);
  const terms = { misfit: losses, prior: losses };
  run?.progress({ kind: 'terms', step: 3, totalSteps: 40, stepsPerSecond: 9, terms } satisfies TrainingProgress);
  const x = Float64Array.of(0, 1, 2);
  run?.progress({
    kind: 'frame',
    frame: {
      curves: [{ title: 'Line', axes: ['place', 'height'], curves: [{ name: 'fit', role: 'learnt', x, y: x }] }],
      bars: {
        title: 'Loss',
        bars: [
          { name: 'misfit', value: 2 },
          { name: 'prior', value: 1 },
        ],
      },
      numbers: [{ name: 'slope', value: 1.5, sd: 0.25, unit: 'per place' }],
    },
  } satisfies TrainingProgress);
  await settle();

  const panel = within(screen.getByRole('region', { name: 'Line fit' }));
  expect(panel.getByText(/not a posterior over lines/)).toBeTruthy();
  expect(panel.getByText('Line')).toBeTruthy();
  expect(panel.getByText('Terms of the loss')).toBeTruthy();
  expect(panel.getByRole('row', { name: /slope 1.5 ± 0.25 per place/ })).toBeTruthy();
  const bars = panel.getAllByRole('row').map((row) => row.querySelector<HTMLElement>('div')?.style.width);
  expect(bars.slice(0, 2)).toEqual(['100%', '50%']);
  // Nothing of NPE is asked or shown.
  expect(of('posterior.draw')).toHaveLength(asked);
  expect(screen.queryByRole('radiogroup', { name: 'View of the posterior' })).toBeNull();
});

it('a step that fails is told in its sentence, and the page goes on', async () => {
  const { of, user, store, change } = await page();
  await user.click(screen.getByRole('radio', { name: 'Line fit' }));
  await settle();
  await change(() => of('run.open').at(-1)?.resolve(info));
  await change(() => of('run.train').at(-1)?.reject(new Error('The normal equations are singular: use other data.')));
  expect(runState(store.getState().engine)).toBe('paused');
  expect(store.getState().view.messages.at(-1)?.text).toBe('The normal equations are singular: use other data.');
  await user.click(screen.getByRole('radio', { name: 'NPE' }));
  await settle();
  expect(of('run.open').at(-1)?.params).toMatchObject({
    study: expect.not.objectContaining({ learner: expect.anything() }),
  });
});

it('other data are learnt from anew', async () => {
  const { of, user, store, session, change } = await page();
  await user.click(screen.getByRole('radio', { name: 'Line fit' }));
  await settle();
  await change(() => of('run.open').at(-1)?.resolve(info));
  await change(() => of('run.train').at(-1)?.resolve({ finished: true, step: 40 }));
  const opens = of('run.open').length;
  await settle();
  expect(of('run.open')).toHaveLength(opens);
  await change(() => session.observationEditing.simulate(99));
  await settle();
  expect(of('run.open')).toHaveLength(opens + 1);
  const { s } = store.getState().observation.current;
  expect(of('run.open').at(-1)?.params).toHaveProperty('data.s', Float64Array.from(s));
});
