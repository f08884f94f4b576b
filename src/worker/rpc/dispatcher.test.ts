/** The worker's end of the protocol, driven without a Worker. */
import { describe, expect, it } from 'vitest';
import { Dispatcher, Transferred, type Handlers } from './dispatcher.ts';
import type { FromWorker, ToWorker } from './messages.ts';

interface Toy {
  double: { params: { readonly x: number }; progress: never; result: number };
  count: { params: { readonly to: number }; progress: { readonly at: number }; result: string };
  ones: { params: { readonly n: number }; progress: Float64Array; result: Float64Array };
  wait: { params: null; progress: string; result: string };
  fail: { params: { readonly what: unknown }; progress: never; result: null };
  unclonable: { params: null; progress: never; result: unknown };
}

interface Sent {
  readonly message: FromWorker;
  readonly transfer: Transferable[];
}

function start(overrides: Partial<Handlers<Toy>> = {}) {
  const sent: Sent[] = [];
  const dispatcher = new Dispatcher<Toy>(
    {
      double: ({ x }) => 2 * x,
      count: async ({ to }, { progress }) => {
        for (let at = 1; at <= to; at++) {
          await Promise.resolve();
          progress({ at });
        }
        return 'done';
      },
      ones: ({ n }, { progress }) => {
        const part = new Float64Array(n).fill(1);
        progress(part, [part.buffer]);
        const all = new Float64Array(n).fill(1);
        return new Transferred(all, [all.buffer]);
      },
      wait: (_, { signal, progress }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            progress('too late');
            resolve('too late as well');
          });
        }),
      fail: ({ what }) => {
        throw what;
      },
      unclonable: () => () => 1,
      ...overrides,
    },
    (message, transfer) => {
      sent.push({ message: structuredClone(message, { transfer: [] }), transfer });
    },
  );
  return { dispatcher, sent, messages: () => sent.map(({ message }) => message) };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const call = (id: number, command: string, params: unknown): ToWorker => ({ kind: 'call', id, command, params });

describe('the dispatcher', () => {
  it('answers a call with the result of its handler, under the same id', async () => {
    const { dispatcher, messages } = start();
    dispatcher.receive(call(7, 'double', { x: 21 }));
    await settle();
    expect(messages()).toEqual([{ kind: 'result', id: 7, result: 42 }]);
  });

  it('sends progress in order, before the result', async () => {
    const { dispatcher, messages } = start();
    dispatcher.receive(call(1, 'count', { to: 3 }));
    await settle();
    expect(messages()).toEqual([
      { kind: 'progress', id: 1, progress: { at: 1 } },
      { kind: 'progress', id: 1, progress: { at: 2 } },
      { kind: 'progress', id: 1, progress: { at: 3 } },
      { kind: 'result', id: 1, result: 'done' },
    ]);
  });

  it('can say something to the page by itself', () => {
    const { dispatcher, messages } = start();
    dispatcher.notify('news');
    expect(messages()).toEqual([{ kind: 'event', event: 'news' }]);
  });

  it('hands over exactly the buffers that the handler names', async () => {
    const { dispatcher, sent } = start();
    dispatcher.receive(call(1, 'ones', { n: 4 }));
    dispatcher.receive(call(2, 'double', { x: 1 }));
    await settle();
    const lists = (id: number) =>
      sent
        .filter(({ message }) => 'id' in message && message.id === id)
        .map(({ message, transfer }) => [message.kind, transfer.length]);
    expect(lists(1)).toEqual([
      ['progress', 1],
      ['result', 1],
    ]);
    expect(lists(2)).toEqual([['result', 0]]);
    expect(sent[0].transfer[0]).toBeInstanceOf(ArrayBuffer);
  });

  it('tells a cancelled handler by its signal, drops its progress and its result, and confirms', async () => {
    const { dispatcher, messages } = start();
    dispatcher.receive(call(5, 'wait', null));
    await settle();
    dispatcher.receive({ kind: 'cancel', id: 5 });
    await settle();
    expect(messages()).toEqual([{ kind: 'cancelled', id: 5 }]);
  });

  it('confirms the cancellation of a handler that throws when aborted', async () => {
    const { dispatcher, messages } = start({
      wait: (_, { signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    });
    dispatcher.receive(call(5, 'wait', null));
    dispatcher.receive({ kind: 'cancel', id: 5 });
    await settle();
    expect(messages()).toEqual([{ kind: 'cancelled', id: 5 }]);
  });

  it('cancels one call and leaves the others alone; a late cancel does nothing', async () => {
    const { dispatcher, messages } = start();
    dispatcher.receive(call(1, 'wait', null));
    dispatcher.receive(call(2, 'count', { to: 1 }));
    dispatcher.receive({ kind: 'cancel', id: 1 });
    await settle();
    dispatcher.receive({ kind: 'cancel', id: 1 });
    dispatcher.receive({ kind: 'cancel', id: 2 });
    await settle();
    expect(messages().filter((message) => 'id' in message && message.id === 1)).toEqual([{ kind: 'cancelled', id: 1 }]);
    expect(messages().at(-1)).toEqual({ kind: 'result', id: 2, result: 'done' });
  });

  it.each([
    ['an error', new RangeError('n is 0; it must be at least 1.'), 'RangeError', 'n is 0; it must be at least 1.'],
    ['an error without words', new TypeError(), 'TypeError', 'TypeError'],
    ['anything else', 'out of paper', 'Error', 'out of paper'],
  ])('reports %s that a handler throws as a plain object with a sentence', async (_, what, name, message) => {
    const { dispatcher, messages } = start();
    dispatcher.receive(call(3, 'fail', { what }));
    await settle();
    expect(messages()).toEqual([{ kind: 'error', id: 3, error: expect.objectContaining({ name, message }) as object }]);
    const [answer] = messages();
    expect(answer.kind === 'error' && Object.getPrototypeOf(answer.error) === Object.prototype).toBe(true);
  });

  it('reports a result that cannot be cloned instead of leaving the page to wait', async () => {
    const { dispatcher, messages } = start();
    dispatcher.receive(call(4, 'unclonable', null));
    await settle();
    expect(messages()).toEqual([
      { kind: 'error', id: 4, error: expect.objectContaining({ name: 'DataCloneError' }) as object },
    ]);
  });

  it.each(['paint', 'toString', '__proto__'])(
    'answers the unknown command "%s" with an error that lists the known ones',
    async (command) => {
      const { dispatcher, messages } = start();
      dispatcher.receive(call(9, command, {}));
      await settle();
      const [answer] = messages();
      expect(answer.kind === 'error' && answer.error.message).toBe(
        `The worker does not know the command "${command}". It knows: double, count, ones, wait, fail, unclonable.`,
      );
    },
  );

  it('answers a ping at once, even while a call waits', () => {
    const { dispatcher, messages } = start();
    dispatcher.receive(call(1, 'wait', null));
    dispatcher.receive({ kind: 'ping', id: 2 });
    expect(messages()).toEqual([{ kind: 'pong', id: 2 }]);
  });

  it('throws on a message that is none of the protocol', () => {
    const { dispatcher } = start();
    expect(() => dispatcher.receive({ kind: 'sing' } as unknown as ToWorker)).toThrow('{"kind":"sing"}');
  });
});
