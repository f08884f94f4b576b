/** The page's end of the protocol, over workers without threads (inProcessWorker.ts). */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WorkerClient, type ClientOptions } from './client.ts';
import { Transferred, type Handlers } from './dispatcher.ts';
import { InProcessWorker } from '../testing/inProcessWorker.ts';

interface Toy {
  double: { params: { readonly x: number }; progress: never; result: number };
  count: { params: { readonly to: number }; progress: number; result: string };
  reverse: { params: { readonly values: Float64Array }; progress: never; result: Float64Array };
  wait: { params: null; progress: string; result: string };
  fail: { params: null; progress: never; result: null };
  anything: { params: unknown; progress: never; result: null };
}

/** A client, the workers that it has started, and a way to make the `wait` calls of the latest worker report or finish. */
function start(options: ClientOptions = {}) {
  const workers: InProcessWorker<Toy>[] = [];
  const waiting: { report: (text: string) => void; finish: (text: string) => void; signal: AbortSignal }[] = [];
  const handlers: Handlers<Toy> = {
    double: ({ x }) => 2 * x,
    count: async ({ to }, { progress }) => {
      for (let at = 1; at <= to; at++) {
        progress(at);
        await Promise.resolve();
      }
      return 'done';
    },
    reverse: ({ values }) => {
      const reversed = values.toReversed();
      return new Transferred(reversed, [reversed.buffer]);
    },
    wait: (_, { progress, signal }) => new Promise((finish) => waiting.push({ report: progress, finish, signal })),
    fail: () => {
      throw new RangeError('sd is -1; it must be positive. Choose a larger one.');
    },
    anything: () => null,
  };
  const client = new WorkerClient<Toy>(() => {
    const worker = new InProcessWorker<Toy>(handlers);
    workers.push(worker);
    return worker;
  }, options);
  return { client, workers, waiting };
}

/** Lets the messages that are on their way arrive. */
const arrive = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a call', () => {
  it('starts the worker with the first call only, and resolves to the result', async () => {
    const { client, workers } = start();
    expect(workers.length).toBe(0);
    await expect(client.call('double', { x: 4 })).resolves.toBe(8);
    await expect(client.call('double', { x: 5 })).resolves.toBe(10);
    expect(workers.length).toBe(1);
  });

  it('gives each of several concurrent calls its own answer, in whatever order they come', async () => {
    const { client, waiting } = start();
    const calls = [client.call('wait', null), client.call('wait', null), client.call('wait', null)];
    await arrive();
    waiting[2].finish('third');
    waiting[0].finish('first');
    waiting[1].finish('second');
    await expect(Promise.all(calls)).resolves.toEqual(['first', 'second', 'third']);
    expect(client.waiting).toBe(0);
  });

  it('reports progress in order and only to its own listener', async () => {
    const { client } = start();
    const seen: number[] = [];
    const other: number[] = [];
    await Promise.all([
      client.call('count', { to: 3 }, { onProgress: (at) => seen.push(at) }),
      client.call('count', { to: 1 }, { onProgress: (at) => other.push(at) }),
    ]);
    expect(seen).toEqual([1, 2, 3]);
    expect(other).toEqual([1]);
  });

  it('hands over the buffers on its transfer list and copies the others', async () => {
    const { client } = start();
    const given = Float64Array.of(1, 2, 3);
    const copied = Float64Array.of(4, 5);
    await expect(client.call('reverse', { values: given }, { transfer: [given.buffer] })).resolves.toEqual(
      Float64Array.of(3, 2, 1),
    );
    await client.call('reverse', { values: copied });
    expect(given.length).toBe(0);
    expect(copied).toEqual(Float64Array.of(4, 5));
  });

  it('rejects with the name and the sentence of what the handler threw, and the worker lives on', async () => {
    const { client, workers } = start();
    await expect(client.call('fail', null)).rejects.toMatchObject({
      name: 'RangeError',
      message: 'sd is -1; it must be positive. Choose a larger one.',
    });
    await expect(client.call('double', { x: 1 })).resolves.toBe(2);
    expect(workers.length).toBe(1);
  });

  it('rejects when the parameters cannot be sent, and leaves no call waiting', async () => {
    const { client } = start();
    await expect(client.call('anything', { callback: () => 1 })).rejects.toMatchObject({ name: 'DataCloneError' });
    expect(client.waiting).toBe(0);
  });

  it('rejects when no worker can be made', async () => {
    const client = new WorkerClient<Toy>(() => {
      throw new Error('Workers are forbidden here.');
    });
    await expect(client.call('double', { x: 1 })).rejects.toThrow('Workers are forbidden here.');
  });
});

