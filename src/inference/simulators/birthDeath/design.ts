/** What is fixed before the counting begins: how often, how many times, from which population, and what the network sees. */
import { thousands } from '../../math/thousands.ts';
import type { Design, DesignField } from '../system.ts';
import type { SummarySet } from './summaries.ts';

/** Counts at and above this are recorded as this: a declared property of the detector, so that no run is ever dropped. */
export const SATURATION = 1e5;

export const LIMITS = {
  n: { low: 5, high: 60 },
  dt: { low: 0.1, high: 5 },
  n0: { low: 0, high: 50 },
} as const;

export const defaultDesign: Design = { n: 20, dt: 1, n0: 5, summaries: 'raw' };

export const designFields: readonly DesignField[] = [
  {
    key: 'summaries',
    label: 'Network input',
    help: 'All counts, or only summaries of them. Mean and variance alone leave the clock of the process free.',
    prominent: true,
    kind: 'choice',
    options: [
      {
        value: 'raw',
        label: 'all counts',
        help: 'Every count as ln(1 + y), and S3 to make learning easier.',
      },
      { value: 'S1', label: 'S1: mean, variance', help: 'One snapshot statistic: fixes only λ/μ and ν/λ.' },
      {
        value: 'S2',
        label: 'S2: + autocorrelation',
        help: 'The lag-1 autocorrelation tells how fast the process forgets.',
      },
      {
        value: 'S3',
        label: 'S3: nine summaries',
        help: 'S2 and lag-2 autocorrelation, zeros, first and last count, mean squared step, slope.',
      },
    ],
  },
  {
    key: 'n',
    label: 'Counts',
    help: 'Number of visits, at dt, 2 dt, ... days.',
    kind: 'number',
    unit: '',
    ...LIMITS.n,
    scale: 'linear',
    integer: true,
  },
  {
    key: 'dt',
    label: 'Time between counts',
    help: `Days from visit to visit. Counts of ${thousands(SATURATION)} and more are recorded as that number.`,
    kind: 'number',
    unit: 'day',
    ...LIMITS.dt,
    scale: 'log',
  },
  {
    key: 'n0',
    label: 'Start N(0)',
    help: 'The population at t = 0, known exactly.',
    kind: 'number',
    unit: '',
    ...LIMITS.n0,
    scale: 'linear',
    integer: true,
  },
];

export interface CountingPlan {
  readonly n: number;
  /** Days. */
  readonly dt: number;
  readonly n0: number;
  readonly summaries: SummarySet;
}

/** The design in its own types. Throws on a design that `designFields` does not allow: callers validate before. */
export function countingPlan(design: Design): CountingPlan {
  const { n, dt, n0, summaries } = design;
  if (typeof n !== 'number' || typeof dt !== 'number' || typeof n0 !== 'number') {
    throw new Error(`birth-death: n, dt and n0 must be numbers, not ${String(n)}, ${String(dt)}, ${String(n0)}`);
  }
  if (summaries !== 'raw' && summaries !== 'S1' && summaries !== 'S2' && summaries !== 'S3') {
    throw new Error(`birth-death: summaries must be raw, S1, S2 or S3, not ${String(summaries)}`);
  }
  return { n, dt, n0, summaries };
}

/** What a reference that uses every count conditions on, in a phrase. */
export function allCounts({ summaries, n }: CountingPlan): string {
  return summaries === 'raw' ? `the ${n} counts` : `all ${n} counts (the network sees only the summaries ${summaries})`;
}
