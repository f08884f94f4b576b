/**
 * The example files of the systems of images are what the code writes, of numbers as single precision has them. `UPDATE_EXAMPLE=1 npm run unit -- exampleImages` writes
 * them anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { galaxyImage } from '../simulators/galaxyImage/index.ts';
import { defaultProblem } from '../simulators/problem.ts';
import type { Design, System } from '../simulators/system.ts';
import { weakLensing } from '../simulators/weakLensing/index.ts';
import { simulateObservation } from './observation.ts';
import { readObservation } from './readFile.ts';
import { fitsOf } from './writeFits.ts';

const EXAMPLES: readonly {
  readonly file: string;
  readonly system: System;
  readonly design: Design;
  readonly truth: readonly number[];
}[] = [
  { file: 'galaxy-image.fits', system: galaxyImage, design: galaxyImage.defaultDesign, truth: [10.1, 0.9, 1.2] },
  { file: 'weak-lensing.fits', system: weakLensing, design: weakLensing.defaultDesign, truth: [0.32, 0.78] },
  {
    file: 'weak-lensing-1.fits',
    system: weakLensing,
    design: { ...weakLensing.defaultDesign, fields: '1' },
    truth: [0.32, 0.78],
  },
];
const SEED = 20;

describe.each(EXAMPLES)('$file', ({ file, system, design, truth }) => {
  const url = new URL(`../../../public/examples/${file}`, import.meta.url);
  const { x } = simulateObservation(system, { ...defaultProblem(system), design }, truth, null, SEED);
  const values = Float64Array.from(x ?? [], Math.fround);
  const bytes = fitsOf(system, design, values, truth);
  if (process.env.UPDATE_EXAMPLE === '1') writeFileSync(url, bytes);

  it('is what the code writes', () => expect(new Uint8Array(readFileSync(url))).toEqual(bytes));

  it('is read in the default study without a question and without a remark', async () => {
    const read = await readObservation({ name: file, bytes: new Uint8Array(readFileSync(url)) }, system, design, []);
    if (!read.ok) throw new Error(read.error.message);
    expect(read.observation.x).toEqual(values);
    expect(read.designDifferences).toEqual([]);
    expect(read.observation.truth).toEqual(truth);
    expect(read.observation.notices).toEqual([]);
  });
});
