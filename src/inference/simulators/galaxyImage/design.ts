/** The settings of the camera that are not inferred, and the parameters of the galaxy with their priors. */
import type { Design, DesignField, NuisanceSpec, ParameterSpec, Quantity } from '../system.ts';
import { DEFAULT_EXPOSURE } from './camera.ts';

export const defaultDesign: Design = { summaries: 'pixels', exposure: DEFAULT_EXPOSURE, noise: 'normal' };

export const designFields: readonly DesignField[] = [
  {
    kind: 'choice',
    key: 'summaries',
    label: 'The network sees',
    help: 'The whole image, of which a convolutional network learns what matters; or ten numbers measured in it.',
    prominent: true,
    options: [
      { value: 'pixels', label: 'the image', help: '32 × 32 pixels, through a convolutional network' },
      {
        value: 'moments',
        label: 'ten numbers',
        help: 'light in three apertures, two sizes, ellipticity, concentration, sky level and scatter',
      },
    ],
  },
  {
    kind: 'number',
    key: 'exposure',
    label: 'Exposure',
    help: 'Ten times longer divides the photon noise by about three. The width that comes from the mass-to-light ratio stays.',
    unit: 's',
    low: 60,
    high: 36_000,
    scale: 'log',
    fitsCards: ['EXPTIME', 'EXPOSURE'],
  },
  {
    kind: 'choice',
    key: 'noise',
    label: 'Noise',
    help: 'Of photons and of reading the detector (5 electrons).',
    options: [
      { value: 'normal', label: 'normal', help: 'a bell curve of variance μ + 25 around the μ electrons expected' },
      { value: 'poisson', label: 'Poisson', help: 'counted photons, and a bell curve of sd 5 for the reading' },
    ],
  },
];

/** In the order of theta. */
export const parameters: readonly ParameterSpec[] = [
  {
    key: 'logL',
    symbol: 'log L',
    label: 'luminosity, log₁₀',
    unit: 'suns',
    description:
      'Light of the galaxy at redshift 0.5: log L = log M − log Υ. Its prior follows from that of the stellar mass M, uniform in its logarithm, and of the mass-to-light ratio Υ.',
    defaultPrior: { family: 'uniformLessNormal', low: 8.5, high: 11.5, mean: 0.2, sd: 0.1 },
    families: ['uniformLessNormal'],
    slider: { low: 7.5, high: 12.5, scale: 'linear' },
    domain: { low: -Infinity, high: Infinity },
    defaultTruth: 10.3,
  },
  {
    key: 'Re',
    symbol: 'R',
    label: 'half-light radius',
    unit: 'arcsec',
    description: 'Half of the light lies within it.',
    defaultPrior: { family: 'lognormal', mean: Math.log(0.8), sd: 0.35, low: 0.3, high: 2.5 },
    families: ['lognormal', 'uniform', 'logUniform'],
    slider: { low: 0.2, high: 3, scale: 'log' },
    domain: { low: 0.1, high: 5 },
    defaultTruth: 0.8,
  },
  {
    key: 'n',
    symbol: 'n',
    label: 'Sérsic index',
    unit: '',
    description: 'How much the light is concentrated: 1 for a disc, 4 for an elliptical galaxy.',
    defaultPrior: { family: 'uniform', low: 0.5, high: 4.5 },
    families: ['uniform', 'normal'],
    slider: { low: 0.3, high: 6, scale: 'linear' },
    domain: { low: 0.3, high: 8 },
    defaultTruth: 1.5,
  },
];

const offset = (key: 'x0' | 'y0', symbol: string, along: string): NuisanceSpec => ({
  key,
  symbol,
  label: `centre, ${along}`,
  unit: 'arcsec',
  description: `How far the galaxy stands from the middle of the image, ${along}.`,
  defaultPrior: { family: 'normal', mean: 0, sd: 0.1 },
  families: ['normal', 'uniform'],
  slider: { low: -0.5, high: 0.5, scale: 'linear' },
  domain: { low: -Infinity, high: Infinity },
  defaultTruth: 0,
  fixedValue: 0,
  defaultMode: 'marginalised',
});

/** In the order of eta. */
export const nuisances: readonly NuisanceSpec[] = [
  {
    key: 'q',
    symbol: 'q',
    label: 'axis ratio',
    unit: '',
    description: 'Short over long axis: 1 is round.',
    defaultPrior: { family: 'uniform', low: 0.25, high: 1 },
    families: ['uniform'],
    slider: { low: 0.2, high: 1, scale: 'linear' },
    domain: { low: 0.1, high: 1 },
    defaultTruth: 0.7,
    fixedValue: 0.7,
    defaultMode: 'marginalised',
  },
  {
    key: 'pa',
    symbol: 'φ',
    label: 'position angle',
    unit: 'rad',
    description: 'Of the long axis, from the horizontal, anticlockwise.',
    defaultPrior: { family: 'uniform', low: 0, high: Math.PI },
    families: ['uniform'],
    slider: { low: 0, high: Math.PI, scale: 'linear' },
    domain: { low: 0, high: Math.PI },
    defaultTruth: 0.5,
    fixedValue: 0.5,
    defaultMode: 'marginalised',
  },
  offset('x0', 'x', 'to the right'),
  offset('y0', 'y', 'upwards'),
  {
    key: 'sky',
    symbol: 's',
    label: 'sky level',
    unit: 'usual sky',
    description: 'Light of the sky as a multiple of the usual one.',
    defaultPrior: { family: 'normal', mean: 1, sd: 0.02, low: 0.5, high: 1.5 },
    families: ['normal', 'uniform'],
    slider: { low: 0.8, high: 1.2, scale: 'linear' },
    domain: { low: 0.1, high: 10 },
    defaultTruth: 1,
    fixedValue: 1,
    defaultMode: 'marginalised',
  },
  {
    key: 'fwhm',
    symbol: 'w',
    label: 'seeing',
    unit: 'arcsec',
    description: 'Width of the blur by the atmosphere, at half of its height.',
    defaultPrior: { family: 'normal', mean: 0.7, sd: 0.05, low: 0.4, high: 1.1 },
    families: ['normal', 'uniform'],
    slider: { low: 0.4, high: 1.1, scale: 'linear' },
    domain: { low: 0.2, high: 1.5 },
    defaultTruth: 0.7,
    fixedValue: 0.7,
    defaultMode: 'marginalised',
  },
];

export const display: readonly Quantity[] = parameters.map(({ key, symbol, label, unit, slider }, j) => ({
  key,
  symbol,
  label,
  unit,
  scale: slider.scale,
  value: (theta) => theta[j],
}));