describe('cancelling', () => {
  it('rejects with an AbortError at once, though the worker is too busy to answer', async () => {
    const { client, workers } = start();
    const controller = new AbortController();
    const call = client.call('wait', null, { signal: controller.signal });
    await arrive();
    workers[0].hang();
    controller.abort();
    // No timer is advanced: the rejection waits for nothing.
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(client.waiting).toBe(0);
  });

  it('tells the worker, and drops what still comes from the cancelled run', async () => {
    const { client, waiting } = start();
    const controller = new AbortController();
    const seen: string[] = [];
    const call = client.call('wait', null, { signal: controller.signal, onProgress: (text) => seen.push(text) });
    await arrive();
    waiting[0].report('before');
    await arrive();
    waiting[0].report('on its way');
    controller.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    await arrive();
    expect(waiting[0].signal.aborted).toBe(true);
    waiting[0].finish('too late');
    await arrive();
    expect(seen).toEqual(['before']);
  });

  it('does not even start a call whose signal is aborted', async () => {
    const { client, workers } = start();
    await expect(client.call('wait', null, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(workers.length).toBe(0);
  });

  it('sends no cancel for a call that has been answered', async () => {
    const { client, workers } = start();
    const controller = new AbortController();
    await client.call('double', { x: 1 }, { signal: controller.signal });
    controller.abort();
    expect(workers[0].received.map(({ kind }) => kind)).not.toContain('cancel');
  });

  it('passes on that a handler has given up by itself', async () => {
    const { client, workers } = start();
    const call = client.call('wait', null);
    await arrive();
    const { id } = workers[0].received.find(({ kind }) => kind === 'call') ?? { id: Number.NaN };
    workers[0].onmessage?.({ data: { kind: 'cancelled', id } } as MessageEvent);
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a crash', () => {
  it('rejects all waiting calls, says so once in a sentence, and the next call has a fresh worker', async () => {
    const onCrash = vi.fn();
    const { client, workers } = start({ onCrash, name: 'engine' });
    const calls = [client.call('wait', null), client.call('wait', null)];
    await arrive();
    workers[0].crash('out of memory');
    for (const call of calls) {
      await expect(call).rejects.toMatchObject({ name: 'WorkerCrash', message: 'The engine stopped: out of memory.' });
    }
    expect(onCrash.mock.calls).toEqual([['The engine stopped: out of memory.']]);
    expect(workers[0].terminated).toBe(true);
    expect(workers.length).toBe(1);
    await expect(client.call('double', { x: 2 })).resolves.toBe(4);
    expect(workers.length).toBe(2);
  });

  it('is told in words of its own when the script could not be loaded', async () => {
    const onCrash = vi.fn();
    const { client, workers } = start({ onCrash });
    const call = client.call('wait', null);
    workers[0].crash('');
    await expect(call).rejects.toThrow(/^The script of the worker could not be loaded: .*reload the page\.$/);
  });

  it('is also a message that cannot be read', async () => {
    const { client, workers } = start();
    const call = client.call('wait', null);
    workers[0].onmessageerror?.({} as MessageEvent);
    await expect(call).rejects.toMatchObject({ name: 'WorkerCrash' });
  });

  it('silences the former worker: nothing it sends reaches a later call', async () => {
    const { client, workers } = start();
    const former = client.call('wait', null);
    workers[0].crash('oops');
    await expect(former).rejects.toMatchObject({ name: 'WorkerCrash' });
    expect(workers[0].onmessage).toBeNull();
    expect(workers[0].onerror).toBeNull();
  });

  it('lets the listener call again at once', async () => {
    const answers: Promise<number>[] = [];
    const { client, workers } = start({ onCrash: () => answers.push(client.call('double', { x: 3 })) });
    const call = client.call('wait', null);
    workers[0].crash('oops');
    await expect(call).rejects.toMatchObject({ name: 'WorkerCrash' });
    await expect(answers[0]).resolves.toBe(6);
  });
});

describe('the watchdog', () => {
  it('stops a worker that does not answer for 20 s, and not before', async () => {
    const onCrash = vi.fn();
    const { client, workers } = start({ onCrash, name: 'engine' });
    const outcome = client.call('wait', null).catch((error: Error) => error.message);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(onCrash).not.toHaveBeenCalled();
    workers[0].hang();
    await vi.advanceTimersByTimeAsync(19_000);
    expect(onCrash).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(await outcome).toBe('The engine did not respond for 20 s and was stopped.');
    expect(onCrash).toHaveBeenCalledTimes(1);
    expect(workers[0].terminated).toBe(true);
  });

  it('gives a worker 60 s to start: its script may have far to come', async () => {
    const { client, workers } = start();
    const outcome = client.call('wait', null).catch((error: Error) => error.message);
    workers[0].hang();
    await vi.advanceTimersByTimeAsync(59_000);
    expect(workers[0].terminated).toBe(false);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await outcome).toBe('The worker did not start within 60 s and was stopped.');
  });

  it('takes any message for a sign of life', async () => {
    const { client, workers, waiting } = start();
    void client.call('wait', null).catch(() => null);
    await arrive();
    for (let i = 0; i < 10; i++) {
      await vi.advanceTimersByTimeAsync(10_000);
      waiting[0].report('still here');
      await arrive();
    }
    expect(workers[0].terminated).toBe(false);
  });

  it('rests when no call waits', async () => {
    const { client } = start();
    await client.call('double', { x: 1 });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('can be left out for workers that compute in long pieces', async () => {
    const { client, workers } = start({ watchdog: false });
    void client.call('wait', null).catch(() => null);
    workers[0].hang();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(workers[0].terminated).toBe(false);
  });
});

it('passes on what the worker says by itself, to the listener and to no call', async () => {
  const onEvent = vi.fn();
  const { client, workers } = start({ onEvent });
  const onProgress = vi.fn();
  const call = client.call('wait', null, { onProgress }).catch(() => null);
  await arrive();
  workers[0].notify({ kind: 'moved' });
  await arrive();
  expect(onEvent.mock.calls).toEqual([[{ kind: 'moved' }]]);
  expect(onProgress).not.toHaveBeenCalled();
  client.terminate();
  await call;
});

it('terminating rejects what waits with an AbortError and frees the worker', async () => {
  const onCrash = vi.fn();
  const { client, workers } = start({ onCrash });
  const call = client.call('wait', null);
  client.terminate();
  await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  expect(workers[0].terminated).toBe(true);
  expect(onCrash).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});
