import { describe, expect, test } from 'vitest';
import { simulatePairs } from '../../../inference/simulators/problem.ts';
import { builtIn, systems } from '../../../inference/simulators/registry.ts';
import type { System } from '../../../inference/simulators/system.ts';
import { plotThemes } from '../../theme/plotTheme.ts';
import { rejectionFigure } from '../../plots/rejectionFigure.ts';
import { type AppStore, createAppStore, patch } from '../../store/appStore.ts';
import { emptyTelemetry } from '../../store/telemetry.ts';
import { factsOf } from '../facts/facts.ts';
import { acceptedText, rejectionWarning, widthRows } from '../text/rejectionText.ts';
import { frameDraws } from './frameDraws.ts';
import { rejectedOf, rejectionQuantity } from './rejected.ts';
import { rejectionData } from './rejectionData.ts';

/** A page with simulations of its default study. */
function pageOf(system: System, count = 2000): AppStore {
  const store = createAppStore(system, 'light');
  const { problem, seed } = store.getState().study;
  const { theta, s } = simulatePairs(system, problem, seed, 0, 0, count, null);
  patch(store, 'rejection', { simulated: { of: problem, seed, count, theta, s } });
  return store;
}

function shown(store: AppStore) {
  const state = store.getState();
  const { system, problem } = state.study;
  const rejected = rejectedOf(state);
  if (rejected === null) throw new Error('Nothing is compared.');
  const { quantity } = rejectionQuantity(system, problem.design, state.view.rejection.quantity);
  const draws = frameDraws(state, emptyTelemetry(), [quantity]);
  return {
    rejected,
    quantity,
    draws,
    data: rejectionData(system, rejected, draws, 'exact', state.observation.current.s),
  };
}

describe.each(systems)('$name', (system) => {
  const store = pageOf(system, 600);

  test('the nearest two in a hundred are accepted until somebody sets a tolerance; one, two and all summaries have a figure', () => {
    const C = store.getState().observation.current.s.length;
    const kinds = ([null, [0], ...(C > 1 ? [[0, 1]] : [])] as const).map((summaries) => {
      patch(store, 'view', { rejection: { ...store.getState().view.rejection, summaries } });
      const { rejected, data } = shown(store);
      expect(rejected.rows.length).toBeGreaterThanOrEqual(12);
      for (const theme of Object.values(plotThemes)) {
        const figure = rejectionFigure(data, { width: 360, height: 420 }, theme);
        expect(figure.layout.xaxis?.range?.every(Number.isFinite)).toBe(true);
      }
      return data.plane.kind;
    });
    expect(kinds.slice(1)).toEqual(C > 1 ? ['summary', 'summaries'] : ['summary']);
  });
});

describe('two moons', () => {
  const store = pageOf(builtIn('two-moons'), 4000);
  const set = (tolerance: number | null) =>
    patch(store, 'view', { rejection: { ...store.getState().view.rejection, tolerance } });

  test('facts: tolerance and number; a smaller tolerance accepts fewer, and too few are told', () => {
    const of = (tolerance: number | null) => {
      set(tolerance);
      const { rejection } = factsOf(store.getState(), emptyTelemetry());
      if (rejection === null) throw new Error('There are no facts.');
      return rejection;
    };
    const first = of(null);
    expect(first).toMatchObject({ simulations: 4000, accepted: 80, all: true });
    const smaller = of(first.tolerance / 2);
    expect(smaller.accepted).toBeLessThan(first.accepted);
    expect(of(1000)).toMatchObject({ accepted: 4000 });
    expect(of(1e-4).accepted).toBeLessThan(30);
    const { rejected } = shown(store);
    expect(rejectionWarning(rejected)).toMatch(/accepted: fewer than 30 draws/);
    expect(shown(store).data.histogram).toBeNull();
  });

  test('the histogram has mass 1 in the units of its axis, and the table tells how the sd goes with the tolerance', () => {
    set(0.3);
    const { rejected, quantity, draws, data } = shown(store);
    const { edges, density } = data.histogram ?? { edges: [], density: [] };
    const mass = Array.from(density).reduce((sum, height, i) => sum + height * (edges[i + 1] - edges[i]), 0);
    expect(mass).toBeCloseTo(1, 9);
    const rows = widthRows(rejected, quantity, draws);
    expect(rows.map(({ accepted }) => accepted)).toEqual(
      rows.map(({ accepted }) => accepted).toSorted((a, b) => (b ?? 0) - (a ?? 0)),
    );
    expect(rows[2].accepted).toBe(rejected.rows.length);
    const { system, problem } = store.getState().study;
    expect(acceptedText(rejected, system, problem)).toContain(`${rejected.rows.length} of 4,000 simulations`);
  });

  test('simulations of other priors or another seed are not shown', () => {
    expect(rejectedOf(store.getState())).not.toBeNull();
    patch(store, 'study', { seed: store.getState().study.seed + 1 });
    expect(rejectedOf(store.getState())).toBeNull();
  });
});
