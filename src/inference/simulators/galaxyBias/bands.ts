/**
 * What a design fixes about the data: the bands in k (and wedges in mu), the matter power and the number of modes in
 * each, and the growth rate. Modes: N = V (k2^3 - k1^3) / (6 pi^2), the full shell, split evenly over the mu wedges
 * of a survey with redshift-space distortions. Data are row-major [band, wedge].
 */
import type { Design } from '../system.ts';
import { matterPower } from './template.ts';
import type { Template } from './template.ts';

/** Nine linear bands over k = 0.02..0.20 h/Mpc. */
const K_BINS = { low: 0.02, width: 0.02, count: 9 } as const;

export interface GalaxyBiasDesign {
  /** Redshift-space distortions: the data are wedges in mu, the cosine of the angle to the line of sight. */
  readonly rsd: boolean;
  /** Wedges when `rsd`. */
  readonly muBins: 5 | 10;
  /** Growth rate d ln D / d ln a, dimensionless. */
  readonly f: number;
  /** Survey volume in (Mpc/h)^3. */
  readonly V: number;
  /** Number density of galaxies in (h/Mpc)^3. */
  readonly nbar: number;
  readonly template: Template;
}

export interface Bands {
  /** Centres in h/Mpc, [bands]. */
  readonly k: Float64Array;
  /** Centres of the wedges; one entry, 0 and without meaning, when there are no distortions. */
  readonly mu: Float64Array;
  /** P_m at `k` in (Mpc/h)^3, [bands]. */
  readonly matter: Float64Array;
  /** Modes per datum, [bands]: the same for all wedges of a band. Need not be integers. */
  readonly modes: Float64Array;
  /** Growth rate that enters the data: 0 without distortions. */
  readonly growth: number;
  /** Poisson shot noise 1/nbar in (Mpc/h)^3. */
  readonly shotNoise: number;
  /** bands x wedges. */
  readonly dataSize: number;
}

/** The design record with types; throws on a value that no design field allows (a bug: studies are validated first). */
export function readDesign(design: Design): GalaxyBiasDesign {
  const { rsd, muBins, f, V, nbar, template } = design;
  if (typeof rsd !== 'boolean') throw new TypeError(`design.rsd is ${String(rsd)}; it must be true or false`);
  // Without redshift-space distortions a design may hold anything as wedges and growth rate.
  if (rsd && muBins !== '5' && muBins !== '10') {
    throw new TypeError(`design.muBins is ${String(muBins)}; it must be '5' or '10'`);
  }
  if (template !== 'eisensteinHu' && template !== 'eisensteinHuWiggles' && template !== 'bbks') {
    throw new TypeError(
      `design.template is ${String(template)}; it must be 'eisensteinHu', 'eisensteinHuWiggles' or 'bbks'`,
    );
  }
  const positive = (key: string, value: unknown): number => {
    if (typeof value === 'number' && value > 0 && Number.isFinite(value)) return value;
    throw new TypeError(`design.${key} is ${String(value)}; it must be a positive number`);
  };
  return {
    rsd,
    muBins: muBins === '5' ? 5 : 10,
    f: rsd ? positive('f', f) : 0,
    V: positive('V', V),
    nbar: positive('nbar', nbar),
    template,
  };
}

/** Centres of the k bands in h/Mpc, [9]. */
export function bandCentres(): Float64Array {
  return Float64Array.from({ length: K_BINS.count }, (_, i) => K_BINS.low + (i + 0.5) * K_BINS.width);
}

/** Centres of `count` equal wedges in mu over (0, 1). */
export function wedgeCentres(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, j) => (j + 0.5) / count);
}

export function bandsOf(design: Design): Bands {
  const { rsd, muBins, f, V, nbar, template } = readDesign(design);
  const k = bandCentres();
  const mu = rsd ? wedgeCentres(muBins) : new Float64Array(1);
  const power = matterPower(template);
  const modes = k.map((_, i) => {
    const edge = K_BINS.low + i * K_BINS.width;
    return (V * ((edge + K_BINS.width) ** 3 - edge ** 3)) / (6 * Math.PI ** 2) / mu.length;
  });
  return {
    k,
    mu,
    matter: k.map(power),
    modes,
    growth: rsd ? f : 0,
    shotNoise: 1 / nbar,
    dataSize: k.length * mu.length,
  };
}
