/** Files of the systems of images: what their headers and their missing pixels say is not overlooked. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { FitsValue } from '../files/fitsHeader.ts';
import { writeFits } from '../files/fitsWrite.ts';
import { writeNpy } from '../files/npy.ts';
import { galaxyImage } from '../simulators/galaxyImage/index.ts';
import { defaultProblem } from '../simulators/problem.ts';
import type { Design, System } from '../simulators/system.ts';
import { weakLensing } from '../simulators/weakLensing/index.ts';
import { posteriorConditions } from '../simulators/posteriorConditions.ts';
import { SURVEY } from '../simulators/weakLensing/sky.ts';
import { addNoise } from './addedNoise.ts';
import { fitsArchiveOf } from './fitsBatch.ts';
import { brushed, mayTurn, turned } from './imageEdits.ts';
import { movedByHand } from './movedEntries.ts';
import { type Observation, simulateObservation } from './observation.ts';
import { readObservation } from './readFile.ts';
import { recordOf, restoreObservation } from './record.ts';
import { fitsOf } from './writeFits.ts';

function simulated(system: System, design: Design, seed = 3): Observation {
  const problem = { ...defaultProblem(system), design };
  const theta = system.parameters(design).map(({ defaultTruth }) => defaultTruth);
  return simulateObservation(system, problem, theta, null, seed);
}

function pixels({ x }: Observation): Float64Array {
  if (x === null) throw new Error('There are no raw data.');
  return Float64Array.from(x);
}

const read = (bytes: Uint8Array, system: System, design: Design) =>
  readObservation({ name: 'a.fits', bytes }, system, design, []);
async function good(bytes: Uint8Array, system: System, design: Design) {
  const result = await read(bytes, system, design);
  if (!result.ok) throw new Error(result.error.message);
  return result;
}
async function refusal(bytes: Uint8Array, system: System, design: Design): Promise<string> {
  const result = await read(bytes, system, design);
  if (result.ok) throw new Error('It was read.');
  return result.error.message;
}

describe('the size of a pixel in a header of FITS', () => {
  const design = galaxyImage.defaultDesign;
  const values = pixels(simulated(galaxyImage, design));
  const image = (...cards: readonly (readonly [string, FitsValue])[]) => writeFits({ shape: [32, 32], values, cards });
  const sky = ['CTYPE1', 'RA---TAN'] as const;
  const side = (arcsec: number) => arcsec / 3600;

  it.each([
    ['CDELT', [sky, ['CDELT1', -side(0.2)], ['CDELT2', side(0.2)]]],
    ['CDELT in arcsec', [sky, ['CUNIT1', 'arcsec'], ['CDELT1', -0.2], ['CDELT2', 0.2]]],
    [
      'a turned CD matrix',
      [sky, ['CD1_1', side(0.12)], ['CD1_2', side(0.16)], ['CD2_1', side(-0.16)], ['CD2_2', side(0.12)]],
    ],
    [
      'a map of something else',
      [
        ['CTYPE1', 'LINEAR'],
        ['CDELT1', 1],
        ['CDELT2', 1],
      ],
    ],
  ] as const)('is that of the simulations, or not known: %s', async (_, cards) => {
    const { observation } = await good(image(...cards), galaxyImage, design);
    expect(observation.x).toHaveLength(32 * 32);
  });

  it.each([
    ['CDELT', [sky, ['CDELT1', -side(0.396)], ['CDELT2', side(0.396)]]],
    ['a CD matrix', [sky, ['CD1_1', side(0.396)], ['CD2_2', side(0.396)]]],
  ] as const)('is refused where it is another: %s', async (_, cards) => {
    expect(await refusal(image(...cards), galaxyImage, design)).toMatch(
      /world coordinates.*0\.396 arcsec wide.*simulations 0\.2 arcsec.*Resample the image to pixels of 0\.2 arcsec/,
    );
  });
});

describe('the exposure in a header of FITS', () => {
  const design = galaxyImage.defaultDesign;
  const values = pixels(simulated(galaxyImage, design));
  const image = (...cards: readonly (readonly [string, FitsValue])[]) => writeFits({ shape: [32, 32], values, cards });
  /** The card as other programs write it, with a unit in its comment. */
  function commented(card: string): Uint8Array {
    const file = image(['EXPTIME', 600]);
    const at = Buffer.from(file).indexOf('EXPTIME');
    new TextEncoder().encodeInto(card.padEnd(80), file.subarray(at, at + 80));
    return file;
  }

  it('is that of the design: another one than the study has is asked about', async () => {
    const { observation, designDifferences } = await good(image(['EXPTIME', 300]), galaxyImage, design);
    expect(observation.design.exposure).toBe(300);
    expect(designDifferences).toMatchObject([{ key: 'exposure', a: 300, b: 600 }]);
    expect(observation.notices.join(' ')).not.toContain('not used');
    for (const card of ['EXPTIME', 'EXPOSURE']) {
      const same = await good(image([card, 600.0001]), galaxyImage, design);
      expect(same.designDifferences).toEqual([]);
      expect(same.observation.design.exposure).toBe(600);
    }
    expect((await good(image(['EXPTIME', '300.0']), galaxyImage, design)).observation.design.exposure).toBe(300);
  });

  it('that is not given is said to be the study’s', async () => {
    const { observation } = await good(image(), galaxyImage, design);
    expect(observation.notices.join(' ')).toContain(
      "does not give Exposure (in FITS: EXPTIME or EXPOSURE), so the study's 600 s is used.",
    );
  });

  it('stands in the primary header of a file whose image is an extension', async () => {
    const primary = Buffer.from(
      [
        'SIMPLE  =                    T',
        'BITPIX  =                    8',
        'NAXIS   =                    0',
        'EXPTIME =                1200.',
        'END',
      ]
        .map((card) => card.padEnd(80))
        .join('')
        .padEnd(2880),
    );
    const extension = Buffer.from(image());
    extension.write("XTENSION= 'IMAGE   '".padEnd(80), 0);
    const { observation } = await good(Buffer.concat([primary, extension]), galaxyImage, design);
    expect(observation.design.exposure).toBe(1200);
  });

  it('is refused by its card where it is no number of seconds, or beyond the simulator', async () => {
    expect(await refusal(image(['EXPTIME', 'long']), galaxyImage, design)).toContain(
      'the primary image, card EXPTIME, value "long": The card does not hold a number (Exposure, s).',
    );
    expect(await refusal(image(['EXPTIME', 1]), galaxyImage, design)).toContain('does not offer the design');
    expect(await refusal(commented('EXPTIME =                 10.0 / [min] exposure'), galaxyImage, design)).toContain(
      'The card is in min; Exposure is in s.',
    );
    const seconds = await good(commented('EXPTIME =                300.0 / [s] exposure'), galaxyImage, design);
    expect(seconds.observation.design.exposure).toBe(300);
    expect(await refusal(image(['EXPTIME', 300], ['EXPOSURE', 100]), galaxyImage, design)).toContain(
      'card EXPOSURE, value "100": Exposure: the card says 100, and the primary image, card EXPTIME says 300.',
    );
    expect(await refusal(image(['EXPTIME', 300], ['PPDES1', 'exposure: 600']), galaxyImage, design)).toContain(
      'The card says 300, but the file declares exposure = 600.',
    );
  });

  it('differs within a batch: refused by the file', async () => {
    const batch = fitsArchiveOf(
      [300, 300, 600].map((time, i) => ({ name: `${i}.fits`, bytes: image(['EXPTIME', time]) })),
    );
    expect(await refusal(batch, galaxyImage, design)).toContain('2.fits, the primary image, card EXPTIME');
  });

  it('is written, and read back', async () => {
    const other = { ...design, exposure: 1800 };
    const file = fitsOf(galaxyImage, other, pixels(simulated(galaxyImage, other)), null);
    expect(Buffer.from(file).toString('latin1')).toContain('EXPTIME =                 1800');
    expect((await good(file, galaxyImage, design)).observation.design).toEqual(other);
  });

  it('comes with a zero point, of which a difference is told with what follows', async () => {
    const told = async (...cards: [string, number][]) =>
      (await good(image(['EXPTIME', 600], ...cards), galaxyImage, design)).observation.notices.join(' ');
    // log L = const - 0.4 m, m = zero point - 2.5 log10(electrons a second): 0.4 * (25.9 - 27) = -0.44.
    expect(await told(['MAGZPT', 25.9])).toContain(
      "The header's zero point is 25.9; the simulated camera has 27, the magnitude that gives one electron a second. If the header means the same, log L and log M come out 0.44 too low.",
    );
    expect(await told(['MAGZERO', 28])).toContain('0.40 too high');
    expect(await told(['MAGZPT', 27])).toBe('');
  });
});

