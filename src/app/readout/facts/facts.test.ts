import { describe, expect, test } from 'vitest';
import { Random } from '../../../inference/math/random.ts';
import { UNTRANSFORMED } from '../../../inference/correction/posteriorTransform.ts';
import { inferredPrior } from '../../../inference/simulators/problem.ts';
import { builtIn, systems } from '../../../inference/simulators/registry.ts';
import type { System } from '../../../inference/simulators/system.ts';
import { step as stepAction } from '../../actions/training.ts';
import { performOrExplain } from '../../actions/perform.ts';
import type { AppParts } from '../../session/appParts.ts';
import { type AppStore, createAppStore, patch } from '../../store/appStore.ts';
import { lessonEditor } from '../../store/ownSlice.ts';
import { withPerformed } from '../../store/performedSlice.ts';
import { studyOf, withDesignField, withPrior } from '../../store/studySlice.ts';
import { emptyTelemetry, type PosteriorFrame, type Telemetry } from '../../store/telemetry.ts';
import { factsOf } from './facts.ts';

const galaxies = systems[0];

/** A posterior on screen whose draws are given. */
function frameOf(store: AppStore, draws: Float64Array, step = 900): PosteriorFrame {
  const { study, observation } = store.getState();
  const answer = {
    draws,
    step,
    transform: UNTRANSFORMED,
    observation: observation.id,
    study: studyOf(study),
    weighted: null,
  };
  return { ...answer, problem: study.problem, exact: null, answer };
}

/** Draws of theta from the prior of a system's default study, [n, D]. */
function priorDraws(system: System, store: AppStore, n: number): Float64Array {
  return inferredPrior(system, store.getState().study.problem).sample(n, new Random(1, 900, 0));
}

describe('before there is a network', () => {
  const store = createAppStore(galaxies, 'light');
  const facts = factsOf(store.getState(), emptyTelemetry());

  test('the study and the data are told, and no number of a posterior', () => {
    const { problem, training, seed } = store.getState().study;
    expect(facts.study).toEqual({ system: 'galaxy-bias', ...omitSystem(problem), training, seed, ignored: [] });
    expect(facts.observation).toEqual({ change: 1, truth: { A: 2, b: 1 } });
    expect(facts.run).toEqual({
      state: 'none',
      compatibility: 'none',
      step: 0,
      simulations: 0,
      trainingLoss: null,
      validationLoss: null,
    });
    expect(facts.posterior).toBeNull();
    expect(facts.verdicts).toEqual([]);
    expect(facts.actions).toEqual([]);
  });

  test('changes of the user are facts at once', () => {
    const [{ key }] = galaxies.parameters(store.getState().study.problem.design);
    const prior = { family: 'uniform', low: 1, high: 2 } as const;
    store.setState(({ study }) => ({ study: withPrior(study, key, prior) }));
    const { observation } = store.getState();
    patch(store, 'observation', { id: 2, current: { ...observation.current, truth: null } });
    const after = factsOf(store.getState(), emptyTelemetry());
    expect(after.study.priors[key]).toEqual(prior);
    expect(after.observation).toMatchObject({ change: 2, truth: null });
  });
});

test('losses: of the last minibatches, of the last validation, and of the network that is kept', () => {
  const store = createAppStore(galaxies, 'light');
  const telemetry: Telemetry = {
    ...emptyTelemetry(),
    progress: { ...emptyTelemetry().progress, step: 100, totalSteps: 400, simulated: 5000 },
    validation: [
      { step: 40, loss: 1.5, best: true },
      { step: 80, loss: 1.25, best: true },
      { step: 100, loss: 1.75, best: false },
    ],
  };
  // A mean of the last twentieth, which is of five steps here.
  telemetry.trace.append(100, [...Array<number>(95).fill(9), 1, 2, 3, 4, 5]);
  expect(factsOf(store.getState(), telemetry).run).toMatchObject({
    step: 100,
    simulations: 5000,
    trainingLoss: 3,
    validationLoss: { last: 1.75, best: 1.25, bestStep: 80 },
  });
});

