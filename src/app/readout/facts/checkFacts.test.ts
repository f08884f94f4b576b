import { expect, test } from 'vitest';
import { sbcReport } from '../../../inference/diagnostics/calibration/sbc.ts';
import { centralCoverage } from '../../../inference/diagnostics/coverage/coverage.ts';
import { Random } from '../../../inference/math/random.ts';
import { builtIn } from '../../../inference/simulators/registry.ts';
import type { CalibrationReport } from '../../../worker/run/reports.ts';
import { createAppStore, patch } from '../../store/appStore.ts';
import { emptyTelemetry } from '../../store/telemetry.ts';
import { factsOf } from './facts.ts';

const quantities = [{ key: 'mu', symbol: 'μ' }];

/** Ranks 0..99, each as often as `counts` says for its tenth. */
function ranksOf(counts: readonly number[]): Uint16Array {
  return Uint16Array.from(counts.flatMap((n, tenth) => Array.from({ length: n }, (_, i) => tenth * 10 + (i % 10))));
}

test('of a calibration report: shares of the ranks at the ends and in the middle, and of intervals that hold the truth', () => {
  const store = createAppStore(builtIn('birth-death'), 'light');
  expect(factsOf(store.getState(), emptyTelemetry()).calibration).toBeNull();
  // 500 data sets, a U: 130 in either outer tenth, 30 in each of the others but the two of the middle, with 30 too.
  const ranks = ranksOf([130, 30, 30, 30, 30, 30, 30, 30, 30, 130]);
  const sbc = sbcReport(ranks, 99, quantities, new Random(1, 2, 3));
  const coverage = { central: centralCoverage(ranks, 99, quantities) };
  const report = { stage: 'final', step: 900, sbc, coverage, ridge: null } as unknown as CalibrationReport;
  patch(store, 'results', { finalCheck: report });
  const { calibration } = factsOf(store.getState(), emptyTelemetry());
  expect(calibration?.datasets).toBe(500);
  expect(calibration?.ranks.mu).toMatchObject({ lowest: 0.26, middle: 0.06, highest: 0.26 });
  expect(calibration?.ranks.mu.width).toBeLessThan(0.8);
  expect(calibration?.ranks.mu.p).toBeLessThan(1e-6);
  // Ranks 5 to 94 of 0..99 are inside: all but half of either outer tenth.
  expect(calibration?.held90.mu).toBeCloseTo(0.74, 2);
});

test('of coverage at one true value: where it was measured, and the share', () => {
  const store = createAppStore(builtIn('birth-death'), 'light');
  expect(factsOf(store.getState(), emptyTelemetry()).coverageAt).toBeNull();
  const { levels, curves, band } = centralCoverage(ranksOf(Array<number>(10).fill(50)), 99, quantities);
  const verdict = { level: 'good', sentence: '' } as const;
  patch(store, 'results', {
    coverageAt: { theta: Float64Array.of(0.5, 0.6, 2), datasets: 500, levels, curves, band, verdict },
  });
  const { coverageAt } = factsOf(store.getState(), emptyTelemetry());
  expect(coverageAt).toMatchObject({ datasets: 500, theta: [0.5, 0.6, 2] });
  expect(coverageAt?.held90.mu).toBeCloseTo(0.9, 2);
});
