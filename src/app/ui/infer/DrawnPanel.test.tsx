// @vitest-environment happy-dom
/** What the panel of the stellar mass says while there is an answer, and that it says nothing while there is none. */
import { expect, it } from 'vitest';
import { UNTRANSFORMED } from '../../../inference/correction/posteriorTransform.ts';
import { Random, STREAMS } from '../../../inference/math/random.ts';
import { builtIn } from '../../../inference/simulators/registry.ts';
import type { Problem } from '../../../inference/simulators/system.ts';
import { patch } from '../../store/appStore.ts';
import type { PosteriorFrame } from '../../store/telemetry.ts';
import { renderInApp } from '../testing/renderInApp.tsx';
import { drawnPanel } from './DrawnPanel.tsx';

/** Draws of (log L, R, n) around a galaxy. */
function draws(): Float64Array {
  const random = new Random(3, STREAMS.base);
  return Float64Array.from(
    Array.from({ length: 500 }, () => [
      10 + 0.02 * random.normal(),
      0.8 + 0.01 * random.normal(),
      1.5 + 0.05 * random.normal(),
    ]).flat(),
  );
}

it('splits the width of the mass, but not for a network that has hardly learnt, nor for other assumptions', async () => {
  const { Component } = drawnPanel;
  const { session, store, telemetry, view, change } = await renderInApp(
    <Component anchor="panel:drawn" title={drawnPanel.title} embedded={false} />,
  );
  await change(() => {
    patch(store, 'view', { retrainByItself: false });
    session.studyEditing.selectSystem(builtIn('galaxy-image'));
  });
  const { study } = store.getState();
  const frameOf = (problem: Problem, step: number): PosteriorFrame => {
    const answer = {
      study: { problem, training: study.training, seed: study.seed },
      observation: store.getState().observation.current,
      draws: draws(),
      step,
      weightsStep: step,
      transform: UNTRANSFORMED,
      milliseconds: 1,
    };
    return { ...answer, problem, exact: null, answer } as unknown as PosteriorFrame;
  };
  const show = (problem: Problem, step: number) =>
    change(() =>
      telemetry.setState(({ progress }) => ({
        frame: frameOf(problem, step),
        progress: { ...progress, step, totalSteps: 1000 },
      })),
    );
  const text = () => view.container.textContent ?? '';
  const SILENT = 'Appears when the network has an answer under the present assumptions.';
  expect(text()).toContain(SILENT);
  await show(study.problem, 10);
  expect(text()).toContain(SILENT);
  expect(text()).not.toContain('Of its variance');
  await show(study.problem, 900);
  expect(text()).toMatch(/Of its variance \d+ % comes from the photon noise, \d+ % from the mass-to-light ratio/);
  await show({ ...study.problem, design: { ...study.problem.design, exposure: 6000 } }, 900);
  expect(text()).toContain(SILENT);
  const { logL } = study.problem.priors;
  await show(
    { ...study.problem, priors: { ...study.problem.priors, logL: { ...logL, high: 12 } as typeof logL } },
    900,
  );
  expect(text()).toContain(SILENT);
});
