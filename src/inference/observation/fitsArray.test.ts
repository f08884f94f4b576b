import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { writeFits } from '../files/fitsWrite.ts';
import type { FitsValue } from '../files/fitsHeader.ts';
import { defaultProblem } from '../simulators/problem.ts';
import { gaussianBlob } from '../simulators/testing/gaussianBlob.ts';
import { withMissingPixels, withUnit } from '../simulators/testing/blobs.ts';
import type { System } from '../simulators/system.ts';
import { fitsArchiveOf } from './fitsBatch.ts';
import { simulateObservation } from './observation.ts';
import { readObservation } from './readFile.ts';
import { fitsOf } from './writeFits.ts';

const design = { rows: 3, columns: 4 };
const problem = { ...defaultProblem(gaussianBlob), design };
const fileOf = (name: string) => new Uint8Array(readFileSync(new URL(`../../../e2e/fits/${name}`, import.meta.url)));
const read = (bytes: Uint8Array, system: System = gaussianBlob, of: typeof design = design) =>
  readObservation({ name: 'a.fits', bytes }, system, of, []);
async function good(bytes: Uint8Array, system?: System) {
  const result = await read(bytes, system);
  if (!result.ok) throw new Error(result.error.message);
  return result;
}
async function refusal(bytes: Uint8Array, system?: System, of?: typeof design): Promise<string> {
  const result = await read(bytes, system, of);
  if (result.ok) throw new Error('It was read.');
  return result.error.message;
}
const image = (values: Float64Array, cards: readonly (readonly [string, FitsValue])[] = [], shape = [3, 4]) =>
  writeFits({ shape, values, cards });
const counted = Float64Array.from({ length: 12 }, (_, i) => i);

describe('a FITS image', () => {
  it('of another program is read as it stands, scaled by its header', async () => {
    const { observation } = await good(fileOf('float32.fits'));
    expect(Array.from(observation.x ?? [])).toEqual(Array.from(counted, (value) => value * 3 + 1));
    const scaled = fileOf('bscale.fits');
    // Pixel 6 of the file is blank.
    expect(await refusal(scaled)).toContain('a.fits, row 2, column 2, value "NaN": The value is missing.');
    const { observation: masked } = await good(scaled, withMissingPixels);
    expect(Array.from(masked.x ?? [])).toEqual(
      Array.from(counted, (value) => (value === 5 ? Number.NaN : 2 * value + 10)),
    );
    expect(masked.notices.join()).toContain('1 of 12 entries is missing');
  });

  it('of no measured pixel is refused also where pixels may be missing', async () => {
    expect(await refusal(image(new Float64Array(12).fill(Number.NaN)), withMissingPixels)).toContain(
      'All its entries are missing',
    );
  });

  it('keeps its lowest row first, and is not flipped, turned or cut', async () => {
    const { observation } = await good(image(counted));
    expect(observation.x).toEqual(counted);
    expect(await refusal(image(counted, [], [4, 3]))).toContain('(4, 3) has rows and columns exchanged');
    expect(
      await refusal(image(new Float64Array(33 * 32), [], [33, 32]), gaussianBlob, { rows: 32, columns: 32 }),
    ).toContain('The array of shape (33, 32) has other sizes: Gaussian blob takes (32, 32) here.');
  });

  it('tells what its header says, which is not used', async () => {
    const { observation } = await good(fileOf('described.fits'), withUnit('electrons'));
    const [notice] = observation.notices;
    expect(notice).toContain('shown here, not used');
    expect(notice).toContain('exposure 300, zero point 25.9, world coordinates');
    expect(notice).toContain('world coordinates RA---TAN and DEC--TAN around 150.1, 2.2');
    expect((await good(fileOf('several.fits'))).observation.notices).toEqual([
      'The file has 2 images; extension 2 (SCI) was read, and not extension 3 (ERR).',
      'Not read from the file: extension 1 (CAT), which is no image.',
    ]);
  });

  it('in another unit is refused by its card', async () => {
    expect(await refusal(fileOf('described.fits'))).toBe(
      'a.fits, the primary image, card BUNIT, value "electron": Gaussian blob takes numbers without a unit (brightness). Convert the numbers and correct the card, or remove the card if it is wrong.',
    );
    expect(await refusal(image(counted, [['BUNIT', 'adu']]), withUnit('electrons'))).toContain(
      'takes numbers in electrons',
    );
    for (const unit of ['electrons', ' Electron', 'e-']) {
      await good(image(counted, [['BUNIT', unit]]), withUnit('electrons'));
    }
    for (const unit of ['', 'dimensionless', '1']) await good(image(counted, [['BUNIT', unit]]));
  });

  it('of a radio telescope loses its axes of one entry; a cube is a batch', async () => {
    expect((await good(fileOf('radio.fits'))).observation.x).toEqual(counted);
    const { batch } = await good(fileOf('cube.fits'));
    expect(batch?.labels).toEqual(['1', '2']);
    expect(batch?.x.slice(12)).toEqual(counted.map((value) => value + 100));
  });

  it('is written to the same numbers, design and true values', async () => {
    const observation = simulateObservation(gaussianBlob, problem, [2, 1.5], null, 3);
    if (observation.x === null) throw new Error('There are no data.');
    const file = fitsOf(gaussianBlob, design, observation.x, observation.truth);
    const back = await read(file, gaussianBlob, { rows: 5, columns: 5 });
    if (!back.ok) throw new Error(back.error.message);
    expect(back.observation).toMatchObject({ x: observation.x, truth: [2, 1.5], design });
    expect(back.designDifferences.map(({ key }) => key)).toEqual(['rows', 'columns']);
    expect(await refusal(file, { ...gaussianBlob, id: 'another' })).toContain('declares another system');
  });
});

