import { describe, expect, it } from 'vitest';
import { changedDesign } from '../simulators/designText.ts';
import { type DataShape, sizeOf } from '../simulators/dataShape.ts';
import { builtIn } from '../simulators/registry.ts';
import { features, featuresAndProjections, looksAtFeatures, MANY_ENTRIES } from './features.ts';
import { flowSpec } from './spec.ts';
import { randomNetwork } from './testing/randomNetwork.ts';
import { convSpec, convolutions, specOf, stage } from './testing/specs.ts';

describe('features of observations', () => {
  it('are what the dense embedding makes of each: written out for one of three inputs', () => {
    const spec = specOf({ dim: 1, context: 3, embedding: 2, transforms: 1, hidden: 4, bins: 4 });
    if (spec.embedding.kind !== 'dense') throw new Error('It has no embedding.');
    const [wide] = spec.embedding.widths;
    const phi = randomNetwork(spec, 5);
    const rows = Float32Array.of(0.3, -1, 2, 1, 1, -0.5);
    const found = features(spec, phi, rows, 3);
    const layer = (at: number, x: readonly number[], columns: number) =>
      Array.from({ length: columns }, (_, c) =>
        Math.max(
          0,
          x.reduce((sum, value, r) => sum + value * phi[at + r * columns + c], phi[at + x.length * columns + c]),
        ),
      );
    for (const row of [0, 1]) {
      const hidden = layer(0, [...rows.subarray(3 * row, 3 * row + 3)], wide);
      const want = layer(4 * wide, hidden, 2);
      expect([...found.subarray(2 * row, 2 * row + 2)]).toEqual(want.map((value) => expect.closeTo(value, 5)));
    }
    // Inputs behind the summaries are at their mean.
    expect(features(spec, phi, Float32Array.of(0.3, -1), 2)).toEqual(
      features(spec, phi, Float32Array.of(0.3, -1, 0), 3),
    );
  });

  it('of a network with a mask count every entry as there', () => {
    const spec = specOf({ dim: 1, context: 4, embedding: 2, mask: true, transforms: 1, hidden: 4, bins: 4 });
    const phi = randomNetwork(spec, 5);
    const plain = specOf({ dim: 1, context: 4, embedding: 2, transforms: 1, hidden: 4, bins: 4 });
    expect(features(spec, phi, Float32Array.of(0.3, -1), 2)).toEqual(
      features(plain, phi, Float32Array.of(0.3, -1, 1, 1), 4),
    );
  });

  it('are looked at where an image has more than a thousand pixels and the network an embedding', () => {
    const spec = flowSpec('small', 2, MANY_ENTRIES + 1);
    expect(spec.embedding.kind).toBe('dense');
    const image = (width: number) => ({ kind: 'image', channels: ['brightness'], height: 1, width }) as const;
    expect(looksAtFeatures(spec, image(MANY_ENTRIES))).toBe(false);
    expect(looksAtFeatures(spec, image(MANY_ENTRIES + 1))).toBe(true);
    expect(looksAtFeatures({ ...spec, embedding: { kind: 'none' } }, image(MANY_ENTRIES + 1))).toBe(false);
  });

  it('are not looked at where the numbers have names, however many they are', () => {
    const lorenz = builtIn('lorenz-96');
    const { s } = lorenz.model(changedDesign(lorenz, { mode: 'short', sites: 60, window: 3, dtObs: 0.05 }));
    expect(sizeOf(s)).toBe(3600);
    const spec = flowSpec('small', 2, 3600);
    expect(spec.embedding.kind).toBe('dense');
    expect(looksAtFeatures(spec, s)).toBe(false);
  });

  it('of a picture with numbers behind it stand before these numbers as they are', async () => {
    const shape: DataShape = {
      kind: 'joint',
      data: { kind: 'image', channels: ['k'], height: 6, width: 6 },
      names: ['a', 'b'],
    };
    const spec = convSpec(convolutions([1, 6, 6], [stage(4, 3, 2)], 3), 1, 2);
    const looked = featuresAndProjections(spec, randomNetwork(spec, 5), 38, shape);
    const rows = Float32Array.from({ length: 76 }, (_, i) => Math.sin(i));
    const found = await looked.of(rows);
    expect([looked.made, looked.projected, looked.named, found.length]).toEqual([3, 64, 2, 2 * 69]);
    expect([...found.subarray(67, 69)]).toEqual([...rows.subarray(36, 38)]);
    expect([...found.subarray(136, 138)]).toEqual([...rows.subarray(74, 76)]);
  });

  describe('of many observations', () => {
    const shape: DataShape = { kind: 'image', channels: ['k'], height: 6, width: 6 };
    const spec = convSpec(convolutions([1, 6, 6], [stage(4, 3, 2)], 3), 1);
    const phi = randomNetwork(spec, 5);
    const rows = Float32Array.from({ length: 100 * 36 }, (_, i) => Math.sin(i));

    it('are made in pieces, between which others are heard, and are the same', async () => {
      let pauses = 0;
      const pause = () => {
        pauses++;
        return Promise.resolve();
      };
      const found = await featuresAndProjections(spec, phi, 36, shape, { pause }).of(rows);
      // Seven pieces of 16 of the features, and as many of the projections.
      expect(pauses).toBe(12);
      const all = features(spec, phi, rows, 36);
      for (let i = 0; i < 100; i++) {
        expect([...found.subarray(67 * i, 67 * i + 3)]).toEqual([...all.subarray(3 * i, 3 * i + 3)]);
        const alone = await featuresAndProjections(spec, phi, 36, shape).of(rows.slice(36 * i, 36 * (i + 1)));
        expect([...found.subarray(67 * i, 67 * (i + 1))]).toEqual([...alone]);
      }
    });

    it('are those of something faster where there is such a thing; of a few they are made by the definition', async () => {
      const made: number[] = [];
      const looked = featuresAndProjections(spec, phi, 36, shape, {
        make: (summaries) => {
          made.push(summaries.length / 36);
          return Promise.resolve(new Float32Array((summaries.length / 36) * 3).fill(7));
        },
      });
      expect([...(await looked.of(rows)).subarray(67, 70)]).toEqual([7, 7, 7]);
      const few = rows.slice(0, 16 * 36);
      const own = features(spec, phi, few, 36);
      expect([...(await looked.of(few)).subarray(67, 70)]).toEqual([...own.subarray(3, 6)]);
      expect(made).toEqual([100]);
      const none = featuresAndProjections(spec, phi, 36, shape, { make: () => Promise.resolve(null) });
      expect([...(await none.of(rows)).subarray(67, 70)]).toEqual([...own.subarray(3, 6)]);
    });
  });
});