test('of the editor: only in a lesson, and in use where the system on screen is that of its text', () => {
  const store = createAppStore(galaxies, 'light');
  const editor = () => factsOf(store.getState(), emptyTelemetry()).editor;
  expect(editor()).toBeNull();
  const trial = { tried: 200, failed: 3, p: { heads: 0.02 } };
  patch(store, 'own', { lesson: { ...lessonEditor('text', null), read: true, trial } });
  expect(editor()).toEqual({ text: 'text', read: true, trial, inUse: false });
  patch(store, 'own', { lesson: lessonEditor('text', 'another') });
  expect(editor()).toEqual({ text: 'text', read: false, trial: null, inUse: false });
  patch(store, 'own', { lesson: lessonEditor('text', galaxies.id) });
  expect(editor()?.inUse).toBe(true);
});

describe('of a posterior', () => {
  test('draws of the prior are as wide as the prior, and narrower ones are narrower', () => {
    const store = createAppStore(galaxies, 'light');
    const draws = priorDraws(galaxies, store, 8000);
    const told = factsOf(store.getState(), { ...emptyTelemetry(), frame: frameOf(store, draws) }).posterior;
    expect(told).toMatchObject({
      step: 900,
      draws: 8000,
      isOfTheseData: true,
      directions: null,
    });
    const { b } = told?.quantities ?? {};
    // 8,000 draws: the ratio of two sample sds is within 5 % of 1 in all but one of a million cases.
    expect(b.widthOfPrior).toBeGreaterThan(0.95);
    expect(b.widthOfPrior).toBeLessThan(1.05);
    expect(told?.quantities).toHaveProperty('A');

    // b = 1, ..., 2 in equal steps: mean, sd and quantiles of the uniform distribution.
    const evenly = Float64Array.from({ length: 8002 }, (_, i) => (i % 2 === 0 ? 1 : 1 + (i - 1) / 8000));
    const uniform = factsOf(store.getState(), { ...emptyTelemetry(), frame: frameOf(store, evenly) }).posterior;
    const found = uniform?.quantities.b;
    expect(found?.mean).toBeCloseTo(1.5, 6);
    expect(found?.median).toBeCloseTo(1.5, 6);
    expect(found?.sd).toBeCloseTo(1 / Math.sqrt(12), 3);
    expect(found?.central68[0]).toBeCloseTo(1.16, 3);
    expect(found?.central68[1]).toBeCloseTo(1.84, 3);
  });

  test('two modes have two densest parts', () => {
    const store = createAppStore(galaxies, 'light');
    const modes = Float64Array.from({ length: 8000 }, (_, i) => {
      const spread = ((i >> 2) / 2000 - 0.5) * 0.1;
      return i % 2 === 0 ? 1 : (i % 4 === 1 ? 0.7 : 2.5) + spread;
    });
    const told = factsOf(store.getState(), { ...emptyTelemetry(), frame: frameOf(store, modes) }).posterior;
    expect(told?.quantities.b.densest95).toHaveLength(2);
  });

  test('it is of other data for a moment, and of none of another design', () => {
    const store = createAppStore(galaxies, 'light');
    const frame = frameOf(store, priorDraws(galaxies, store, 500));
    const telemetry = { ...emptyTelemetry(), frame };
    patch(store, 'observation', { id: 7 });
    expect(factsOf(store.getState(), telemetry).posterior?.isOfTheseData).toBe(false);
    store.setState(({ study }) => ({ study: withDesignField(study, 'rsd', true) }));
    expect(factsOf(store.getState(), telemetry).posterior).toBeNull();
  });

  test.each(systems)('$name: every shown and derived quantity has finite numbers in order', (system) => {
    const store = createAppStore(system, 'light');
    const { design } = store.getState().study.problem;
    const frame = frameOf(store, priorDraws(system, store, 400));
    const told = factsOf(store.getState(), { ...emptyTelemetry(), frame }).posterior;
    const quantities = Object.entries(told?.quantities ?? {});
    expect(quantities.map(([key]) => key).toSorted()).toEqual(
      [...system.display(design), ...system.derived(design)].map(({ key }) => key).toSorted(),
    );
    for (const [, { mean, sd, median, central68 }] of quantities) {
      expect([mean, sd].every(Number.isFinite)).toBe(true);
      const ordered = [central68[0], median, central68[1]];
      expect(ordered).toEqual(ordered.toSorted((a, b) => a - b));
    }
  });

  test('directions are those that the page has found, unless they are of another posterior', () => {
    const store = createAppStore(galaxies, 'light');
    const combination = { exponents: [1, 2], step: [0, 0] };
    const identifiability = {
      spectrum: [0.1, 0.99],
      stiff: { ...combination, words: 'A b²', sdRatio: 0.02 },
      sloppy: { ...combination, words: 'A / b', sdRatio: 0.8 },
      ridge: true,
      priorLeft: null,
      verdict: { level: 'good', sentence: 'A ridge.' },
    } as const;
    patch(store, 'results', { identifiability });
    const telemetry = { ...emptyTelemetry(), frame: frameOf(store, priorDraws(galaxies, store, 400)) };
    expect(factsOf(store.getState(), telemetry).posterior).toMatchObject({
      directions: {
        stiff: { words: 'A b²', widthOfPrior: 0.02 },
        sloppy: { words: 'A / b', widthOfPrior: 0.8 },
        ridge: true,
      },
    });
    patch(store, 'results', { identifiabilityStale: true });
    expect(factsOf(store.getState(), telemetry).posterior?.directions).toBeNull();
  });
});

