/**
 * A galaxy weighed from its image: how bright, how large and how concentrated it is, from 32 x 32 pixels of a camera, with its
 * shape, place, the sky and the seeing unknown. The network infers the light; the mass is drawn given the light (mass.ts).
 */
import { loadPart } from '../../parts/loadPart.ts';
import { EVERYTHING, UNKNOWN_LIKELIHOOD } from '../capabilities.ts';
import type { Design, System } from '../system.ts';
import { cameraOf, HALF, PIXEL, ZERO_POINT } from './camera.ts';
import { defaultDesign, designFields, display, nuisances, parameters } from './design.ts';
import { stellarMass } from './mass.ts';
import { galaxyModel, IMAGE } from './model.ts';

/** Electrons of a pixel beyond which no detector counts. */
const LARGEST = 1e9;
/** Some 75 s of two cores: with fewer, at twice the rate, the posteriors of bright galaxies come out wider (VALIDATION.md). */
const PIXEL_STEPS = { batchSize: 125, steps: 8000, learningRate: 5e-3 } as const;
const COUNTED = { ...EVERYTHING, likelihood: UNKNOWN_LIKELIHOOD };

function conditionsOn(design: Design): string {
  return cameraOf(design).seen === 'pixels' ? 'the image of 32 × 32 pixels' : 'ten numbers measured in the image';
}

/** Light is inferred from electrons by the camera's zero point: log L = ... - 0.4 zero point. */
function zeroPointTold(stated: readonly number[]): string {
  const [low, high] = [Math.min(...stated), Math.max(...stated)];
  const far = Math.abs(low - ZERO_POINT) > Math.abs(high - ZERO_POINT) ? low : high;
  const off = 0.4 * (far - ZERO_POINT);
  const by = `${low === high ? '' : 'up to '}${Math.abs(off).toFixed(2)} too ${off < 0 ? 'low' : 'high'}`;
  const zero = low === high ? String(low) : `${low} to ${high}`;
  return `The header's zero point is ${zero}; the simulated camera has ${ZERO_POINT}, the magnitude that gives one electron a second. If the header means the same, log L and log M come out ${by}.`;
}

export const galaxyImage: System = {
  id: 'galaxy-image',
  group: 'cosmos',
  capabilities: (design) => (cameraOf(design).noise === 'normal' ? EVERYTHING : COUNTED),
  conditions: ['One band at redshift 0.5, and a smooth galaxy: spiral arms, bars and neighbours were never simulated.'],
  name: 'Galaxy image',
  tagline: 'Weighing a galaxy from a picture of it',
  story:
    'A camera takes a picture of a distant galaxy, blurred by the atmosphere and noisy. From its 32 × 32 pixels a convolutional ' +
    'network infers how much light the galaxy emits, how large it is and how concentrated. An image measures light, not mass: the ' +
    'stellar mass follows with a prior on the mass-to-light ratio, and no exposure is long enough to beat its width.',
  thumbnail:
    'M14 22C8 15 18 5 30 8C42 11 41 21 33 25C26 28 18 27 14 22ZM20 20C17 15 23 11 29 12C35 14 34 19 29 21C25 22 22 22 20 20ZM25 17H27',
  designFields,
  defaultDesign,
  parameters: () => parameters,
  nuisances: () => nuisances,
  display: () => display,
  fromDisplay: (values) => Array.from(values),
  derived: () => [],
  drawn: stellarMass,
  model: galaxyModel,
  conditionsOn,
  view: (design) => {
    const { sky } = cameraOf(design);
    return {
      kind: 'image',
      space: 'x',
      shape: IMAGE,
      horizontal: { label: 'arcsec', low: -HALF, high: HALF },
      vertical: { label: 'arcsec', low: -HALF, high: HALF },
      value: 'electrons',
      allowed: { low: -sky, high: LARGEST, integer: false },
      sd: (_, value) => Math.sqrt(Math.max(0, value) + 25),
    };
  },
  file: {
    kind: 'array',
    value: {
      kind: 'number',
      unit: 'electrons',
      description: 'counted electrons, with those of the sky',
      largest: LARGEST,
    },
    pixelScale: PIXEL / 3600,
    constants: [{ fitsCards: ['MAGZPT', 'MAGZERO', 'PHOTZP'], value: ZERO_POINT, told: zeroPointTold }],
  },
  reference: async (request) =>
    (await loadPart('computes this reference posterior', () => import('./reference.ts'))).galaxyReference(request),
  slowReference: true,
  budget: (design) =>
    cameraOf(design).seen === 'pixels'
      ? { simulations: 40_000, fresh: false, steps: PIXEL_STEPS }
      : { simulations: 30_000, fresh: false },
};
