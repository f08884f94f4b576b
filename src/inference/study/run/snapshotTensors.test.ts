import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../files/safetensors.ts';
import { initialise } from '../../flow/initialise.ts';
import type { NetworkSpec } from '../../flow/spec.ts';
import { specOf } from '../../flow/testing/specs.ts';
import { Random, STREAMS } from '../../math/random.ts';
import type { TrainerSnapshot } from '../../training/snapshot.ts';
import { snapshotFrom, snapshotTensors } from './snapshotTensors.ts';

/** With an embedding, whose matrices have no masks. */
const spec: NetworkSpec = specOf({ dim: 3, context: 4, embedding: 2, transforms: 2, hidden: 6, bins: 3 });
const phi = initialise(spec, new Random(1, STREAMS.weights));

const snapshot: TrainerSnapshot = {
  standardisation: { mean: Float64Array.of(1, 2, 3, 4), sd: Float64Array.of(5, 6, 7, 8) },
  warm: true,
  step: 9,
  checkpoint: {
    phi,
    firstMoment: phi.map((weight) => weight / 2),
    secondMoment: phi.map((weight) => weight * weight),
    adamSteps: 9,
  },
  safe: null,
  best: [{ step: 5, loss: 1.5, phi: phi.map((weight) => weight / 3) }],
  lowestLoss: 1.5,
  validationsWithoutGain: 1,
  elapsed: 3,
  finished: false,
};
const numbers = { ...snapshot, adamSteps: 9, safe: null };

describe('the tensors of a snapshot', () => {
  it('are named after the layout, and give the snapshot back', () => {
    const tensors = snapshotTensors(spec, snapshot);
    expect([...tensors.keys()].filter((name) => name.startsWith('weights/0/1.'))).toEqual(
      ['M1', 'C1', 'b1', 'M2', 'b2', 'M3', 'b3', 'M4', 'b4'].map((name) => `weights/0/1.${name}`),
    );
    expect(tensors.get('weights/0/embedding.M1')?.shape).toEqual([4, 4]);
    expect(snapshotFrom(spec, numbers, tensors)).toEqual(snapshot);
  });

  it('are not made of a network that is focused on one observation', () => {
    const frame = { shift: new Float64Array(3), scale: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1) };
    expect(() => snapshotTensors(spec, { ...snapshot, frame })).toThrow('cannot be saved');
  });

  it('hold a standardisation of the values alone where a network has a mask', () => {
    const masked = specOf({ dim: 3, context: 8, embedding: 2, mask: true, transforms: 2, hidden: 6, bins: 3 });
    const weights = initialise(masked, new Random(1, STREAMS.weights));
    const checkpoint = {
      ...snapshot.checkpoint,
      phi: weights,
      firstMoment: weights,
      secondMoment: weights.map(Math.abs),
    };
    const own = { ...snapshot, checkpoint, best: [{ step: 5, loss: 1.5, phi: weights }] };
    expect(snapshotFrom(masked, numbers, snapshotTensors(masked, own))).toEqual(own);
  });

  it('in a file that was damaged anywhere are refused or fit the network, and nothing is thrown', () => {
    const whole = writeSafetensors({ tensors: snapshotTensors(spec, snapshot), metadata: new Map() });
    const damage = fc.record({
      // The header makes up the first half; the other places are among the numbers.
      changes: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 3 }),
      cut: fc.option(fc.nat(), { freq: 8 }),
    });
    let readable = 0;
    fc.assert(
      fc.property(damage, ({ changes, cut }) => {
        let bytes = whole.slice();
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        if (cut !== null) bytes = bytes.slice(0, cut % bytes.length);
        const file = readSafetensors(bytes);
        if (!file.ok) return;
        const found = snapshotFrom(spec, numbers, file.file.tensors);
        if (typeof found === 'string') return;
        readable++;
        const { checkpoint, best, standardisation } = found;
        for (const vector of [checkpoint.phi, checkpoint.firstMoment, checkpoint.secondMoment, best[0]?.phi ?? []]) {
          expect(vector).toHaveLength(phi.length);
          expect(vector.every(Number.isFinite)).toBe(true);
        }
        expect(standardisation?.sd.every((scale) => scale > 0 && Number.isFinite(scale))).toBe(true);
      }),
      { seed: 20_261_122, numRuns: 2000 },
    );
    expect(readable).toBeGreaterThan(40);
  });
});
