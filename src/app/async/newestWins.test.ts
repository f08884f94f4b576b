import { describe, expect, it } from 'vitest';
import { newestWins, type Rest } from './newestWins.ts';

/** A queue whose frames and jobs end when the test says so. */
function controlled() {
  const frames: (() => unknown)[] = [];
  const started: string[] = [];
  const endings: { resolve: (rest?: Rest) => void; reject: (error: Error) => void }[] = [];
  const errors: unknown[] = [];
  const queue = newestWins<string>(
    (job) => {
      started.push(job);
      return new Promise<Rest | null>((resolve, reject) => {
        endings.push({ resolve: (rest) => resolve(rest ?? null), reject });
      });
    },
    (start) => {
      frames.push(start);
      return () => frames.splice(frames.indexOf(start), 1);
    },
    (error) => errors.push(error),
  );
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  const frame = async () => {
    frames.shift()?.();
    await settle();
  };
  return { queue, frames, started, endings, errors, frame, settle };
}

/** One whose job 'a' has drawn its first part, and waits for a turn for its rest. */
async function split(rest: Rest) {
  const all = controlled();
  all.queue.push('a');
  await all.frame();
  all.endings[0].resolve(rest);
  await all.settle();
  return all;
}

describe('newestWins', () => {
  it('draws only the newest of the jobs of one frame', async () => {
    const { queue, started, frame } = controlled();
    for (const job of ['a', 'b', 'c']) queue.push(job);
    await frame();
    expect(started).toEqual(['c']);
  });

  it('never overlaps two jobs and skips those out of date', async () => {
    const { queue, started, endings, frame, frames, settle } = controlled();
    queue.push('a');
    await frame();
    queue.push('b');
    queue.push('c');
    expect(frames).toHaveLength(0);
    endings[0].resolve();
    await settle();
    await frame();
    expect(started).toEqual(['a', 'c']);
  });

  it('goes on after a job that failed', async () => {
    const { queue, started, endings, errors, frame, settle } = controlled();
    queue.push('a');
    await frame();
    endings[0].reject(new Error('no canvas'));
    await settle();
    queue.push('b');
    await frame();
    expect(started).toEqual(['a', 'b']);
    expect(errors).toEqual([new Error('no canvas')]);
  });

  it('draws the rest of a job in a turn of its own, before newer jobs', async () => {
    const { queue, started, frame, frames } = await split(async () => started.push('rest of a'));
    queue.push('b');
    expect(started).toEqual(['a']);
    expect(frames).toHaveLength(1);
    await frame();
    await frame();
    expect(started).toEqual(['a', 'rest of a', 'b']);
  });

  it('goes on after a rest that failed', async () => {
    const { queue, started, errors, frame } = await split(() => Promise.reject(new Error('no canvas')));
    await frame();
    queue.push('b');
    await frame();
    expect(started).toEqual(['a', 'b']);
    expect(errors).toEqual([new Error('no canvas')]);
  });

  it('draws no rest once it is stopped', async () => {
    const { queue, started, frame, frames } = await split(async () => started.push('rest of a'));
    queue.stop();
    expect(frames).toHaveLength(0);
    await frame();
    expect(started).toEqual(['a']);
  });

  it('starts nothing once it is stopped', async () => {
    const { queue, started, endings, frame, frames, settle } = controlled();
    queue.push('a');
    await frame();
    queue.push('b');
    queue.stop();
    endings[0].resolve();
    await settle();
    queue.push('c');
    expect(frames).toHaveLength(0);
    expect(started).toEqual(['a']);
  });
});
