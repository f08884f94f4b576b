/** The settings of a galaxy survey that are not inferred, with their ranges and what the page says about them. */
import type { Design, DesignField } from '../system.ts';

const withRsd = (design: Design): boolean => design.rsd === true;

/** Ranges that the simulator is offered over; V in (Mpc/h)^3, nbar in (h/Mpc)^3, f dimensionless. */
export const RANGES = {
  V: { low: 1e7, high: 1e9 },
  nbar: { low: 1e-5, high: 1e-2 },
  f: { low: 0.1, high: 1.2 },
} as const;

export const defaultDesign: Design = {
  rsd: false,
  muBins: '5',
  f: 0.53,
  V: 3e7,
  nbar: 3e-4,
  template: 'eisensteinHu',
};

export const designFields: readonly DesignField[] = [
  {
    kind: 'switch',
    key: 'rsd',
    label: 'Redshift-space distortions',
    help: 'Galaxies fall towards clusters, which squeezes the map along the line of sight by an amount that does not depend on b. Measuring the spectrum by direction breaks the degeneracy of A and b.',
    prominent: true,
  },
  {
    kind: 'choice',
    key: 'muBins',
    label: 'Directions',
    help: 'Number of equal wedges in μ, the cosine of the angle to the line of sight.',
    options: [
      { value: '5', label: '5 wedges', help: '45 band powers' },
      { value: '10', label: '10 wedges', help: '90 band powers' },
    ],
    when: withRsd,
  },
  {
    kind: 'number',
    key: 'f',
    label: 'Growth rate f',
    help: 'How fast structure grows, and with it the infall: P(k, μ) = A (b + f μ²)² Pₘ + noise. 0.53 today.',
    unit: '',
    ...RANGES.f,
    scale: 'linear',
    when: withRsd,
  },
  {
    kind: 'number',
    key: 'V',
    label: 'Survey volume',
    help: 'A larger survey has more modes, so every band power is sharper. From 3×10⁸ on the ridge is so thin that a small network blurs it.',
    unit: '(Mpc/h)³',
    ...RANGES.V,
    scale: 'log',
  },
  {
    kind: 'number',
    key: 'nbar',
    label: 'Number density of galaxies',
    help: 'Fewer galaxies mean more shot noise: a constant 1/n̄ that is added to the spectrum.',
    unit: '(h/Mpc)³',
    ...RANGES.nbar,
    scale: 'log',
  },
  {
    kind: 'choice',
    key: 'template',
    label: 'Matter spectrum',
    help: 'The shape Pₘ(k) that A and b multiply. It is taken as known.',
    options: [
      { value: 'eisensteinHu', label: 'Eisenstein–Hu, smooth', help: 'Eisenstein & Hu 1998 without acoustic wiggles' },
      { value: 'eisensteinHuWiggles', label: 'Eisenstein–Hu', help: 'Eisenstein & Hu 1998 with acoustic wiggles' },
      { value: 'bbks', label: 'BBKS', help: 'Bardeen, Bond, Kaiser & Szalay 1986, cold dark matter' },
    ],
  },
];
