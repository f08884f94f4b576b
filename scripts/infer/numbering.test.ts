import { expect, it } from 'vitest';
import { readText } from '../../src/inference/observation/readFile.ts';
import { builtIn, systems } from '../../src/inference/simulators/registry.ts';
import { numberingOf } from './numbering.ts';

const system = builtIn('two-moons');
const numbering = (rows: string, before: number) => {
  const bytes = new TextEncoder().encode(`id,data_1,data_2\n${rows}\n`);
  const read = readText({ name: 'many.csv', bytes }, system, system.defaultDesign, systems);
  if (!read.ok || read.batch === null) throw new Error('not read as many observations');
  return numberingOf(read.batch, before);
};

it('says how observations are numbered where a row of the file was left out, and only there', () => {
  expect(numbering('a,0.1,0.2\nb,nope,0.2\nc,0.3,0.2\nd,0.3,0.2', 0)).toEqual([
    'The remaining rows are observations 1 to 3 of the samples: 3 is row d.',
  ]);
  expect(numbering('a,0.1,0.2\nb,,0.2\nc,0.3,0.2', 4)).toEqual([
    'The remaining rows are observations 5 to 6 of the samples: 6 is row c.',
  ]);
  expect(numbering('a,0.1,0.2\nc,0.3,0.2', 0)).toEqual([]);
});
