/**
 * The simulator of weak lensing: maps of the convergence of a toy universe (maps.ts), with calibration of the shear, noise and
 * mask, and what the network sees of them. theta = (Omega_m, sigma_8), eta = (m, dz, A), x = maps [fields, 64, 64], row 0 at the
 * bottom. Leaves out: everything that moves matter, baryons, magnification, sources that cluster, and the dependence of k0 on dz.
 */
import type { Random } from '../../math/random.ts';
import type { DataShape, ImageShape } from '../dataShape.ts';
import type { Design, Model } from '../system.ts';
import { type LensingDesign, readDesign } from './design.ts';
import { MapMaker, observeMaps } from './maps.ts';
import { pythonSummaries } from './pythonSummaries.ts';
import { CLASSES, MODES, NOISE_POWER, PIXELS, SIDE, WHOLE_SKY } from './sky.ts';
import { FIT_DOMAIN, pixelPower, type Universe } from './spectrum.ts';
import { BAND_NAMES, NAMED, Summariser } from './summaries.ts';

// They hold nothing from one use to the next but room to work in; most models are asked for their shape alone.
let maker: MapMaker | null = null;
const summarisers = new Map<Uint8Array, Summariser>();

function mapMaker(): MapMaker {
  maker ??= new MapMaker();
  return maker;
}

export function summariserOf(mask: Uint8Array): Summariser {
  const summariser = summarisers.get(mask) ?? new Summariser(mask);
  summarisers.set(mask, summariser);
  return summariser;
}

/** @throws RangeError outside of the domain of the fit */
export function universeOf(theta: ArrayLike<number>, eta: ArrayLike<number>): Universe {
  const universe = { matter: theta[0], sigma8: theta[1], shift: eta[1], alignment: eta[2] };
  for (const [key, name] of [
    ['matter', 'Ωₘ'],
    ['sigma8', 'σ₈'],
  ] as const) {
    const { low, high } = FIT_DOMAIN[key];
    if (!(universe[key] >= low && universe[key] <= high)) {
      throw new RangeError(`${name} is ${String(universe[key])}; the fitted spectrum holds from ${low} to ${high}`);
    }
  }
  return universe;
}

export function mapShape({ fields }: Pick<LensingDesign, 'fields'>): ImageShape {
  const channels = fields === 1 ? ['field'] : Array.from({ length: fields }, (_, f) => `field ${f + 1}`);
  return { kind: 'image', channels, height: SIDE, width: SIDE };
}

function seenShape(design: LensingDesign): DataShape {
  switch (design.seen) {
    case 'spectrum':
      return { kind: 'vector', names: BAND_NAMES };
    case 'named':
      return { kind: 'vector', names: NAMED };
    case 'map':
      return mapShape(design);
    default:
      return design.seen satisfies never;
  }
}

/**
 * ln of the density of Gaussian fields without a mask: every mode is independent, so that it depends on the powers of the
 * classes alone. A mode and its opposite are one; each counts half.
 * @param powers summed over modes and fields (Summariser.classPowers)
 */
export function gaussianLogLikelihood(
  universe: Universe,
  calibration: number,
  powers: Float64Array,
  fields: number,
  power = new Float64Array(CLASSES),
): number {
  pixelPower(universe, power);
  const factor = (1 + calibration) ** 2;
  let sum = 0;
  for (let c = 1; c < CLASSES; c++) {
    const expected = factor * power[c] + NOISE_POWER;
    sum -= 0.5 * (fields * MODES[c] * Math.log(expected / NOISE_POWER) + powers[c] / expected);
  }
  return sum;
}

/** Whether the likelihood of the maps is known. */
export function isExact({ law, masked }: Pick<LensingDesign, 'law' | 'masked'>): boolean {
  return law === 'gaussian' && !masked;
}

export function lensingModel(of: Design): Model {
  const design = readDesign(of);
  const { law, mask, fields, seen } = design;
  return {
    x: mapShape(design),
    s: seenShape(design),
    simulate(theta, eta, random: Random, out) {
      mapMaker().signal(law, universeOf(theta, eta), fields, random, out);
      observeMaps(out, eta[0], mask, random);
    },
    summarise(x, out) {
      switch (seen) {
        case 'spectrum':
          summariserOf(mask).bands(x, out);
          return;
        case 'named':
          summariserOf(mask).named(x, out);
          return;
        case 'map':
          for (let i = 0; i < x.length; i++) out[i] = mask[i % PIXELS] === 1 ? x[i] : 0;
          return;
        default:
          return seen satisfies never;
      }
    },
    python: pythonSummaries(design),
    sufficient: seen === 'map',
    ...(isExact(design)
      ? {
          logLikelihood(theta, eta, x) {
            const powers = new Float64Array(CLASSES);
            summariserOf(WHOLE_SKY).classPowers(x, powers);
            return gaussianLogLikelihood(universeOf(theta, eta), eta[0], powers, fields);
          },
        }
      : {}),
  };
}
