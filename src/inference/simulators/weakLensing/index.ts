/**
 * Weak lensing: how much matter there is, and how clumped, from maps of what its gravity does to the shapes of distant galaxies.
 * A power spectrum fixes one combination of the two, sigma_8 Omega_m^0.5, and leaves a banana along it; what it does not see of
 * the maps shortens the banana. The universe is a toy: lognormal fields, no N-body.
 */
import { loadPart } from '../../parts/loadPart.ts';
import { type Capabilities, EVERYTHING, UNKNOWN_LIKELIHOOD } from '../capabilities.ts';
import type { Design, NuisanceSpec, ObservationView, ParameterSpec, Quantity, System } from '../system.ts';
import { degeneracyCurve } from './degeneracy.ts';
import { defaultDesign, designFields, readDesign, seesMaps } from './design.ts';
import { isExact, lensingModel, pictureShape } from './model.ts';
import { pictureOf } from './mosaic.ts';
import { FIELD_DEGREES, NOISE_VARIANCE, PIXEL_DEGREES, PIXELS, SIDE } from './sky.ts';
import { FIT_DOMAIN } from './spectrum.ts';

const MATTER: Quantity = {
  key: 'matter',
  symbol: 'Ωₘ',
  label: 'matter density',
  unit: '',
  scale: 'linear',
  value: (theta) => theta[0],
};
const CLUMPING: Quantity = {
  key: 'sigma8',
  symbol: 'σ₈',
  label: 'clumping of matter',
  unit: '',
  scale: 'linear',
  value: (theta) => theta[1],
};
const S8: Quantity = {
  key: 'S8',
  symbol: 'S₈',
  label: 'σ₈ √(Ωₘ/0.3)',
  unit: '',
  scale: 'linear',
  value: (theta) => theta[1] * Math.sqrt(theta[0] / 0.3),
};

const parameters: readonly ParameterSpec[] = [
  {
    key: 'matter',
    symbol: 'Ωₘ',
    label: 'Matter density',
    unit: '',
    description: 'The present density of matter, as a share of the critical density. More matter bends light more.',
    defaultPrior: { family: 'uniform', ...FIT_DOMAIN.matter },
    families: ['uniform', 'logUniform', 'normal', 'lognormal'],
    slider: { ...FIT_DOMAIN.matter, scale: 'linear' },
    domain: FIT_DOMAIN.matter,
    defaultTruth: 0.3,
  },
  {
    key: 'sigma8',
    symbol: 'σ₈',
    label: 'Clumping of matter',
    unit: '',
    description:
      'How clumped matter is today: the rms contrast of its density in spheres of 8 Mpc/h, by linear theory. Scales the structure of the maps.',
    defaultPrior: { family: 'uniform', ...FIT_DOMAIN.sigma8 },
    families: ['uniform', 'logUniform', 'normal', 'lognormal'],
    slider: { ...FIT_DOMAIN.sigma8, scale: 'linear' },
    domain: FIT_DOMAIN.sigma8,
    defaultTruth: 0.8,
  },
];

const nuisances: readonly NuisanceSpec[] = [
  {
    key: 'm',
    symbol: 'm',
    label: 'Shear calibration',
    unit: '',
    description: 'Error of the measured shear, as a share of it: the signal is multiplied by 1 + m.',
    defaultPrior: { family: 'normal', mean: 0, sd: 0.02, low: -0.5, high: 0.5 },
    families: ['normal', 'uniform'],
    slider: { low: -0.2, high: 0.2, scale: 'linear' },
    domain: { low: -0.5, high: 0.5 },
    defaultTruth: 0,
    fixedValue: 0,
    defaultMode: 'marginalised',
  },
  {
    key: 'dz',
    symbol: 'Δz',
    label: 'Redshift shift',
    unit: '',
    description: 'Error of the redshifts of the galaxies, the same for all: farther galaxies are lensed more.',
    defaultPrior: { family: 'normal', mean: 0, sd: 0.02, low: -0.08, high: 0.08 },
    families: ['normal', 'uniform'],
    slider: { low: -0.08, high: 0.08, scale: 'linear' },
    domain: { low: -0.08, high: 0.08 },
    defaultTruth: 0,
    fixedValue: 0,
    defaultMode: 'marginalised',
  },
  {
    key: 'AIA',
    symbol: 'Aᵢₐ',
    label: 'Intrinsic alignment',
    unit: '',
    description:
      'How strongly galaxies point at the matter around them before any light is bent; it mimics lensing. 0: not at all.',
    defaultPrior: { family: 'uniform', low: -1, high: 3 },
    families: ['uniform', 'normal'],
    slider: { low: -4, high: 4, scale: 'linear' },
    domain: { low: -4, high: 4 },
    defaultTruth: 0,
    fixedValue: 0,
    defaultMode: 'marginalised',
  },
];

const UNKNOWN: Capabilities = { ...EVERYTHING, likelihood: UNKNOWN_LIKELIHOOD };

