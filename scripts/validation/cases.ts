/** The studies that are validated: every default study, and the variants that the page offers one switch away. */
import type { Design, Problem } from '../../src/inference/simulators/system.ts';

export interface ValidationCase {
  readonly name: string;
  readonly system: string;
  readonly design: Design;
  /** Changes to the default problem. */
  readonly problem: (problem: Problem) => Problem;
  /** Whether its reference posterior is exact, and the network compared with it. */
  readonly compare: boolean;
}

const unchanged = (problem: Problem): Problem => problem;

export const validationCases: readonly ValidationCase[] = [
  { name: 'Galaxy bias', system: 'galaxy-bias', design: {}, problem: unchanged, compare: true },
  {
    name: 'Galaxy bias, redshift-space distortions',
    system: 'galaxy-bias',
    design: { rsd: true },
    problem: unchanged,
    compare: true,
  },
  {
    name: 'Birth-death, 20 counts',
    system: 'birth-death',
    design: {},
    problem: unchanged,
    compare: true,
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
  },
  {
    name: 'Birth-death, summaries S1',
    system: 'birth-death',
    design: { summaries: 'S1' },
    problem: unchanged,
    compare: false,
  },
  { name: 'Lorenz-96, short', system: 'lorenz-96', design: {}, problem: unchanged, compare: true },
  {
    name: 'Lorenz-96, climate',
    system: 'lorenz-96',
    design: { mode: 'climate' },
    problem: unchanged,
    compare: false,
  },
  { name: 'Gene with a delay', system: 'gene-delay', design: {}, problem: unchanged, compare: true },
  {
    name: 'Gene with a delay, learned of the curves',
    system: 'gene-delay',
    design: { summaries: 'curves' },
    problem: unchanged,
    compare: true,
  },
  { name: 'Epidemic', system: 'epidemic', design: {}, problem: unchanged, compare: true },
  { name: 'Tube under pressure', system: 'cylinder', design: {}, problem: unchanged, compare: true },
  {
    name: 'Tube under pressure, gauges at one radius',
    system: 'cylinder',
    design: { gauges: 'single' },
    problem: unchanged,
    compare: true,
  },
  { name: 'Battery cell', system: 'battery', design: {}, problem: unchanged, compare: true },
  { name: 'Bridge', system: 'bridge', design: {}, problem: unchanged, compare: true },
  { name: 'Bridge with a lorry', system: 'bridge', design: { load: true }, problem: unchanged, compare: true },
];
