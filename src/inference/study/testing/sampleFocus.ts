/** For tests: a focused posterior of two parameters. */
import type { SavedFocus } from '../run/savedFocus.ts';

const good = { level: 'good', sentence: 'No sign of a fault.' } as const;

export const sampleFocus: SavedFocus = {
  before: Float64Array.of(0.1, 0.2, -0.3, 0.4),
  focused: {
    draws: Float64Array.of(1 / 3, 0.2, 0.3, 0.4, 0.5, 1e-9),
    region: Float64Array.of(-0.5, -0.5, 0.5, 0.75),
    rounds: [
      {
        round: 2,
        simulated: 1000,
        inside: 1200,
        failed: 0,
        share: 0.012,
        threshold: -3,
        by: { method: 'rejection', worth: null, baseSd: null },
      },
    ],
    edge: { outside: 0.001, draws: 10_000, verdict: good },
    verdict: { ...good, looked: ['predictive check'], notLooked: [] },
    calibration: { level: 'warn', sentence: 'Weak evidence.' },
  },
  distance: { value: 0.07, floor: 0.02, c2st: 0.51, verdict: good },
  networkLeft: false,
};
