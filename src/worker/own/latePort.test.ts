import { describe, expect, it, vi } from 'vitest';
import type { WorkerPort } from '../rpc/client.ts';
import { LatePort } from './latePort.ts';

function fakePort() {
  const [postMessage, terminate] = [vi.fn(), vi.fn()];
  const port: WorkerPort = { onmessage: null, onmessageerror: null, onerror: null, postMessage, terminate };
  return { port, postMessage, terminate };
}

function pending() {
  let resolve: (port: WorkerPort) => void = () => {};
  const promise = new Promise<WorkerPort>((done) => (resolve = done));
  return { promise, resolve };
}

const message = (id: number) => ({ kind: 'cancel', id }) as const;

describe('a port to a worker that is still being made', () => {
  it('passes on in their order what was sent before and after, and what comes back', async () => {
    const { port, postMessage } = fakePort();
    const { promise, resolve } = pending();
    const late = new LatePort(promise);
    late.onmessage = vi.fn();
    late.postMessage(message(1), []);
    resolve(port);
    await promise;
    late.postMessage(message(2), []);
    await Promise.resolve();
    expect(postMessage.mock.calls).toEqual([
      [message(1), []],
      [message(2), []],
    ]);
    const event = {} as MessageEvent;
    port.onmessage?.(event);
    expect(late.onmessage).toHaveBeenCalledWith(event);
  });

  it('ends the worker that comes after its own end, and sends it nothing', async () => {
    const { port, postMessage, terminate } = fakePort();
    const { promise, resolve } = pending();
    const late = new LatePort(promise);
    late.postMessage(message(1), []);
    late.terminate();
    resolve(port);
    await promise;
    await Promise.resolve();
    expect(postMessage).not.toHaveBeenCalled();
    expect(terminate).toHaveBeenCalledOnce();
  });

  it('tells as an error of the worker that it cannot be made', async () => {
    const late = new LatePort(Promise.reject(new Error('The part of the page that runs simulators did not come.')));
    const heard = vi.fn();
    late.onerror = heard;
    late.postMessage(message(1), []);
    await vi.waitFor(() => expect(heard).toHaveBeenCalledOnce());
    expect(heard.mock.calls[0][0]).toMatchObject({
      message: 'The part of the page that runs simulators did not come.',
    });
  });
});
