import { describe, expect, it } from 'vitest';
import { LatestTask } from './latestTask.ts';

/** A task that ends when the test says so. */
function manual() {
  const started: number[] = [];
  const aborted: number[] = [];
  const endings: (() => void)[] = [];
  const task = (request: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      started.push(request);
      endings.push(resolve);
      signal.addEventListener('abort', () => {
        aborted.push(request);
        resolve();
      });
    });
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  return { started, aborted, endings, task, settled };
}

describe('newest wins', () => {
  it('finishes what runs, and then runs only the last of the requests that came meanwhile', async () => {
    const { started, endings, task, settled } = manual();
    const latest = new LatestTask(task, { abort: false });
    for (const request of [1, 2, 3, 4]) latest.request(request);
    expect(started).toEqual([1]);
    endings[0]();
    await settled();
    expect(started).toEqual([1, 4]);
  });

  it('cancels what runs where it was told so', async () => {
    const { started, aborted, task, settled } = manual();
    const latest = new LatestTask(task, { abort: true });
    latest.request(1);
    latest.request(2);
    await settled();
    expect(aborted).toEqual([1]);
    expect(started).toEqual([1, 2]);
  });

  it('forgets what waits when cancelled, and takes new requests afterwards', async () => {
    const { started, task, settled } = manual();
    const latest = new LatestTask(task, { abort: false });
    latest.request(1);
    latest.request(2);
    latest.cancel();
    await settled();
    expect(started).toEqual([1]);
    latest.request(3);
    expect(started).toEqual([1, 3]);
  });
});
