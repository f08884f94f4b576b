import { describe, expect, it, vi } from 'vitest';
import { STREAMS } from '../../../inference/math/random.ts';
import { SystemCatalogue } from '../../../inference/simulators/catalogue.ts';
import type { Declaration } from '../../../inference/simulators/own/declaration.ts';
import { scriptSystem } from '../../../inference/simulators/own/scriptSystem.ts';
import { defaultProblem, simulatePairs } from '../../../inference/simulators/problem.ts';
import { NOT_CONNECTED } from '../../../inference/simulators/remote/remoteSystem.ts';
import type { Handler } from '../../rpc/dispatcher.ts';
import { Transferred } from '../../rpc/dispatcher.ts';
import type { SystemCommands } from '../systemTasks.ts';
import { BridgeLine } from './bridgeConnection.ts';
import { CHANGED, KeptPairs } from './keptPairs.ts';
import type { KeptChunk } from './keptSimulations.ts';
import { remoteTasks } from './remoteTasks.ts';
import { FAKE_KEY, fakeBridge, type FakeBridge } from './testing/fakeBridge.ts';

const declaration: Declaration = {
  name: 'Line',
  parameters: [
    { key: 'a', prior: { family: 'uniform', low: -1, high: 1 } },
    { key: 'b', prior: { family: 'normal', mean: 2, sd: 1 } },
  ],
  data: { kind: 'vector', names: ['sum', 'pair', 'attempt'] },
};
const block = 16;
const source = (batch: boolean) => ({ kind: 'remote', declaration, key: FAKE_KEY, batch, block }) as const;
const connection = { port: 8899, token: 'key', workers: 2 };
/** Of a batch, the numbers tell what block they were simulated in. */
const line: Parameters<typeof fakeBridge>[1] = ([a, b], pair, { attempt }) => [a + b, pair, attempt];

function lane(batch: boolean, bridge: FakeBridge, kept: KeptPairs | null = null) {
  const catalogue = new SystemCatalogue();
  const system = source(batch);
  const problem = defaultProblem(catalogue.define(system));
  const way = new BridgeLine(bridge.fetch);
  way.connect(connection);
  const tasks = remoteTasks(catalogue, way, kept);
  const { signal } = new AbortController();
  const simulate = (from: number, count: number, given: Partial<SystemCommands['simulate']['params']> = {}) =>
    answer(tasks.simulate, { problem, system, seed: 5, stream: 0, from, count, at: null, ...given }, signal);
  return { tasks, problem, system, way, simulate, signal };
}

async function answer<P, R>(handler: Handler<P, never, R>, params: P, signal: AbortSignal): Promise<R> {
  const result = await handler(params, { signal, progress: () => {} });
  return result instanceof Transferred ? result.value : result;
}

function memory() {
  const chunks = new Map<string, Omit<KeptChunk, 'run'>>();
  return {
    chunks,
    starts: (run: string) => {
      const own = [...chunks.entries()].filter(([key]) => key.startsWith(`${run} `));
      return Promise.resolve(own.map(([, { from }]) => from).toSorted((a, b) => a - b));
    },
    chunk: (run: string, from: number) => Promise.resolve(chunks.get(`${run} ${from}`) ?? null),
    put: vi.fn((run: { readonly id: string }, from: number, rows: Omit<KeptChunk, 'run' | 'from' | 'count'>) => {
      chunks.set(`${run.id} ${from}`, { from, count: rows.failed.length, ...rows });
      return Promise.resolve(true);
    }),
  };
}

