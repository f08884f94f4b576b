import { describe, expect, it } from 'vitest';
import { Random } from '../../math/random.ts';
import { GOLDEN } from './golden.ts';
import { lowestConvergence, MapMaker, observeMaps, type FieldLaw } from './maps.ts';
import {
  CLASSES,
  MODES,
  NOISE_POWER,
  NOISE_VARIANCE,
  PIXELS,
  SIDE,
  smoothedNoise,
  smoothing,
  SURVEY,
  WHOLE_SKY,
} from './sky.ts';
import { pixelPower, type Universe } from './spectrum.ts';
import { BAND_EDGES, BANDS, NAMED, PEAKS, Summariser } from './summaries.ts';

const FIDUCIAL: Universe = { matter: 0.3, sigma8: 0.8, shift: 0, alignment: 0 };
const FIELDS = 4;

function eachMaps(law: FieldLaw, sets: number, visit: (maps: Float64Array, random: Random) => void): void {
  const maker = new MapMaker();
  const maps = new Float64Array(FIELDS * PIXELS);
  for (let k = 0; k < sets; k++) {
    const random = new Random(5, 0, k);
    maker.signal(law, FIDUCIAL, FIELDS, random, maps);
    visit(maps, random);
  }
}

/** Mean and standard error of a statistic over independent maps. */
function measured(values: readonly number[]): { mean: number; error: number } {
  const mean = values.reduce((sum, value) => sum + value) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
}

const moment = (map: Float64Array, power: number) => map.reduce((sum, value) => sum + value ** power, 0) / map.length;

describe('maps', () => {
  it.each<FieldLaw>(['gaussian', 'lognormal'])('have the spectrum that they are drawn from: %s', (law) => {
    const summariser = new Summariser(WHOLE_SKY);
    const wanted = new Float64Array(CLASSES);
    pixelPower(FIDUCIAL, wanted);
    const powers = new Float64Array(CLASSES);
    const bands: number[][] = [];
    eachMaps(law, 25, (maps) => {
      for (let f = 0; f < FIELDS; f++) {
        summariser.classPowers(maps.slice(f * PIXELS, (f + 1) * PIXELS), powers);
        bands.push(bandSums(powers));
      }
    });
    const expected = bandSums(wanted.map((power, c) => power * MODES[c]));
    for (let b = 0; b < BANDS.count; b++) {
      const { mean, error } = measured(bands.map((values) => values[b]));
      expect(Math.abs(mean - expected[b]) / error, `band ${b}`).toBeLessThan(3);
      expect(error / mean).toBeLessThan(0.06);
    }
  });

  it('are independent of one another', () => {
    const products: number[] = [];
    eachMaps('gaussian', 50, (maps) => {
      const [first, second] = [maps.slice(0, PIXELS), maps.slice(PIXELS, 2 * PIXELS)];
      products.push(first.reduce((sum, value, i) => sum + value * second[i], 0));
    });
    const { mean, error } = measured(products);
    expect(Math.abs(mean) / error).toBeLessThan(3);
  });

  it('that are lognormal have the moments of that law, and lie above -k0', () => {
    const k0 = lowestConvergence(0.3);
    expect(k0).toBeCloseTo(GOLDEN.lowestConvergence, 7);
    const all: Float64Array[] = [];
    eachMaps('lognormal', 50, (maps) => {
      for (let f = 0; f < FIELDS; f++) all.push(maps.slice(f * PIXELS, (f + 1) * PIXELS));
    });
    const mean = measured(all.map((map) => moment(map, 1)));
    expect(Math.abs(mean.mean) / mean.error).toBeLessThan(3);
    const variance = measured(all.map((map) => moment(map, 2)));
    expect(Math.abs(variance.mean - GOLDEN.signalVariance) / variance.error).toBeLessThan(3);
    const third = measured(all.map((map) => moment(map, 3)));
    const wanted = GOLDEN.S3 * GOLDEN.signalVariance ** 2;
    expect(Math.abs(third.mean - wanted) / third.error).toBeLessThan(3);
    expect(third.error / wanted).toBeLessThan(0.1);
    const log = measured(
      all.map((map) =>
        moment(
          map.map((value) => Math.log1p(value / k0) + GOLDEN.gaussianVariance / 2),
          2,
        ),
      ),
    );
    expect(Math.abs(log.mean - GOLDEN.gaussianVariance) / log.error).toBeLessThan(3);
    expect(Math.min(...all.map((map) => Math.min(...map)))).toBeGreaterThan(-k0);
  });

  it('have the power of a calibrated shear, 1.0404 times for m = 0.02', () => {
    const maps = new Float64Array(PIXELS).fill(1);
    observeMaps(maps, 0.02, WHOLE_SKY, new Random(1, 0));
    const noise = new Float64Array(PIXELS);
    observeMaps(noise, 0.02, WHOLE_SKY, new Random(1, 0));
    for (let i = 0; i < PIXELS; i++) expect((maps[i] - noise[i]) ** 2).toBeCloseTo(1.0404, 10);
  });

  it('are zero under the mask, and noisy elsewhere', () => {
    const maps = new Float64Array(FIELDS * PIXELS);
    observeMaps(maps, 0, SURVEY, new Random(2, 0));
    for (let i = 0; i < maps.length; i++) expect(maps[i] === 0).toBe(SURVEY[i % PIXELS] === 0);
    const share = SURVEY.reduce((sum, value) => sum + value, 0) / PIXELS;
    expect(moment(maps, 2) / (share * NOISE_VARIANCE)).toBeCloseTo(1, 1);
  });
});

