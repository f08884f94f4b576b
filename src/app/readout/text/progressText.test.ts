import { describe, expect, it } from 'vitest';
import { type EngineSlice, engineSlice } from '../../store/engineSlice.ts';
import { emptyTelemetry } from '../../store/telemetry.ts';
import { defaultStudy } from '../../../inference/study/defaults.ts';
import { systems } from '../../../inference/simulators/registry.ts';
import { engineInfo, opened } from '../../session/testing/scriptedEngine.ts';
import { progressText, shortProgress, silence } from './progressText.ts';

const open = { study: defaultStudy(systems[0]), info: opened };
const engine: EngineSlice = {
  ...engineSlice,
  status: { kind: 'ready', info: engineInfo },
  network: { kind: 'training', open, steps: 'all', turn: 2 },
};
const telemetry = (stepsPerSecond: number) => {
  const progress = { simulated: 100, simulations: 100, step: 200, totalSteps: 1276, stepsPerSecond };
  return { ...emptyTelemetry(), heard: 10_000, progress: { ...emptyTelemetry().progress, ...progress } };
};

describe('the progress of a run', () => {
  it('promises an end while it is heard of, and says when it is not', () => {
    const told = telemetry(269);
    const at = (now: number) => progressText(engine, told, silence(engine, told, now)).text;
    expect(at(11_000)).toContain('269 steps/s · 4 s left');
    expect(at(18_000)).toContain('waiting: no progress for 8 s');
    expect(at(18_000)).not.toMatch(/steps\/s|left/);
  });

  it('gives slow steps their time, and says nothing of a run that rests', () => {
    expect(silence(engine, telemetry(0.2), 25_000)).toBeNull();
    expect(silence(engine, telemetry(0.2), 35_000)).toBe(25);
    expect(silence({ ...engine, network: { kind: 'paused', open, turn: 2 } }, telemetry(269), 99_000)).toBeNull();
  });

  it('tells at its end which step was kept, unless it is the last', () => {
    const over: EngineSlice = { ...engine, network: { kind: 'finished', open, turn: 2 } };
    const at = (finished: Parameters<typeof progressText>[1]['finished']) =>
      progressText(over, { ...telemetry(0), finished }).text;
    expect(at({ reason: 'budget', bestStep: 162 })).toBe('100 simulations · step 200 of 1,276 · done, best at 162');
    expect(at({ reason: 'budget', bestStep: 200 })).toBe('100 simulations · step 200 of 1,276 · done');
    expect(at({ reason: 'early-stopping', bestStep: 90 })).toContain('stopped early, best at 90');
    expect(at({ reason: 'converged', bestStep: 200 })).toMatch(/converged$/);
    expect(at(null)).toMatch(/done$/);
  });

  it('says in short how much is done and how long it takes, and promises no end of a run that is silent', () => {
    const { progress } = telemetry(269);
    const told = { text: '', fraction: 0.157 };
    expect(shortProgress(engine, told, progress)).toBe('Learning from made-up data: 15 %, about 4 s left');
    expect(shortProgress(engine, told, null)).toBe('Learning from made-up data: 15 %');
    expect(shortProgress(engine, told, { ...progress, step: 3 })).toBe('Learning from made-up data: 15 %');
  });
});
