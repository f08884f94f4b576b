import { expect, test } from 'vitest';
import { SystemCatalogue } from '../../simulators/catalogue.ts';
import { mergeLink } from './mergeLink.ts';
import { readLink } from './readLink.ts';

const catalogue = new SystemCatalogue();

test.each([
  ['system=birth-death&seed=9', 'tab=ridge', 'system=birth-death&seed=9&tab=ridge'],
  ['system=birth-death&seed=9', 'seed=3', 'system=birth-death&seed=3'],
  ['system=birth-death&seed=9', 'system=two-moons', 'system=two-moons'],
  // What was done to the former data is not done to the new ones.
  ['truth=1,2&moved=3:4&added=2&noise=5', 'truth=1,1', 'truth=1,1&noise=5'],
  ['packed=AQA', 'noise=3', 'noise=3'],
  ['tab=ridge&axes=A,b', 'tab=posterior', 'tab=posterior'],
  ['system=galaxy-bias', '', 'system=galaxy-bias'],
])('%s with %s over it is %s', (below, above, merged) => {
  expect(mergeLink(below, above)).toBe(merged);
});

test('what cannot be read is left to be named', () => {
  const read = readLink(mergeLink('system=galaxy-bias', 'sed=%'), catalogue);
  expect(read.ok ? [] : read.problems).toEqual(['"sed=%" has a "%" that is not an escape; write %25.']);
});