function conditionsOn(of: Design): string {
  const { seen, fields } = readDesign(of);
  const maps = fields === 1 ? 'a map' : `${fields} maps`;
  switch (seen) {
    case 'spectrum':
      return `8 band powers of ${maps}`;
    case 'named':
      return `20 summaries of ${maps}`;
    case 'map':
      return fields === 1 ? 'the map' : `${fields} maps`;
    case 'both':
      return `${fields === 1 ? 'the map' : `${fields} maps`} and 20 summaries`;
    default:
      return seen satisfies never;
  }
}

function view(of: Design): ObservationView {
  const shape = pictureShape(readDesign(of));
  const label = shape.width === SIDE ? 'degrees' : 'degrees, fields of 10';
  return {
    kind: 'image',
    space: 'x',
    shape,
    horizontal: { label, low: 0, high: (shape.width / SIDE) * FIELD_DEGREES },
    vertical: { label: 'degrees', low: 0, high: (shape.height / SIDE) * FIELD_DEGREES },
    value: 'convergence κ',
    allowed: { low: -1, high: 1, integer: false },
    sd: () => Math.sqrt(NOISE_VARIANCE),
  };
}

/** Pixels of the picture under the mask. */
const HIDDEN = new Map<number, Uint8Array>();

function hiddenPixels(of: Design): Uint8Array | null {
  const { masked, mask, fields } = readDesign(of);
  if (!masked) return null;
  let hidden = HIDDEN.get(fields);
  if (hidden === undefined) {
    const picture = new Float64Array(fields * PIXELS);
    pictureOf(
      picture.map((_, i) => 1 - mask[i % PIXELS]),
      picture,
    );
    hidden = Uint8Array.from(picture);
    HIDDEN.set(fields, hidden);
  }
  return hidden;
}

const OTHER_MASK =
  'The simulations have the mask of the setting Mask, which covers 2 pixels at each edge and six discs, or none where it is off. Choose the one that the map has, or fill in the pixels; for another mask no network is trained here.';

const SIMULATIONS = 20_000;
/** By place, of four fields: 20,000 maps, 330 MB in the training set. Averaged: twice as many. */
const MAP_SIMULATIONS = { byPlace: 5000, averaged: 10_000 } as const;
/** Three minutes of processor time, simulations included (VALIDATION.md). */
const MAP_STEPS = { batchSize: 100, steps: 2000, learningRate: 3e-3 } as const;
/** So few simulations are memorised by the usual network, which then is too narrow. */
const NETWORK = { preset: 'small', weightPriorSd: 0.15 } as const;

export const weakLensing: System = {
  id: 'weak-lensing',
  group: 'cosmos',
  capabilities: (design) => (isExact(readDesign(design)) ? EVERYTHING : UNKNOWN),
  conditions: ['A toy universe: lognormal (or Gaussian) fields with the right power spectrum, no N-body simulation.'],
  name: 'Weak lensing',
  tagline: 'Tasting two numbers of a toy universe in its maps of matter.',
  story:
    'The gravity of matter on the way bends the light of distant galaxies, and maps of that show the matter. ' +
    'From four such maps of a toy universe (lognormal fields, no N-body) two numbers are inferred: how much matter there is, and how clumped it is. ' +
    'A power spectrum fixes only a combination of the two; peaks and skewness of the maps tell more.',
  thumbnail:
    'M6 6 C14 4 16 10 10 12 S6 20 14 19 M22 4 C30 6 33 12 27 15 S20 24 29 27 M38 7 C44 10 42 15 38 17 S36 24 43 26 M8 27 C12 24 17 26 18 29',
  designFields,
  defaultDesign,
  parameters: () => parameters,
  nuisances: () => nuisances,
  display: () => [MATTER, CLUMPING],
  fromDisplay: (values) => [values[0], values[1]],
  derived: () => [S8],
  model: lensingModel,
  conditionsOn,
  view,
  file: {
    kind: 'array',
    value: { kind: 'number', unit: '', description: 'convergence κ of a pixel, 0 under the mask', largest: 10 },
    pixelScale: PIXEL_DEGREES,
    unseen: { of: hiddenPixels, remedy: OTHER_MASK },
  },
  reference: async (request) =>
    (await loadPart('computes this reference posterior', () => import('./reference.ts'))).lensingReference(request),
  slowReference: true,
  degeneracy: degeneracyCurve,
  combination: { first: 'sigma8', second: 'matter', usual: { exponent: 0.5, symbol: 'S₈' } },
  // Maps cost more than the training on their summaries, and training on them more than they do.
  budget: (design) => {
    const { seen, averaged } = readDesign(design);
    if (!seesMaps(seen)) return { simulations: SIMULATIONS, fresh: false, network: NETWORK };
    return averaged
      ? { simulations: MAP_SIMULATIONS.averaged, fresh: false, network: NETWORK, steps: MAP_STEPS }
      : { simulations: MAP_SIMULATIONS.byPlace, fresh: false, network: NETWORK };
  },
};