test('verdicts have the names of their checks, a level and a sentence', () => {
  const store = createAppStore(galaxies, 'light');
  const verdict = { level: 'warn', sentence: 'Somewhat narrow.' } as const;
  patch(store, 'trust', { local: { observation: 1, report: { verdict } as never } });
  expect(factsOf(store.getState(), emptyTelemetry()).verdicts).toEqual([{ check: 'local', ...verdict }]);
  // Of other data by now.
  patch(store, 'observation', { id: 2 });
  expect(factsOf(store.getState(), emptyTelemetry()).verdicts).toEqual([]);
});

test('actions are facts in the order in which they were performed; a refused one is none', () => {
  const store = createAppStore(galaxies, 'light');
  const parts = { store } as unknown as AppParts;
  performOrExplain({ ...stepAction, id: 'pin', enabled: () => true, perform: () => {} }, parts);
  performOrExplain({ ...stepAction, enabled: () => 'Not now.' }, parts);
  performOrExplain({ ...stepAction, enabled: () => true, perform: () => {} }, parts);
  expect(factsOf(store.getState(), emptyTelemetry()).actions).toEqual([
    { id: 'pin', order: 1 },
    { id: 'step', order: 2 },
  ]);
});

test('what costs time is computed once for one posterior, and not before it is read', () => {
  const store = createAppStore(builtIn('birth-death'), 'light');
  const frame = frameOf(store, priorDraws(store.getState().study.system, store, 400));
  const telemetry = { ...emptyTelemetry(), frame };
  const facts = factsOf(store.getState(), telemetry);
  expect(factsOf(store.getState(), telemetry)).toBe(facts);
  const quantities = facts.posterior?.quantities;
  store.setState(({ performed }) => ({ performed: withPerformed(performed, 'zoom') }));
  const later = factsOf(store.getState(), telemetry);
  expect(later).not.toBe(facts);
  expect(later.posterior?.quantities).toBe(quantities);
  const broken = { ...frame, draws: Float64Array.of(Number.NaN, Number.NaN, Number.NaN) };
  const unread = factsOf({ ...store.getState() }, { ...emptyTelemetry(), frame: broken });
  expect(unread.study.system).toBe('birth-death');
  expect(() => unread.posterior).toThrow(/posterior draws is a finite number/);
});

function omitSystem({ design, priors, nuisances }: { design: unknown; priors: unknown; nuisances: unknown }) {
  return { design, priors, nuisances };
}
