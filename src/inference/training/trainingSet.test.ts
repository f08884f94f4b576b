import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JointPrior } from '../priors/jointPrior.ts';
import { TrainingSet } from './trainingSet.ts';

const prior = new JointPrior(['a'], [{ family: 'uniform', low: 0, high: 1 }]);

/** Pair i has theta = (i + 0.5) / n and summaries (i, 2 i). */
function chunk(from: number, count: number, n: number) {
  return {
    from,
    theta: Float64Array.from({ length: count }, (_, k) => (from + k + 0.5) / n),
    s: Float64Array.from({ length: 2 * count }, (_, k) => (from + Math.floor(k / 2)) * (1 + (k % 2))),
  };
}

describe('the training set', () => {
  it('holds the same rows in whatever order and size the chunks arrive', () => {
    const n = 1500;
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: n - 1 }), { minLength: 1, maxLength: 12 });
    const inOrder = new TrainingSet(prior, n, 2, 0.1);
    inOrder.add(chunk(0, n, n));
    const all = Uint32Array.from({ length: n }, (_, i) => i);
    const want = inOrder.batch(all);
    fc.assert(
      fc.property(cuts, fc.infiniteStream(fc.nat()), (places, order) => {
        const edges = [0, ...places.sort((a, b) => a - b), n];
        const pieces = edges.slice(1).map((end, i) => chunk(edges[i], end - edges[i], n));
        const shuffled = pieces
          .map((piece) => ({ piece, key: order.next().value as number }))
          .sort((a, b) => a.key - b.key);
        const data = new TrainingSet(prior, n, 2, 0.1);
        for (const { piece } of shuffled) data.add(piece);
        expect(data.batch(all)).toEqual(want);
      }),
      { numRuns: 30 },
    );
  });

  it('takes missing summaries with a mask, and refuses them without one', () => {
    const pairs = chunk(0, 100, 100);
    pairs.s[7] = Number.NaN;
    const masked = new TrainingSet(prior, 100, 2, 0.1, null, true);
    masked.add(pairs);
    expect([masked.width, ...masked.batch(Uint32Array.of(3)).context.subarray(1)]).toEqual([4, 0, 1, 0]);
    expect(masked.encode({ ...pairs, from: 0 }).context).toEqual(masked.rows(0, 100).context);
    expect([...masked.summaries(4, 2).subarray(7)]).toEqual([0]);
    const refused = 'Simulation 3 gave summary 1 = NaN; summaries must be finite.';
    expect(() => new TrainingSet(prior, 100, 2, 0.1).add(pairs)).toThrow(refused);
    pairs.s[7] = Number.POSITIVE_INFINITY;
    expect(() => masked.add(pairs)).toThrow('Simulation 3 gave summary 1 = Infinity');
  });

  it('shows only the contiguous prefix, and wakes who waits for it', async () => {
    const data = new TrainingSet(prior, 3000, 2, 0.1);
    let awake = false;
    const waiting = data.until(2000).then(() => (awake = true));
    data.add(chunk(0, 900, 3000));
    data.add(chunk(1500, 1500, 3000));
    expect(data.ready).toBe(900);
    await Promise.resolve();
    expect(awake).toBe(false);
    data.add(chunk(900, 600, 3000));
    expect(data.ready).toBe(3000);
    await waiting;
    expect(awake).toBe(true);
  });

  it('standardises by the training pairs among the first thousand', () => {
    const data = new TrainingSet(prior, 2000, 2, 0.1);
    data.add(chunk(0, 2000, 2000));
    const pairs = data.indices(1000, 'training');
    const { context } = data.batch(pairs);
    let [sum, squares] = [0, 0];
    for (let row = 0; row < pairs.length; row++) {
      sum += context[2 * row];
      squares += context[2 * row] ** 2;
    }
    expect(sum / pairs.length).toBeCloseTo(0, 4);
    expect(squares / pairs.length).toBeCloseTo(1, 4);
  });

  it('keeps to the standardisation of a network that was trained before, from the first chunk on', () => {
    const first = new TrainingSet(prior, 2000, 2, 0.1);
    first.add(chunk(0, 2000, 2000));
    const again = new TrainingSet(prior, 2000, 2, 0.1, first.standardisation);
    again.add(chunk(0, 500, 2000));
    expect(again.rows(0, 500)).toEqual(first.rows(0, 500));
    again.add(chunk(500, 1500, 2000));
    expect(again.rows(0, 2000)).toEqual(first.rows(0, 2000));
    const other = { mean: Float64Array.of(3, 3), sd: Float64Array.of(2, 2) };
    const strange = new TrainingSet(prior, 2000, 2, 0.1, other);
    strange.add(chunk(0, 2000, 2000));
    expect(strange.standardiser).toMatchObject(other);
  });

  it('holds what says which prior a pair has beside its summaries, and takes theta as it was whitened under that', () => {
    const bare = new TrainingSet(prior, 2000, 2, 0.1);
    bare.add(chunk(0, 2000, 2000));
    const data = new TrainingSet(prior, 2000, 3, 0.1);
    const own = { z: Float64Array.from({ length: 2000 }, (_, i) => i), h: new Float32Array(2000).map((_, i) => i % 7) };
    data.add({ ...chunk(0, 2000, 2000), own });
    const { z, context } = data.rows(0, 2000);
    expect(z).toEqual(Float32Array.from(own.z));
    expect(data.summaries(2000, 2)).toEqual(bare.rows(0, 2000).context);
    const { mean, sd } = data.standardiser;
    expect(context[3 * 5 + 2]).toBeCloseTo((5 - mean[2]) / sd[2], 4);
    const encoded = data.encode({ ...chunk(4, 2, 2000), own: { z: own.z.slice(4, 6), h: own.h.slice(4, 6) } });
    expect(encoded.context).toEqual(context.slice(12, 18));
    expect(encoded.z).toEqual(z.slice(4, 6));
  });

  it('keeps every tenth pair for validation and never trains on it', () => {
    const data = new TrainingSet(prior, 2000, 2, 0.1);
    const [training, validation] = [data.indices(2000, 'training'), data.indices(2000, 'validation')];
    expect([training.length, validation.length]).toEqual([1800, 200]);
    expect(new Set([...training, ...validation]).size).toBe(2000);
  });

  it('refuses a summary that is not finite, naming the simulation', () => {
    const data = new TrainingSet(prior, 2000, 2, 0.1);
    const bad = chunk(500, 10, 2000);
    bad.s[7] = Number.NaN;
    expect(() => data.add(bad)).toThrow(/Simulation 503 gave summary 1 = NaN/);
  });

  it('rejects who waits, now and later, when no more pairs will come', async () => {
    const data = new TrainingSet(prior, 2000, 2, 0.1);
    const waiting = data.until(1000);
    data.fail(new Error('the simulator broke'));
    await expect(waiting).rejects.toThrow('the simulator broke');
    await expect(data.until(1000)).rejects.toThrow('the simulator broke');
  });
});