describe('pairs of a simulator outside of the page', () => {
  it('have the theta of a simulator inside, and the data that came for them', async () => {
    const { simulate, problem } = lane(false, fakeBridge(3, line));
    const inside = scriptSystem(
      { text: '', declaration },
      { simulate: (theta, _, out) => out.set([theta[0] + theta[1], 0, 0]) },
    );
    const wanted = simulatePairs(inside, { ...problem, system: inside.id }, 5, 0, 7, 20);
    const { theta, s, from, count, failed } = await simulate(7, 20);
    expect([from, count, failed]).toEqual([7, 20, undefined]);
    expect(theta).toEqual(wanted.theta);
    for (let i = 0; i < 20; i++) expect([...s.subarray(3 * i, 3 * i + 3)]).toEqual([wanted.s[3 * i], 7 + i, 0]);
  });

  it.each([false, true])('do not depend on the pieces (batch: %s)', async (batch) => {
    /** Failures, too: a third of the first attempts. */
    const failing = fakeBridge(3, (theta, pair, request) =>
      (pair * 7 + request.attempt) % 3 === 0 ? null : line(theta, pair, request),
    );
    const { simulate } = lane(batch, failing);
    const whole = await simulate(0, 50);
    const parts = [await simulate(0, 3), await simulate(3, 30), await simulate(33, 17)];
    expect(parts.flatMap(({ theta }) => [...theta])).toEqual([...whole.theta]);
    expect(parts.flatMap(({ s }) => [...s])).toEqual([...whole.s]);
    expect(parts.reduce((sum, { failed = 0 }) => sum + failed, 0)).toBe(whole.failed);
    expect(whole.failed).toBe(17);
  });

  it('are asked for in whole blocks, of a batch', async () => {
    const bridge = fakeBridge(3, line);
    await lane(true, bridge).simulate(20, 20);
    expect(bridge.asked.map(({ pairs }) => [pairs[0], pairs.length])).toEqual([[16, 32]]);
  });

  it('are drawn again where they fail, by their numbers, with the next attempt and another theta', async () => {
    const bridge = fakeBridge(3, (theta, pair, request) =>
      pair === 4 && request.attempt < 2 ? null : line(theta, pair, request),
    );
    const { s, theta, failed } = await lane(false, bridge).simulate(3, 3);
    expect(bridge.asked.map(({ attempt, pairs }) => ({ attempt, pairs }))).toEqual([
      { attempt: 0, pairs: [3, 4, 5] },
      { attempt: 1, pairs: [4] },
      { attempt: 2, pairs: [4] },
    ]);
    expect(new Set(bridge.asked.map(({ theta: rows, pairs }) => rows[pairs.indexOf(4)][0])).size).toBe(3);
    expect([...s.subarray(3, 6)]).toEqual([theta[2] + theta[3], 4, 2]);
    expect(failed).toBe(2);
  });

  it('that always fail are given up, with the reason', async () => {
    const simulated = lane(
      true,
      fakeBridge(3, () => null),
    ).simulate(0, 1);
    await expect(simulated).rejects.toThrow(
      /^300 simulations in a row have failed, the last one so: ValueError: too hot\. Change/,
    );
  });

  it('that are declared as counts and are none are refused', async () => {
    const counts = { ...source(false), declaration: { ...declaration, integer: true } };
    const catalogue = new SystemCatalogue();
    const { simulate } = lane(false, fakeBridge(3, line));
    const problem = defaultProblem(catalogue.define(counts));
    await expect(simulate(0, 2, { system: counts, problem })).rejects.toThrow(/but says "integer = True"/);
  });
});

it('data sets at given parameters are those of their places, in pieces as in whole', async () => {
  const { tasks, problem, system, signal } = lane(true, fakeBridge(3, line));
  const thetas = Float64Array.from({ length: 2 * 40 }, (_, i) => i);
  const replicate = (first: number, end: number) =>
    answer(
      tasks.replicate,
      { problem, system, seed: 1, from: first, thetas: thetas.slice(2 * first, 2 * end) },
      signal,
    );
  const whole = await replicate(0, 40);
  expect([...(await replicate(0, 10)), ...(await replicate(10, 40))]).toEqual([...whole]);
  expect([...whole.subarray(3, 6)]).toEqual([2 + 3, 2 ** 31 + 1, 0]);
  const bands = await answer(tasks.predictive, { problem, system, seed: 1, source: { thetas } }, signal);
  expect(bands).toMatchObject({ kind: 'bands' });
});

it('nothing is said of a likelihood', async () => {
  const { tasks, problem, system, signal } = lane(false, fakeBridge(3, line));
  const asked = { problem, system, x: new Float64Array(3), thetas: new Float64Array(2) };
  await expect(async () => answer(tasks.target, asked, signal)).rejects.toThrow(/no likelihood/);
  const reference = await answer(tasks.reference as never, { ...asked, draws: 10 }, signal);
  expect(reference).toMatchObject({ kind: 'unavailable' });
});