describe('several FITS files', () => {
  const at = (theta: number[], seed: number) => {
    const { x } = simulateObservation(gaussianBlob, problem, theta, null, seed);
    return fitsOf(gaussianBlob, design, x ?? new Float64Array(), theta);
  };

  it('are a batch in the order of their names, with the true values that all have', async () => {
    const files = [
      { name: 'b10.fits', bytes: at([3, 2], 2) },
      { name: 'b9.fit', bytes: at([1, 2], 1) },
    ];
    const { batch } = await good(fitsArchiveOf(files));
    expect(batch?.labels).toEqual(['b9', 'b10']);
    expect(batch?.truths).toEqual(Float64Array.of(1, 2, 3, 2));
    expect(batch?.x.slice(0, 12)).toEqual(simulateObservation(gaussianBlob, problem, [1, 2], null, 1).x);
    const less = await good(fitsArchiveOf([files[0], { name: 'c.fits', bytes: at([1, 2], 1).slice() }, files[1]]));
    expect(less.batch?.labels).toHaveLength(3);
  });

  it('that differ are refused by the name of the file', async () => {
    const files = (bytes: Uint8Array) =>
      fitsArchiveOf([
        { name: 'a1.fits', bytes: image(counted) },
        { name: 'a2.fits', bytes },
      ]);
    expect(await refusal(files(image(new Float64Array(15), [], [3, 5])))).toContain(
      'a2.fits: The image has the shape (3, 5), that of a1.fits has (3, 4).',
    );
    expect(await refusal(files(image(counted, [['BUNIT', 'adu']])))).toContain(
      'a2.fits: The image has "adu", that of a1.fits has no unit.',
    );
    expect(await refusal(files(at([1, 2], 1)))).toContain('another system or design');
    expect(await refusal(files(new Uint8Array(10)))).toContain('a2.fits: The content is not a FITS file.');
    // As in every batch, a faulty one is left out by its name where others are good.
    const faulty = await good(
      fitsArchiveOf([
        { name: 'a1.fits', bytes: image(counted) },
        { name: 'a2.fits', bytes: image(counted.with(3, Number.NaN)) },
        { name: 'a3.fits', bytes: image(counted) },
      ]),
    );
    expect(faulty.batch?.labels).toEqual(['a1', 'a3']);
    expect(faulty.batch?.notices.join()).toContain('a2, row 1, column 4');
  });
});