describe('notices of several FITS files', () => {
  it('are one sentence a kind', async () => {
    const design = galaxyImage.defaultDesign;
    const values = pixels(simulated(galaxyImage, design));
    const files = Array.from({ length: 12 }, (_, i) => ({
      name: `g${i}.fits`,
      bytes: writeFits({
        shape: [32, 32],
        values,
        cards: [['EXPTIME', 600], ['OBJECT', `galaxy ${i}`], ['FILTER', 'i'], ...(i < 2 ? [['MAGZPT', 25 + i] as const] : [])], // biome-ignore format: cards
      }),
    }));
    const { observation } = await good(fitsArchiveOf(files), galaxyImage, design);
    expect(observation.notices).toEqual([
      'The headers say (shown here, not used): object "galaxy 0", "galaxy 1", "galaxy 2" and 9 more, filter "i".',
      expect.stringContaining('zero point is 25 to 26; the simulated camera has 27'),
    ]);
    expect(observation.notices[1]).toContain('up to 0.80 too low');
  });
});

describe('a map under a mask', () => {
  const design: Design = { ...weakLensing.defaultDesign, fields: '1' };
  const map = pixels(simulated(weakLensing, design));
  const whole = pixels(simulated(weakLensing, { ...design, mask: false }));
  const npy = (values: Float64Array, side = 64) => writeNpy({ shape: [side, side], values });
  const masked = (fill: number, of = map) => of.map((value, i) => (SURVEY[i] === 1 ? value : fill));

  it.each([Number.NaN, -99, -999, -1.6375e30, Math.fround(-1.6375e30), Number.POSITIVE_INFINITY, 0.02])(
    'may hold %d where no simulation shows anything',
    async (fill) => {
      const { observation, designDifferences } = await good(npy(masked(fill)), weakLensing, design);
      expect(observation.x).toEqual(map);
      expect(designDifferences).toEqual([]);
      const hidden = observation.notices.join(' ').includes("under the study's mask");
      expect(hidden).toBe(fill === 0.02);
    },
  );

  it('may do so in four fields', async () => {
    const four = { ...design, fields: '4' };
    const x = pixels(simulated(weakLensing, four));
    const { observation } = await good(
      npy(
        x.map((value) => (value === 0 ? Number.NaN : value)),
        128,
      ),
      weakLensing,
      four,
    );
    expect(observation.x).toEqual(x);
  });

  it.each([Number.NaN, -99, -999])('is refused by its pixel for %d elsewhere', async (fill) => {
    const message = await refusal(npy(map.with(64 * 20 + 30, fill)), weakLensing, design);
    expect(message).toContain('row 21, column 31');
    expect(message).toContain(Number.isNaN(fill) ? 'The value is missing.' : `${fill} stands for a missing value.`);
    expect(message).toContain('The simulations have the mask of the setting Mask');
  });

  it('of another one is refused: it is no map of the simulations', async () => {
    const disc = map.map((value, i) => (Math.hypot((i % 64) - 40, Math.floor(i / 64) - 30) < 5 ? 0 : value));
    const message = await refusal(npy(disc), weakLensing, design);
    expect(message).toMatch(/\d+ entries are exactly 0, as under a mask. The study's mask hides others/);
    // The map has the survey's mask, the study none.
    expect(await refusal(npy(map), weakLensing, { ...design, mask: false })).toContain('The study hides none');
    await good(npy(whole), weakLensing, { ...design, mask: false });
  });

  it('of coarse numbers is read, zeros being as frequent as others', async () => {
    const coarse = map.map((value) => Math.round(value * 500) / 500);
    expect(coarse.filter((value, i) => value === 0 && SURVEY[i] === 1).length).toBeGreaterThan(50);
    await good(npy(coarse), weakLensing, design);
  });

  it('is reached by no brush and no noise, and not turned', () => {
    const observation = simulated(weakLensing, design);
    const brush = { effect: { kind: 'add', amount: 0.1 }, diameter: 9 } as const;
    const painted = brushed(weakLensing, observation, { channel: 0, row: 3, column: 3 }, brush);
    const noisy = addNoise(weakLensing, observation, new Float64Array(4096).fill(0.01), 1);
    for (const { x } of [painted, noisy]) {
      expect(x).not.toEqual(observation.x);
      expect(x?.every((value, i) => SURVEY[i] === 1 || value === 0)).toBe(true);
    }
    expect(mayTurn(weakLensing, observation)).toContain('Every simulation has the mask where it is');
    expect(() => turned(weakLensing, observation, 'flip')).toThrow('mask');
    const open = simulated(weakLensing, { ...design, mask: false });
    expect(mayTurn(weakLensing, open)).toBe(true);
    expect(turned(weakLensing, open, 'rotate').x).not.toEqual(open.x);
  });

  it('of one field is told the setting with which it is read where the study has four', async () => {
    const message = await refusal(npy(map), weakLensing, weakLensing.defaultDesign);
    expect(message).toContain('With the setting Fields = One of the study this array is read as one observation.');
    expect(message).not.toContain('..');
  });
});

describe('a painted image', () => {
  const design = galaxyImage.defaultDesign;
  const brush = { effect: { kind: 'add', amount: 500 }, diameter: 3 } as const;
  const painted = brushed(galaxyImage, simulated(galaxyImage, design), { channel: 0, row: 5, column: 6 }, brush);
  const file = (of: Observation) => fitsOf(galaxyImage, design, pixels(of), of.truth, movedByHand(of.source));

  it('is one still when it comes back from a FITS file', async () => {
    const { observation } = await good(file(painted), galaxyImage, design);
    expect(observation.x).toEqual(painted.x);
    if (painted.source.kind !== 'edited') throw new Error('Nothing was painted.');
    expect(observation.source).toEqual({
      kind: 'edited',
      of: { kind: 'file', name: 'a.fits' },
      entries: painted.source.entries,
    });
    const noisy = addNoise(galaxyImage, painted, new Float64Array(1024).fill(10), 2);
    expect((await good(file(noisy), galaxyImage, design)).observation.source).toMatchObject({ noise: 1 });
    const untouched = await good(file(simulated(galaxyImage, design)), galaxyImage, design);
    expect(untouched.observation.source).toEqual({ kind: 'file', name: 'a.fits' });
  });

  it('is named in a batch', async () => {
    const files = [painted, simulated(galaxyImage, design)].map((of, i) => ({ name: `${i}.fits`, bytes: file(of) }));
    const { batch } = await good(fitsArchiveOf(files), galaxyImage, design);
    expect(batch?.notices.join(' ')).toContain('Changed by hand before they were saved: 0.fits.');
  });

  it('is refused where its card is damaged', async () => {
    const x = pixels(painted);
    for (const text of ['5-3', '0,0', '1024', 'all', '3,2']) {
      const bytes = writeFits({ shape: [32, 32], values: x, cards: [['PPMOVED', text]] });
      expect(await refusal(bytes, galaxyImage, design)).toContain('card PPMOVED, value');
    }
  });
});

describe('four fields of one sky', () => {
  const design = weakLensing.defaultDesign;
  const x = pixels(simulated(weakLensing, design));
  const CONDITION =
    'The 4 fields of an observation are independent data of one truth, and their order makes no difference.';

  it('have no order, which the posterior is conditional on', () => {
    expect(posteriorConditions(weakLensing, design)).toContain(CONDITION);
    expect(posteriorConditions(weakLensing, { ...design, fields: '1' })).not.toContain(CONDITION);
  });

  it('of which one is a copy are told: they are counted as independent', async () => {
    // The first field is the lower left quarter, the fourth the upper right one.
    const copied = x.map((value, i) => (Math.floor(i / 128) >= 64 && i % 128 >= 64 ? x[i - 64 * 128 - 64] : value));
    const file = (values: Float64Array, ...more: Float64Array[]) =>
      writeNpy({
        shape: [...(more.length > 0 ? [1 + more.length] : []), 128, 128],
        values: Float64Array.from([values, ...more].flatMap((each) => [...each])),
      });
    const notices = async (bytes: Uint8Array) => (await good(bytes, weakLensing, design)).observation.notices.join(' ');
    expect(await notices(file(copied))).toContain('Of the 4 fields 1 and 4 hold the same numbers.');
    expect(await notices(file(x))).not.toContain('same numbers');
    expect(await notices(file(x, copied, x))).toContain('1 of 3 observations (2) have fields among their 4');
  });

  it('in another unit are refused in whole sentences', async () => {
    const file = writeFits({ shape: [128, 128], values: x, cards: [['BUNIT', 'adu']] });
    expect(await refusal(file, weakLensing, design)).toContain(
      'takes numbers without a unit (convergence κ of a pixel, 0 under the mask). Convert',
    );
  });
});

describe('a document of an image', () => {
  let record: ReturnType<typeof recordOf>;
  const design: Design = { ...weakLensing.defaultDesign, fields: '1' };
  const problem = { ...defaultProblem(weakLensing), design };
  beforeAll(async () => {
    const x = pixels(simulated(weakLensing, design));
    const { observation } = await good(writeNpy({ shape: [64, 64], values: x }), weakLensing, design);
    record = recordOf(observation);
  });

  it('comes back', () => expect(restoreObservation(weakLensing, problem, record)).toMatchObject({ ok: true }));

  it('with null for a number is refused, under the mask too', () => {
    if (record.kind !== 'file') throw new Error('It is of a file.');
    for (const at of [0, 64 * 20 + 30]) {
      const restored = restoreObservation(weakLensing, problem, { ...record, values: record.values.with(at, null) });
      expect(restored).toEqual({
        ok: false,
        problems: [`observation.values has no number for entry ${at}; none may be missing`],
      });
    }
  });
});
