/** The studies that are validated: every default study, and the variants that the page offers one switch away. */
import type { Design, Problem } from '../../src/inference/simulators/system.ts';

export interface ValidationCase {
  readonly name: string;
  readonly system: string;
  readonly design: Design;
  /** Changes to the default problem. */
  readonly problem: (problem: Problem) => Problem;
  /** Whether there is a reference posterior of what the network sees. */
  readonly compare: boolean;
  /** Whether the data leave an exact ridge. */
  readonly ridge: boolean;
}

const unchanged = (problem: Problem): Problem => problem;

export const validationCases: readonly ValidationCase[] = [
  { name: 'Galaxy bias', system: 'galaxy-bias', design: {}, problem: unchanged, compare: true, ridge: true },
  {
    name: 'Galaxy bias, redshift-space distortions',
    system: 'galaxy-bias',
    design: { rsd: true },
    problem: unchanged,
    compare: true,
    ridge: false,
  },
  {
    name: 'Birth-death, 20 counts',
    system: 'birth-death',
    design: {},
    problem: unchanged,
    compare: true,
    ridge: false,
  },
  {
    name: 'Birth-death, detection marginalised',
    system: 'birth-death',
    design: {},
    problem: (problem) => ({
      ...problem,
      nuisances: { ...problem.nuisances, p: { ...problem.nuisances.p, mode: 'marginalised' } },
    }),
    compare: false,
    ridge: false,
  },
  {
    name: 'Birth-death, summaries S1',
    system: 'birth-death',
    design: { summaries: 'S1' },
    problem: unchanged,
    compare: false,
    ridge: false,
  },
  { name: 'Lorenz-96, short', system: 'lorenz-96', design: {}, problem: unchanged, compare: true, ridge: false },
  {
    name: 'Lorenz-96, climate',
    system: 'lorenz-96',
    design: { mode: 'climate' },
    problem: unchanged,
    compare: false,
    ridge: false,
  },
];
