import { expect, test } from 'vitest';
import { shapedEmbedding } from '../../flow/embeddings/shapedEmbedding.ts';
import { defaultTraining } from '../../training/defaults.ts';
import { weakLensing as system } from './index.ts';

test.each([
  ['maps', 'mean'],
  ['maps-named', 'mean'],
  // Documents from before have these: their networks have another form, and other steps.
  ['map', 'all'],
  ['both', 'all'],
])('a network that is given %s takes of the places of a map: %s', (seen, pool) => {
  const design = { ...system.defaultDesign, seen };
  expect(shapedEmbedding(system.model(design).s, false)).toMatchObject({ kind: 'conv', items: 4, pool });
  const averaged = { simulations: 10_000, batchSize: 100, learningRate: 3e-3 };
  const byPlace = { simulations: 5000, batchSize: 125, learningRate: 1e-2 };
  expect(defaultTraining(system, design)).toMatchObject(pool === 'mean' ? averaged : byPlace);
});

test('what nobody has heard of is refused with what there is', () => {
  expect(() => system.model({ ...system.defaultDesign, seen: 'peaks' })).toThrow(/"peaks".*spectrum, named, maps/);
});
