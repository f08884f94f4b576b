/**
 * Lorenz-96: a ring of sites that drive one another chaotically, with one unknown, the forcing F. Two experiments: a
 * short window from a known state, whose exact posterior is there to compare with, and a climate record, where chaos has
 * made the likelihood useless and only summaries speak.
 */
import { loadPart } from '../../parts/loadPart.ts';
import { type Capabilities, EVERYTHING, UNKNOWN_LIKELIHOOD } from '../capabilities.ts';
import type { Design, NuisanceSpec, ObservationView, ParameterSpec, System } from '../system.ts';
import { completeDesign, defaultDesign, designFields, layoutOf, observationTimes } from './design.ts';
import { file } from './file.ts';
import { lorenzModel, observeLorenz } from './model.ts';
import { SUMMARY_NAMES } from './summaries.ts';
import { climateScale } from './typicalClimate.ts';

/** Beyond a forcing of about 30 an integration step of 0.05 overflows from states on the attractor. */
const FORCING_DOMAIN = { low: 0, high: 20 } as const;

function parameters(design: Design): readonly ParameterSpec[] {
  const prior = design.mode === 'climate' ? { low: 5, high: 12 } : { low: 6, high: 10 };
  return [
    {
      key: 'F',
      symbol: 'F',
      label: 'Forcing',
      unit: '',
      description:
        'The constant forcing of every site. Below 8/9 the ring is at rest, from about 4 to 5 on it is chaotic.',
      defaultPrior: { family: 'uniform', ...prior },
      families: ['uniform', 'normal', 'logUniform', 'lognormal'],
      slider: { low: 2, high: 16, scale: 'linear' },
      domain: FORCING_DOMAIN,
      defaultTruth: 8,
    },
  ];
}

function nuisances(design: Design): readonly NuisanceSpec[] {
  return [
    {
      key: 'sigma',
      symbol: 'σ',
      label: 'Observation noise',
      unit: '',
      description: 'Standard deviation of the independent Gaussian error of every observed value.',
      defaultPrior: { family: 'logUniform', low: 0.3, high: 2 },
      families: ['logUniform', 'lognormal', 'uniform'],
      slider: { low: 0.05, high: 5, scale: 'log' },
      domain: { low: 0, high: Number.POSITIVE_INFINITY },
      defaultTruth: 1,
      fixedValue: 1,
      defaultMode: design.mode === 'climate' ? 'marginalised' : 'fixed',
    },
  ];
}

function view(design: Design): ObservationView {
  const layout = layoutOf(design);
  const allowed = { low: -100, high: 100, integer: false } as const;
  if (layout.mode === 'climate') {
    const { zero, unit } = climateScale(layout.dtObs);
    const index = SUMMARY_NAMES.map((_, j) => j);
    return {
      kind: 'points',
      space: 's',
      horizontal: {
        label: 'Summary (scale at σ = 1)',
        scale: 'linear',
        categories: ['mean', 'var', 'autocov', 'cov i+1', 'lag i−1', 'lag i+1'],
      },
      vertical: { label: '0: F = 8, 1: F = 10', scale: 'linear' },
      series: [{ name: 'summaries', index, at: index }],
      allowed: { ...allowed, high: 1000 },
      plot: (j, value) => (value - zero[j]) / unit[j],
      unplot: (j, plotted) => zero[j] + plotted * unit[j],
    };
  }
  const at = Array.from(observationTimes(layout));
  return {
    kind: 'points',
    space: 'x',
    horizontal: { label: 'Time t [t.u.]', scale: 'linear' },
    vertical: { label: 'Value x', scale: 'linear' },
    series: Array.from({ length: layout.sites }, (_, i) => ({
      name: `site ${i}`,
      index: at.map((_, k) => k * layout.sites + i),
      at,
    })),
    allowed,
  };
}

const CLIMATE: Capabilities = { ...EVERYTHING, likelihood: UNKNOWN_LIKELIHOOD };

export const lorenz96: System = {
  id: 'lorenz-96',
  group: 'matter',
  capabilities: ({ mode }) => (mode === 'climate' ? CLIMATE : EVERYTHING),
  name: 'Lorenz-96',
  tagline: 'Toy weather on a ring: what chaos leaves of a likelihood.',
  story:
    'Sites on a ring interact, and each of them is driven by the same forcing F, which is inferred from noisy values. ' +
    'For a short window from a known state the likelihood is exact and gives a reference. ' +
    'For a long record from an unknown state the likelihood is too rugged to use, and the network infers F from summaries of the climate instead.',
  thumbnail:
    'M2 17 C6 5 9 5 12 16 S18 28 22 17 S28 6 32 14 S38 25 46 8 M22 17 C25 9 28 5 32 12 S38 16 41 23 S44 28 46 27',
  designFields,
  defaultDesign,
  completeDesign,
  parameters,
  nuisances,
  display: () => [{ key: 'F', symbol: 'F', label: 'Forcing', unit: '', scale: 'linear', value: (theta) => theta[0] }],
  fromDisplay: (values) => [values[0]],
  derived: () => [],
  model: lorenzModel,
  conditionsOn(design) {
    const { mode, sites, times } = layoutOf(design);
    return mode === 'climate'
      ? `6 summaries of ${sites} sites at ${times} times`
      : `${sites * times} values: ${sites} sites at ${times} times`;
  },
  observe: observeLorenz,
  view,
  file,
  reference: async (request) =>
    (await loadPart('computes this reference posterior', () => import('./reference.ts'))).lorenzReference(request),
  // A climate record is a far longer run than a short window; the 80 numbers of a window are soon memorised.
  budget: (design) => ({ simulations: design.mode === 'climate' ? 10_000 : 200_000, fresh: false }),
};