describe('the line to the bridge', () => {
  it.each([
    ['nobody answers', 0],
    ['the key is wrong', 403],
    ['another simulator answers', 409],
  ])('waits while %s, and asks the same again', async (_, status) => {
    vi.useFakeTimers();
    try {
      const bridge = fakeBridge(3, line);
      bridge.status = status;
      const simulated = lane(false, bridge).simulate(0, 4);
      await vi.advanceTimersByTimeAsync(5000);
      expect(bridge.asked).toEqual([]);
      bridge.status = 200;
      await vi.advanceTimersByTimeAsync(1000);
      expect((await simulated).count).toBe(4);
      expect(bridge.asked).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it('goes on at once with another connection', async () => {
    const bridge = fakeBridge(3, line);
    bridge.status = 403;
    const { simulate, way } = lane(false, bridge);
    const simulated = simulate(0, 4);
    await Promise.resolve();
    bridge.status = 200;
    way.connect({ ...connection, token: 'other' });
    expect((await simulated).count).toBe(4);
  });

  it('tells what is wrong with a request, and that there is no connection', async () => {
    const bridge = fakeBridge(3, line);
    bridge.status = 400;
    bridge.problem = 'The request has 9 parameters.';
    const { simulate, way } = lane(false, bridge);
    await expect(simulate(0, 1)).rejects.toThrow('The request has 9 parameters.');
    way.connect(null);
    await expect(simulate(0, 1)).rejects.toThrow(NOT_CONNECTED);
  });

  it('refuses an answer of another size', async () => {
    await expect(lane(false, fakeBridge(4, line)).simulate(0, 1)).rejects.toThrow(/1 of 3 were asked for/);
  });

  it('ends when it is no longer wanted', async () => {
    const bridge = fakeBridge(3, line);
    bridge.status = 0;
    const { tasks, problem, system } = lane(false, bridge);
    const stop = new AbortController();
    const params = { problem, system, seed: 5, stream: 0, from: 0, count: 1, at: null };
    const simulated = answer(tasks.simulate, params, stop.signal);
    stop.abort();
    await expect(simulated).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });
});

describe('what is kept', () => {
  it('is not simulated again, whatever the pieces; one pair is, to see that it comes out the same', async () => {
    const store = memory();
    const first = fakeBridge(3, line);
    const whole = await lane(false, first, new KeptPairs(store)).simulate(0, 60);
    await lane(false, first, new KeptPairs(store)).simulate(90, 10);
    const second = fakeBridge(3, line);
    const { simulate } = lane(false, second, new KeptPairs(store));
    const [again, more] = [await simulate(10, 30), await simulate(40, 60)];
    expect([...again.s]).toEqual([...whole.s.subarray(30, 120)]);
    expect([...more.s.subarray(0, 60)]).toEqual([...whole.s.subarray(120)]);
    expect(second.asked.map(({ pairs }) => [pairs[0], pairs.length])).toEqual([
      [0, 1],
      [60, 30],
    ]);
    expect(more.s[3 * 30 + 1]).toBe(70);
  });

  it('is simulated all the same where a pair is wanted again, and nothing more is kept', async () => {
    const store = memory();
    const bridge = fakeBridge(3, line);
    const { simulate } = lane(false, bridge, new KeptPairs(store));
    await simulate(0, 8);
    await simulate(5, 1, { again: true });
    expect(bridge.asked.map(({ pairs }) => [pairs[0], pairs.length])).toEqual([
      [0, 8],
      [5, 1],
    ]);
    expect(store.put).toHaveBeenCalledTimes(1);
  });

  it('counts its failures once more', async () => {
    const store = memory();
    const failing = fakeBridge(3, (theta, pair, request) =>
      pair % 5 === 0 && request.attempt === 0 ? null : line(theta, pair, request),
    );
    await lane(false, failing, new KeptPairs(store)).simulate(0, 20);
    const { failed } = await lane(false, failing, new KeptPairs(store)).simulate(10, 10);
    expect(failed).toBe(2);
  });

  it('is of one seed, stream and law of theta; where theta is given nothing is kept', async () => {
    const store = memory();
    const bridge = fakeBridge(3, line);
    const { simulate, problem } = lane(false, bridge, new KeptPairs(store));
    await simulate(0, 4);
    await simulate(0, 4, { seed: 6 });
    await simulate(0, 4, { stream: STREAMS.validation });
    const a = { family: 'uniform', low: -1, high: 0 } as const;
    await simulate(0, 4, { problem: { ...problem, priors: { ...problem.priors, a } } });
    await simulate(0, 4, { at: Float64Array.of(0, 1) });
    expect(bridge.asked).toHaveLength(5);
    expect(store.chunks.size).toBe(4);
  });

  it('is refused where it does not come out the same again', async () => {
    const store = memory();
    await lane(false, fakeBridge(3, line), new KeptPairs(store)).simulate(0, 8);
    const other = fakeBridge(3, ([a, b], pair) => [a - b, pair, 0]);
    await expect(lane(false, other, new KeptPairs(store)).simulate(0, 8)).rejects.toThrow(CHANGED);
  });

  it('is used no less where nothing more can be kept', async () => {
    const store = memory();
    store.put.mockRejectedValue(new DOMException('full', 'QuotaExceededError'));
    const bridge = fakeBridge(3, line);
    const { simulate } = lane(false, bridge, new KeptPairs(store));
    expect((await simulate(0, 4)).count).toBe(4);
    expect((await simulate(4, 4)).count).toBe(4);
    expect(store.put).toHaveBeenCalledTimes(1);
  });
});
