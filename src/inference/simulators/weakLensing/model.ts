/**
 * The simulator of weak lensing: maps of the convergence of a toy universe (maps.ts), with calibration of the shear, noise and
 * mask, and what the network sees of them. theta = (Omega_m, sigma_8), eta = (m, dz, A), x = the fields as one picture (mosaic.ts).
 * Leaves out: everything that moves matter, baryons, magnification, sources that cluster, and the dependence of k0 on dz.
 */
import type { Random } from '../../math/random.ts';
import type { DataShape, ImageShape, SetShape } from '../dataShape.ts';
import type { Design, Model } from '../system.ts';
import { type LensingDesign, readDesign, seesMaps } from './design.ts';
import { MapMaker, observeMaps } from './maps.ts';
import { acrossOf, mapsOf, pictureOf } from './mosaic.ts';
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

/** Of x. */
export function pictureShape({ fields }: Pick<LensingDesign, 'fields'>): ImageShape {
  const across = acrossOf(fields);
  return {
    kind: 'image',
    channels: ['convergence'],
    height: (fields / across) * SIDE,
    width: across * SIDE,
  };
}

/** Of s where it is all pixels: fields have no order. */
function mapsShape({ fields, averaged }: LensingDesign): SetShape | ImageShape {
  const item: ImageShape = {
    kind: 'image',
    channels: ['convergence'],
    height: SIDE,
    width: SIDE,
    ...(averaged ? { averaged } : {}),
  };
  return fields === 1 ? item : { kind: 'set', item, most: fields };
}

function seenShape(design: LensingDesign): DataShape {
  switch (design.seen) {
    case 'spectrum':
      return { kind: 'vector', names: BAND_NAMES };
    case 'named':
      return { kind: 'vector', names: NAMED };
    case 'map':
      return mapsShape(design);
    case 'both':
      return { kind: 'joint', data: mapsShape(design), names: NAMED };
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

/** The maps with zeros where the mask lies, into the start of `out`. */
function under(mask: Uint8Array, maps: Float64Array, out: Float64Array): void {
  for (let i = 0; i < maps.length; i++) out[i] = mask[i % PIXELS] === 1 ? maps[i] : 0;
}

/** The maps of a picture, each by itself. */
function fieldsOf(x: Float64Array): Float64Array[] {
  const maps = mapsOf(x);
  return Array.from({ length: maps.length / PIXELS }, (_, i) => maps.subarray(i * PIXELS, (i + 1) * PIXELS));
}

export function lensingModel(of: Design): Model {
  const design = readDesign(of);
  const { law, mask, fields, seen } = design;
  return {
    x: pictureShape(design),
    s: seenShape(design),
    ...(fields === 1 ? {} : { items: { count: fields, name: 'fields', split: fieldsOf } }),
    simulate(theta, eta, random: Random, out) {
      const maps = new Float64Array(out.length);
      mapMaker().signal(law, universeOf(theta, eta), fields, random, maps);
      observeMaps(maps, eta[0], mask, random);
      pictureOf(maps, out);
    },
    summarise(x, out) {
      const maps = mapsOf(x);
      switch (seen) {
        case 'spectrum':
          summariserOf(mask).bands(maps, out);
          return;
        case 'named':
          summariserOf(mask).named(maps, out);
          return;
        case 'map':
          under(mask, maps, out);
          return;
        case 'both':
          under(mask, maps, out);
          summariserOf(mask).named(maps, out.subarray(maps.length));
          return;
        default:
          seen satisfies never;
      }
    },
    ...(seesMaps(seen)
      ? {
          pixels: (x) => ({
            of: Uint32Array.from(mapsOf(Float64Array.from(x, (_, i) => i))),
            slope: x.map((_, i) => mask[i % PIXELS]),
          }),
        }
      : {}),
    python: pythonSummaries(design),
    sufficient: seesMaps(seen),
    ...(isExact(design)
      ? {
          logLikelihood(theta, eta, x) {
            const powers = new Float64Array(CLASSES);
            summariserOf(WHOLE_SKY).classPowers(mapsOf(x), powers);
            return gaussianLogLikelihood(universeOf(theta, eta), eta[0], powers, fields);
          },
        }
      : {}),
  };
}
