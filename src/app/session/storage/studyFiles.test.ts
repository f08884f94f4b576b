import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { defaultProblem } from '../../../inference/simulators/problem.ts';
import { defaultTraining } from '../../../inference/training/defaults.ts';
import { scriptSystem } from '../../../inference/simulators/own/scriptSystem.ts';
import { StudyFiles } from './studyFiles.ts';
import { trainingSession } from '../testing/scriptedEngine.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('does not open a study whose simulator somebody wrote, and says what can be done', async () => {
  const { session, store, ...context } = await trainingSession();
  const openStudy = vi.fn();
  const files = new StudyFiles({ store, ...context }, { training: session.training, opening: { openStudy } });
  const declaration = {
    name: 'Coin',
    parameters: [{ key: 'p', prior: { family: 'uniform' as const, low: 0, high: 1 } }],
    data: { kind: 'vector' as const, names: ['heads'] },
  };
  const script = { kind: 'script', language: 'javascript', text: 'export {};', declaration } as const;
  const system = scriptSystem(script);
  const study = { problem: defaultProblem(system), training: defaultTraining(system, {}), seed: 1 };
  const saved = { document: { study, observation: null, view: null }, run: null };
  files.take('coin.npe.zip', { ok: true, value: { saved, source: script } } as never);
  expect(openStudy).not.toHaveBeenCalled();
  expect(context.catalogue.has(system.id)).toBe(false);
  expect(store.getState().view.messages.at(-1)?.text).toMatch(
    /^coin\.npe\.zip was not opened\. It holds a simulator that somebody has written \(Coin\).*--simulator FILE/,
  );
});
