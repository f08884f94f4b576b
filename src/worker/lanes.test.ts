/** Jobs taking turns on a fixed number of lanes. */
import { describe, expect, it } from 'vitest';
import { Lanes } from './lanes.ts';

/** A job that runs until it is let go. */
function job() {
  let finish = () => {};
  const started: string[] = [];
  const run = (lane: string) =>
    new Promise<string>((resolve) => {
      started.push(lane);
      finish = () => resolve(lane);
    });
  return { run, started, finish: () => finish() };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('lanes', () => {
  it('run as many jobs at once as there are lanes, and the rest in order of arrival', async () => {
    const lanes = new Lanes(['a', 'b']);
    const jobs = [job(), job(), job(), job()];
    const outcomes = jobs.map(({ run }) => lanes.use(run));
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
    const lanes = new Lanes(['a']);
    await expect(lanes.use(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(lanes.use((lane) => Promise.resolve(lane))).resolves.toBe('a');
  });

  it('let a cancelled job leave the queue, and only that one', async () => {
    const lanes = new Lanes(['a']);
    const [running, leaving, staying] = [job(), job(), job()];
    void lanes.use(running.run);
    const controller = new AbortController();
    const left = lanes.use(leaving.run, controller.signal);
    const stayed = lanes.use(staying.run);
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
    const lanes = new Lanes(['a']);
    await expect(lanes.use(job().run, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    await expect(lanes.use((lane) => Promise.resolve(lane))).resolves.toBe('a');
  });

  it('are not troubled by a signal that is aborted after its job has started', async () => {
    const lanes = new Lanes(['a']);
    const [first, second] = [job(), job()];
    const controller = new AbortController();
    void lanes.use(first.run);
    const outcome = lanes.use(second.run, controller.signal);
    await settle();
    first.finish();
    await settle();
    const waiting = lanes.use((lane) => Promise.resolve(lane));
    controller.abort();
    second.finish();
    await expect(outcome).resolves.toBe('a');
    await expect(waiting).resolves.toBe('a');
  });
});
