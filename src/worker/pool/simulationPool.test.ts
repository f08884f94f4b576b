/**
 * The pool over workers without threads, with a made-up simulator: theta_i = [i, seed], s_i = [i + 0.5], so that what comes
 * back shows which pairs were simulated. The clock is the simulator's: pair i takes `cost` milliseconds.
 */
import { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../inference/simulators/system.ts';
import { Transferred, type Handlers } from '../rpc/dispatcher.ts';
import { InProcessWorker } from '../testing/inProcessWorker.ts';
import { poolSize } from './poolSize.ts';
import { SimulationPool } from './simulationPool.ts';
import type { SimulationCommands } from './simulationTasks.ts';
import type { SimulatedChunk } from './systemTasks.ts';

const problem: Problem = { system: 'two-moons', design: {}, priors: {}, nuisances: {} };
const SEED = 17;

type FakeWorker = InProcessWorker<SimulationCommands>;

interface Settings {
  readonly size?: number;
  readonly cost?: number;
  readonly handlers?: Partial<Handlers<SimulationCommands>>;
}

function start({ size = 2, cost = 1, handlers = {} }: Settings = {}) {
  const workers: FakeWorker[] = [];
  const chunks: { from: number; count: number }[] = [];
  let time = 0;
  const pool = new SimulationPool(new SystemCatalogue(), {
    makeWorker: () => {
      const worker = new InProcessWorker<SimulationCommands>({
        simulate: ({ seed, from, count }) => {
          chunks.push({ from, count });
          time += cost * count;
          const theta = Float64Array.from({ length: 2 * count }, (_, i) => (i % 2 === 0 ? from + i / 2 : seed));
          const s = Float64Array.from({ length: count }, (_, i) => from + i + 0.5);
          return new Transferred({ from, count, theta, s }, [theta.buffer, s.buffer]);
        },
        summaries: () => {
          throw new Error('not asked here');
        },
        distance: () => {
          throw new Error('not asked here');
        },
        identifiability: () => {
          throw new Error('not asked here');
        },
        landscape: () => {
          throw new Error('not asked here');
        },
        hike: () => {
          throw new Error('not asked here');
        },
        reference: ({ draws }, { progress }) => {
          progress({ fraction: 0.5 });
          return {
            kind: 'reference',
            label: 'exact',
            method: 'made up',
            conditionsOn: 'nothing',
            comparable: true,
            draws: new Float64Array(draws),
          };
        },
        // The first entry of every theta, plus 1000 a data set: shows what was evaluated for which.
        likelihoods: ({ source, thetas, datasets }) => {
          const each = thetas.length / (2 * datasets);
          return Float64Array.from(
            { length: datasets * each },
            (_, i) => thetas[2 * i] + 1000 * (source.from + Math.floor(i / each)),
          );
        },
        profile: (_, { progress }) => {
          progress({ fraction: 0.5 });
          return { profiles: [], verdict: { level: 'good', sentence: 'made up' } };
        },
        data: ({ count }) => new Float64Array(count),
        observe: ({ theta }) => Float64Array.from(theta),
        replicate: ({ thetas }) => thetas,
        target: ({ thetas }) => thetas,
        predictive: () => ({ kind: 'bands', levels: [], quantiles: [] }),
        ...handlers,
      });
      workers.push(worker);
      return worker;
    },
    size,
    now: () => time,
  });
  return { pool, workers, chunks };
}

async function collect(chunks: AsyncIterable<SimulatedChunk>): Promise<SimulatedChunk[]> {
  const all: SimulatedChunk[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return all;
}

const never = () => new Promise<never>(() => {});
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('simulating', () => {
  it('gives each pair of the range once, with the parameters and summaries that belong together', async () => {
    const { pool } = start({ size: 3 });
    const chunks = await collect(pool.simulate(problem, SEED, 0, 100, 1000));
    const pairs = chunks.flatMap(({ from, count, theta, s }) =>
      Array.from({ length: count }, (_, i) => [from + i, theta[2 * i], theta[2 * i + 1], s[i]]),
    );
    expect(pairs.toSorted((a, b) => a[0] - b[0])).toEqual(
      Array.from({ length: 1000 }, (_, i) => [100 + i, 100 + i, SEED, 100.5 + i]),
    );
  });

  it('uses every worker, and starts none before it is needed', async () => {
    const { pool, workers } = start({ size: 3 });
    expect(pool.size).toBe(3);
    expect(workers.length).toBe(0);
    await collect(pool.simulate(problem, SEED, 0, 0, 1000));
    expect(workers.length).toBe(3);
    for (const worker of workers) {
      expect(worker.received.filter(({ kind }) => kind === 'call').length).toBeGreaterThan(1);
    }
  });

  it.each([
    ['a slow simulator', 10, 5],
    ['a fast one', 0.1, 500],
    ['one that takes longer than a chunk should', 200, 1],
  ])('sizes the chunks of %s to 50 ms, after a few small ones', async (_, cost, expected) => {
    const { pool, chunks } = start({ size: 1, cost });
    await collect(pool.simulate(problem, SEED, 0, 0, 20 * expected));
    expect(chunks[0].count).toBe(1);
    for (let i = 1; i < 5; i++) expect(chunks[i].count).toBeLessThanOrEqual(8 * chunks[i - 1].count);
    expect(chunks[5].count).toBe(expected);
  });

  it('shares the end of the range between the workers, and makes no chunk larger than 8192 pairs', async () => {
    const { pool, chunks } = start({ size: 4, cost: 0.001 });
    await collect(pool.simulate(problem, SEED, 0, 0, 200_000));
    expect(chunks.at(-1)?.count).toBe(1);
    expect(Math.max(...chunks.map(({ count }) => count))).toBe(8192);
  });

  it('gives nothing for an empty range', async () => {
    const { pool } = start();
    await expect(collect(pool.simulate(problem, SEED, 0, 5, 0))).resolves.toEqual([]);
  });

  it('gives chunks in the order in which they are done, not waiting for a slow worker', async () => {
    let release = () => {};
    const { pool } = start({
      handlers: {
        simulate: async ({ from, count }) => {
          if (from === 0) await new Promise<void>((resolve) => (release = resolve));
          return { from, count, theta: new Float64Array(2 * count), s: new Float64Array(count) };
        },
      },
    });
    const order: number[] = [];
    for await (const { from, count } of pool.simulate(problem, SEED, 0, 0, 20)) {
      order.push(from);
      if (from + count === 20) release();
    }
    expect(order[0]).not.toBe(0);
    expect(order.at(-1)).toBe(0);
  });

  it('serves two ranges side by side', async () => {
    const { pool } = start({ size: 1 });
    const finished: string[] = [];
    await Promise.all([
      collect(pool.simulate(problem, SEED, 0, 0, 5000)).then(() => finished.push('long')),
      collect(pool.simulate(problem, SEED, 1, 0, 50)).then(() => finished.push('short')),
    ]);
    expect(finished).toEqual(['short', 'long']);
  });
});

describe('cancelling simulations', () => {
  it('rejects at once, though all workers are busy, tells them, and starts no further chunk', async () => {
    const { pool, workers, chunks } = start({ handlers: { simulate: never } });
    const controller = new AbortController();
    const run = collect(pool.simulate(problem, SEED, 0, 0, 1000, controller.signal));
    await settle();
    controller.abort();
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect(chunks.length).toBe(0);
    for (const { received } of workers) expect(received.at(-1)?.kind).toBe('cancel');
  });

  it('works before the start and between two chunks', async () => {
    const { pool, chunks } = start({ size: 1, cost: 50 });
    await expect(collect(pool.simulate(problem, SEED, 0, 0, 10, AbortSignal.abort()))).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(chunks.length).toBe(0);
    const controller = new AbortController();
    const seen: number[] = [];
    const run = async () => {
      for await (const { from } of pool.simulate(problem, SEED, 0, 0, 1000, controller.signal)) {
        seen.push(from);
        if (seen.length === 2) controller.abort();
      }
    };
    await expect(run()).rejects.toMatchObject({ name: 'AbortError' });
    expect(seen).toEqual([0, 1]);
  });

  it('reaches the workers even while nobody reads', async () => {
    const { pool, workers } = start({
      handlers: {
        simulate: ({ from, count }) =>
          from > 0 ? never() : { from, count, theta: new Float64Array(2 * count), s: new Float64Array(count) },
      },
    });
    const controller = new AbortController();
    const chunks = pool.simulate(problem, SEED, 0, 0, 100, controller.signal);
    await chunks.next();
    await settle();
    controller.abort();
    await settle();
    for (const { received } of workers) expect(received.at(-1)?.kind).toBe('cancel');
    await expect(chunks.next()).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('is also leaving the loop', async () => {
    const { pool, chunks } = start({ size: 1, cost: 50 });
    for await (const { from } of pool.simulate(problem, SEED, 0, 0, 100_000)) if (from > 2) break;
    await settle();
    const after = chunks.length;
    await settle();
    expect(chunks.length).toBe(after);
    expect(after).toBeLessThan(1000);
  });
});

describe('a simulation worker that fails', () => {
  it('is replaced, and its chunk done again', async () => {
    const { pool, workers } = start({
      size: 1,
      handlers: {
        simulate: ({ from, count }) => {
          if (from === 1 && workers.length === 1) {
            workers[0].crash('out of memory');
            return never();
          }
          return { from, count, theta: new Float64Array(2 * count), s: new Float64Array(count) };
        },
      },
    });
    const chunks = await collect(pool.simulate(problem, SEED, 0, 0, 3));
    expect(chunks.map(({ from, count }) => [from, count])).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(workers.length).toBe(2);
    expect(workers[0].terminated).toBe(true);
  });

  it('fails the run when the same chunk crashes the next worker as well', async () => {
    const { pool, workers } = start({
      size: 1,
      handlers: {
        simulate: () => {
          workers.at(-1)?.crash('out of memory');
          return never();
        },
      },
    });
    await expect(collect(pool.simulate(problem, SEED, 0, 0, 3))).rejects.toMatchObject({
      name: 'WorkerCrash',
      message: 'The simulation worker stopped: out of memory.',
    });
    expect(workers.length).toBe(2);
  });

  it('is not replaced when the simulator throws: the error is the answer', async () => {
    const { pool, workers } = start({
      size: 2,
      handlers: {
        simulate: ({ from, count }) => {
          if (from >= 10) throw new RangeError('lambda is -1; it must be at least 0.');
          return { from, count, theta: new Float64Array(2 * count), s: new Float64Array(count) };
        },
      },
    });
    await expect(collect(pool.simulate(problem, SEED, 0, 0, 1000))).rejects.toMatchObject({
      name: 'RangeError',
      message: 'lambda is -1; it must be at least 0.',
    });
    expect(workers.length).toBe(2);
  });
});

describe('a reference', () => {
  it('is computed in a worker of its own, with progress, while simulations go on', async () => {
    const { pool, workers } = start({ size: 1, handlers: { simulate: never } });
    const controller = new AbortController();
    const run = collect(pool.simulate(problem, SEED, 0, 0, 10, controller.signal));
    const seen: number[] = [];
    const answer = await pool.reference(problem, Float64Array.of(1), 7, ({ fraction }) => seen.push(fraction));
    expect(answer.kind === 'reference' && answer.draws.length).toBe(7);
    expect(seen).toEqual([0.5]);
    expect(workers.length).toBe(2);
    controller.abort();
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('ends its worker when cancelled, and the next one has a fresh worker', async () => {
    let first = true;
    const { pool, workers } = start({
      handlers: {
        reference: () => {
          if (!first) return { kind: 'unavailable', reason: 'made up' };
          first = false;
          return never();
        },
      },
    });
    const controller = new AbortController();
    const cancelled = pool.reference(problem, Float64Array.of(1), 7, undefined, controller.signal);
    const waiting = pool.reference(problem, Float64Array.of(2), 7);
    await settle();
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    await expect(waiting).resolves.toEqual({ kind: 'unavailable', reason: 'made up' });
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
  });

  it('is tried once more when its worker crashes', async () => {
    const { pool, workers } = start({
      handlers: {
        reference: () => {
          if (workers.length > 1) return { kind: 'unavailable', reason: 'made up' };
          workers[0].crash('out of memory');
          return never();
        },
      },
    });
    await expect(pool.reference(problem, Float64Array.of(1), 7)).resolves.toEqual({
      kind: 'unavailable',
      reason: 'made up',
    });
  });
});

it('terminating ends every worker and what it was doing', async () => {
  const { pool, workers } = start({ handlers: { simulate: never, reference: never } });
  const run = collect(pool.simulate(problem, SEED, 0, 0, 10));
  const reference = pool.reference(problem, Float64Array.of(1), 7);
  await settle();
  pool.terminate();
  await expect(run).rejects.toMatchObject({ name: 'AbortError' });
  await expect(reference).rejects.toMatchObject({ name: 'AbortError' });
  expect(workers.map(({ terminated }) => terminated)).toEqual([true, true, true]);
});

it.each([
  [undefined, 1],
  [1, 1],
  [2, 1],
  [4, 3],
  [64, 8],
])('a machine with %s cores gets %s simulation workers', (cores, expected) => {
  expect(poolSize(cores)).toBe(expected);
});

describe('likelihoods of test data sets', () => {
  it('come in order, whichever worker computed them', async () => {
    const { pool, workers } = start({ size: 3 });
    const thetas = Float64Array.from({ length: 5 * 2 * 2 }, (_, i) => i);
    const values = await pool.likelihoods(problem, { seed: SEED, stream: 6, from: 10 }, thetas, 5);
    expect(workers).toHaveLength(3);
    expect(Array.from(values)).toEqual(
      [0, 2, 4, 6, 8, 10, 12, 14, 16, 18].map((theta, i) => theta + 1000 * (10 + Math.floor(i / 2))),
    );
  });
});

describe('a profile likelihood', () => {
  it('reports its progress, and ends its worker when it is cancelled', async () => {
    const { pool } = start();
    const fractions: number[] = [];
    await pool.profile(problem, Float64Array.of(1), (fraction) => fractions.push(fraction));
    expect(fractions).toEqual([0.5]);
    const { pool: stuck, workers } = start({ handlers: { profile: never } });
    const controller = new AbortController();
    const cancelled = stuck.profile(problem, Float64Array.of(1), undefined, controller.signal);
    await settle();
    controller.abort();
    await expect(cancelled).rejects.toThrow('cancelled');
    await settle();
    expect(workers[0].terminated).toBe(true);
  });
});
