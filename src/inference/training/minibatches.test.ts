import { describe, expect, it } from 'vitest';
import { JointPrior } from '../priors/jointPrior.ts';
import { Minibatches } from './minibatches.ts';
import { TrainingSet } from './trainingSet.ts';

const prior = new JointPrior(['a'], [{ family: 'normal', mean: 0, sd: 1 }]);
const settings = { batchSize: 100, fresh: false, members: 1, validationFraction: 0.1 };
const data = new TrainingSet(prior, 4000, 1, 0.1);

const steps = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

describe('the minibatches', () => {
  it('draw from a prefix that grows with the step, never from validation pairs', () => {
    const minibatches = new Minibatches(settings, data, 1);
    // 1,000 pairs at first, half a batch more a step: all 4,000 at step 60.
    expect([0, 1, 59, 60, 1000].map((step) => minibatches.prefix(step))).toEqual([1000, 1050, 3950, 4000, 4000]);
    expect(minibatches.streamed).toBe(60);
    for (const step of [0, 10, 59, 60, 200]) {
      const rows = minibatches.rows(step);
      expect(rows).toHaveLength(100);
      expect(rows.every((row) => row < minibatches.prefix(step) && !data.isValidation(row))).toBe(true);
    }
  });

  it('go through all training pairs once an epoch, in another order each', () => {
    const minibatches = new Minibatches(settings, data, 1);
    expect(minibatches.stepsPerEpoch).toBe(36);
    const epochs = [60, 96].map((from) => steps(from, 36).flatMap((step) => [...minibatches.rows(step)]));
    for (const epoch of epochs) expect(epoch.toSorted((a, b) => a - b)).toEqual([...data.indices(4000, 'training')]);
    expect(epochs[0]).not.toEqual(epochs[1]);
  });

  it('are the same for a step whatever was asked for before', () => {
    const [forwards, backwards] = [new Minibatches(settings, data, 1), new Minibatches(settings, data, 1)];
    const asked = [0, 7, 59, 60, 95, 96, 140];
    const want = asked.map((step) => forwards.rows(step));
    expect(asked.toReversed().map((step) => backwards.rows(step))).toEqual(want.toReversed());
  });

  it('give every member of an ensemble its own, and the first those of a single network', () => {
    const [single, three] = [new Minibatches(settings, data, 1), new Minibatches({ ...settings, members: 3 }, data, 1)];
    for (const step of [5, 70, 100]) {
      const rows = three.rows(step);
      expect(rows).toHaveLength(300);
      const members = [0, 1, 2].map((m) => rows.subarray(m * 100, (m + 1) * 100));
      expect(members[0]).toEqual(single.rows(step));
      expect(members[1]).not.toEqual(members[0]);
      expect(members[2]).not.toEqual(members[1]);
    }
  });

  it('come from the training set while it streams in, and from pairs of their own in every fresh epoch after that', () => {
    const minibatches = new Minibatches({ ...settings, fresh: true }, data, 1);
    const { streamed } = minibatches;
    // 3,000 pairs at 100 / 0.9 a step.
    expect(streamed).toBe(27);
    expect([0, 26, 27, 62, 63, 99].map((step) => minibatches.source(step))).toEqual([0, 0, 1, 1, 2, 3]);
    const rows = steps(63, 36).flatMap((step) => [...minibatches.rows(step)]);
    expect(rows.toSorted((a, b) => a - b)).toEqual(steps(0, 3600));
  });

  it('never run short of pairs where the validation fraction is no 1 / n', () => {
    const uneven = new TrainingSet(prior, 1000, 1, 0.3);
    const minibatches = new Minibatches({ ...settings, batchSize: 20, validationFraction: 0.3 }, uneven, 1);
    // Every third pair validates: 666 train.
    expect(minibatches.stepsPerEpoch).toBe(33);
    for (const step of steps(0, 70)) expect(minibatches.rows(step)).toHaveLength(20);
  });
});
