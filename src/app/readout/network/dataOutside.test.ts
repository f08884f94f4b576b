import { describe, expect, it } from 'vitest';
import { defaultProblem } from '../../../inference/simulators/problem.ts';
import { builtIn } from '../../../inference/simulators/registry.ts';
import type { AppState } from '../../store/appStore.ts';
import { dataOutsideText, priorsMoved } from './dataOutside.ts';

const system = builtIn('galaxy-bias');
const problem = defaultProblem(system);
const A = { family: 'logUniform', low: 0.8, high: 4 } as const;
const moved = { ...problem, priors: { ...problem.priors, A } };
const verdict = { level: 'bad', sentence: 'The network was trained on no data like this (p = 0.0005).' } as const;

/** @param trained what the network was trained for, where `assumed` is on screen */
const said = (
  trained: typeof problem,
  assumed: typeof problem,
  level: 'good' | 'bad' = 'bad',
  ofFeatures: object | null = null,
) =>
  dataOutsideText({
    trust: { observed: { observation: 3, report: { outlier: { ofFeatures, verdict: { ...verdict, level } } } } },
    observation: { id: 3 },
    engine: { network: { kind: 'paused', open: { study: { problem: trained } } } },
    study: { problem: assumed },
  } as unknown as AppState);

describe('data outside of what was simulated', () => {
  it('lie outside what the present prior predicts, also of a network that was trained for moved ones', () => {
    const words = 'The data lie outside what your present prior predicts. The network was trained on no data like this';
    expect(said(problem, problem)).toContain(words);
    expect(said(moved, moved)).toContain(words);
    expect(said(problem, problem, 'good')).toBeNull();
  });

  it('promise nothing of training where the network’s own features were compared', () => {
    expect(said(problem, problem)).toContain('training longer does not help');
    const features = said(problem, problem, 'bad', { made: 32, projected: 64 });
    expect(features).not.toContain('does not help');
    expect(features).toContain('training it longer may change this');
  });

  it('say nothing of priors that were moved since', () => {
    expect(said(problem, moved)).toMatch(/^The network was trained on no data like this/);
  });
});

describe('priors', () => {
  it('are moved whatever else was changed', () => {
    const fixed = Object.fromEntries(
      Object.entries(problem.nuisances).map(([key, setting]) => [key, { ...setting, mode: 'fixed' as const }]),
    );
    expect(priorsMoved(system, problem)).toBe(false);
    expect(priorsMoved(system, moved)).toBe(true);
    expect(priorsMoved(system, { ...moved, nuisances: fixed })).toBe(true);
    expect(priorsMoved(system, { ...problem, nuisances: fixed })).toBe(false);
  });
});
