/** Jobs taking turns on a fixed number of resources. */
import { describe, expect, it } from 'vitest';
import { ResourcePool } from './resourcePool.ts';

/** A job that runs until it is let go. */
function job() {
  let finish = () => {};
  const started: string[] = [];
  const run = (resource: string) =>
    new Promise<string>((resolve) => {
      started.push(resource);
      finish = () => resolve(resource);
    });
  return { run, started, finish: () => finish() };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('a pool of resources', () => {
  it('runs as many jobs at once as there are resources, and the rest in order of arrival', async () => {
    const pool = new ResourcePool(['a', 'b']);
    const jobs = [job(), job(), job(), job()];
    const outcomes = jobs.map(({ run }) => pool.use(run));
    await settle();
    expect(jobs.map(({ started }) => started.length)).toEqual([1, 1, 0, 0]);
    jobs[1].finish();
    await settle();
    expect(jobs.map(({ started }) => started.length)).toEqual([1, 1, 1, 0]);
    expect(jobs[2].started).toEqual(jobs[1].started);
    jobs[0].finish();
    await settle();
    jobs[2].finish();
    jobs[3].finish();
    await expect(Promise.all(outcomes)).resolves.toHaveLength(4);
  });

  it('are free again after a job that fails', async () => {
    const pool = new ResourcePool(['a']);
    await expect(pool.use(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(pool.use((resource) => Promise.resolve(resource))).resolves.toBe('a');
  });

  it('let a cancelled job leave the queue, and only that one', async () => {
    const pool = new ResourcePool(['a']);
    const [running, leaving, staying] = [job(), job(), job()];
    void pool.use(running.run);
    const controller = new AbortController();
    const left = pool.use(leaving.run, controller.signal);
    const stayed = pool.use(staying.run);
    controller.abort('whatever reason');
    await expect(left).rejects.toMatchObject({ name: 'AbortError' });
    await settle();
    running.finish();
    await settle();
    staying.finish();
    await expect(stayed).resolves.toBe('a');
    expect(leaving.started).toEqual([]);
  });

  it('do not take a job whose signal is aborted', async () => {
    const pool = new ResourcePool(['a']);
    await expect(pool.use(job().run, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    await expect(pool.use((resource) => Promise.resolve(resource))).resolves.toBe('a');
  });

  it('are not troubled by a signal that is aborted after its job has started', async () => {
    const pool = new ResourcePool(['a']);
    const [first, second] = [job(), job()];
    const controller = new AbortController();
    void pool.use(first.run);
    const outcome = pool.use(second.run, controller.signal);
    await settle();
    first.finish();
    await settle();
    const waiting = pool.use((resource) => Promise.resolve(resource));
    controller.abort();
    second.finish();
    await expect(outcome).resolves.toBe('a');
    await expect(waiting).resolves.toBe('a');
  });
});
