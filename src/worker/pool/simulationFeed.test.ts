/** Over pairs whose theta and s say which they are: pair i is theta = i / 10,000, s = i. */
import { describe, expect, it } from 'vitest';
import { STREAMS } from '../../inference/math/random.ts';
import { JointPrior } from '../../inference/priors/jointPrior.ts';
import { asZ } from '../../inference/priors/space.ts';
import type { Study } from '../../inference/study/study.ts';
import type { TrainingEvent } from '../../inference/training/events.ts';
import { TrainingSet } from '../../inference/training/trainingSet.ts';
import { type PairSource, SimulationFeed } from './simulationFeed.ts';

const prior = new JointPrior(['a'], [{ family: 'uniform', low: 0, high: 1 }]);
const study = { problem: {}, seed: 1 } as unknown as Study;
const signal = new AbortController().signal;

function feed(asked: number[][] = []) {
  const data = new TrainingSet(prior, 2000, 1, 0.1);
  const pairs: PairSource = {
    async *simulate(_problem, _seed, stream, from, count, stop) {
      asked.push([stream, from, count]);
      // Backwards: the order of arrival must not matter.
      for (let end = from + count; end > from; end -= 500) {
        stop?.throwIfAborted();
        const first = Math.max(from, end - 500);
        const indices = Array.from({ length: end - first }, (_, i) => first + i);
        yield { from: first, theta: Float64Array.from(indices, (i) => i / 1e4), s: Float64Array.from(indices) };
        await Promise.resolve();
      }
    },
  };
  return { feed: new SimulationFeed({ study, pairs, data, at: null, now: () => 0 }), data };
}

describe('the feed of simulations', () => {
  it('fills the training set once', async () => {
    const asked: number[][] = [];
    const { feed: to, data } = feed(asked);
    await Promise.all([to.fill(signal), to.fill(signal)]);
    expect(asked).toEqual([[STREAMS.simulation, 0, 2000]]);
    expect(data.ready).toBe(2000);
  });

  it('gives fresh epochs the pairs that come after, in order, whitened and standardised', async () => {
    const asked: number[][] = [];
    const { feed: to, data } = feed(asked);
    const second = to.epoch(2, signal);
    // The training set goes first.
    expect(asked).toEqual([]);
    await to.fill(signal);
    const { size, z, context } = await second;
    expect(asked[1]).toEqual([STREAMS.simulation, 3800, 1800]);
    expect(size).toBe(1800);
    const theta = prior.unwhiten(asZ(Float64Array.from(z)));
    const want = Array.from({ length: 1800 }, (_, i) => 3800 + i);
    expect(Array.from(theta, (value) => Math.round(value * 1e4))).toEqual(want);
    expect(context).toEqual(data.standardiser.apply(want));
  });

  it('tells how many of the run are there', async () => {
    const { feed: to } = feed();
    const told: TrainingEvent[] = [];
    to.total = 5600;
    to.notify((event) => told.push(event));
    await to.fill(signal);
    await to.epoch(2, signal);
    expect(told[3]).toMatchObject({ kind: 'simulations', done: 2000, total: 5600 });
    expect(told.at(-1)).toMatchObject({ kind: 'simulations', done: 5600, total: 5600 });
  });

  it('tells whoever comes late what is there already', async () => {
    const { feed: to } = feed();
    await to.fill(signal);
    const told: TrainingEvent[] = [];
    to.notify((event) => told.push(event));
    expect(told).toMatchObject([{ kind: 'simulations', done: 2000, total: 2000 }]);
  });

  it('ends an epoch that nobody wants any more', async () => {
    const { feed: to } = feed();
    await to.fill(signal);
    const stop = new AbortController();
    const epoch = to.epoch(1, stop.signal);
    stop.abort(new Error('superseded'));
    await expect(epoch).rejects.toThrow('superseded');
  });
});
