import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { defaultProblem } from '../../../inference/simulators/problem.ts';
import { defaultTraining } from '../../../inference/training/defaults.ts';
import { scriptSystem } from '../../../inference/simulators/own/scriptSystem.ts';
import { OwnSimulators } from '../own/ownSimulators.ts';
import { StudyFiles } from './studyFiles.ts';
import { trainingSession } from '../testing/scriptedEngine.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('runs no simulator that somebody wrote before the reader says so, and opens its study then', async () => {
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
  const pending = store.getState().own.pending;
  expect(pending).toEqual({ from: { file: 'coin.npe.zip' }, script: { text: 'export {};', declaration }, saved });
  const parts = { studyEditing: session.studyEditing, opening: { openStudy } };
  const without = new OwnSimulators({ store, ...context }, parts);
  // A page without a sandbox shows it, and no more.
  expect(without.canRun).toBe(false);
  without.run();
  expect(openStudy).not.toHaveBeenCalled();
  const sandbox = { open: vi.fn(), close: vi.fn() };
  new OwnSimulators({ store, ...context, sandbox }, parts).run();
  expect(openStudy).toHaveBeenCalledExactlyOnceWith(saved);
  expect(context.catalogue.has(system.id)).toBe(true);
  expect(store.getState().own.pending).toBeNull();
  // The engine asks for the sandbox when it simulates; here nothing was declared or tried.
  expect(sandbox.open).not.toHaveBeenCalled();
});