function bandSums(powers: Float64Array): number[] {
  const sums = Array.from({ length: BANDS.count }, () => 0);
  for (let c = 1; c < CLASSES; c++) {
    const b = BAND_EDGES.findIndex(
      (edge, k) => k < BANDS.count && multipole(c) >= edge && multipole(c) < BAND_EDGES[k + 1],
    );
    if (b >= 0) sums[b] += powers[c];
  }
  return sums;
}

/** From the number of the class alone: the larger frequency counts the rows of a triangle. */
function multipole(c: number): number {
  const larger = Math.floor((Math.sqrt(8 * c + 1) - 1) / 2);
  return 36 * Math.hypot(larger, c - (larger * (larger + 1)) / 2);
}

describe('named summaries', () => {
  const summarised = (maps: Float64Array, mask = WHOLE_SKY) => {
    const out = new Float64Array(NAMED.length);
    new Summariser(mask).named(maps, out);
    return out;
  };

  it('are pooled over the fields, in whatever order these stand', () => {
    eachMaps('lognormal', 1, (maps, random) => {
      observeMaps(maps, 0, SURVEY, random);
      const turned = new Float64Array(maps.length);
      for (let f = 0; f < FIELDS; f++) {
        turned.set(maps.slice(f * PIXELS, (f + 1) * PIXELS), ((f + 1) % FIELDS) * PIXELS);
      }
      const [one, other] = [summarised(maps, SURVEY), summarised(turned, SURVEY)];
      one.forEach((value, j) => expect(value).toBeCloseTo(other[j], 9));
      const single = maps.slice(0, PIXELS);
      const twice = new Float64Array(2 * PIXELS);
      twice.set(single);
      twice.set(single, PIXELS);
      summarised(single, SURVEY).forEach((value, j) => expect(summarised(twice, SURVEY)[j]).toBeCloseTo(value, 9));
    });
  });

  it('are those of the map also when it is mirrored or turned by a quarter', () => {
    eachMaps('lognormal', 1, (maps, random) => {
      observeMaps(maps, 0, WHOLE_SKY, random);
      const map = maps.slice(0, PIXELS);
      const at = (i: number) => [Math.floor(i / SIDE), i % SIDE] as const;
      const transposed = map.map((_, i) => map[at(i)[1] * SIDE + at(i)[0]]);
      const mirrored = map.map((_, i) => map[at(i)[0] * SIDE + SIDE - 1 - at(i)[1]]);
      for (const other of [transposed, mirrored]) {
        summarised(map).forEach((value, j) => expect(summarised(other)[j]).toBeCloseTo(value, 8));
      }
    });
  });

  it('of noise alone: its power in every band, its variance, no skewness, and peaks as in a histogram kept before', () => {
    const maps = new Float64Array(FIELDS * PIXELS);
    observeMaps(maps, 0, WHOLE_SKY, new Random(11, 0));
    const s = summarised(maps);
    for (let b = 0; b < BANDS.count; b++) {
      // The lowest bands have eight modes, of which half are independent, in each field.
      expect(Math.abs(Math.exp(s[b]) / NOISE_POWER - 1)).toBeLessThan(b < 2 ? 0.8 : 0.4);
    }
    expect(Math.exp(s[7]) / NOISE_POWER).toBeCloseTo(1, 1);
    const counts = Array.from(s.slice(8, 8 + PEAKS.count), (root) => Math.round(root * root * FIELDS));
    expect(counts).toEqual([6, 34, 102, 118, 42, 3, 1, 0]);
    // Of white noise under a Gaussian of sd r there are 1 / (4 pi sqrt(3) r^2) maxima a pixel; few lie below -1 sd.
    const expected = (FIELDS * (SIDE - 2) ** 2) / (4 * Math.PI * Math.sqrt(3) * PEAKS.smoothing ** 2);
    expect(counts.reduce((sum, count) => sum + count) / expected).toBeCloseTo(0.97, 1);
    expect(Math.exp(s[16]) / smoothedNoise(smoothing(1)) ** 2).toBeCloseTo(1, 1);
    expect(Math.abs(s[17])).toBeLessThan(0.1);
  });

  it('of a lognormal map are more skewed than of a Gaussian one', () => {
    const skewness = (law: FieldLaw) => {
      let value = 0;
      eachMaps(law, 1, (maps, random) => {
        observeMaps(maps, 0, WHOLE_SKY, random);
        value = summarised(maps)[19];
      });
      return value;
    };
    expect(Math.abs(skewness('gaussian'))).toBeLessThan(0.15);
    expect(skewness('lognormal')).toBeGreaterThan(0.3);
  });

  it('are finite for an empty map', () => {
    for (const value of summarised(new Float64Array(PIXELS))) expect(Number.isFinite(value)).toBe(true);
  });
});
