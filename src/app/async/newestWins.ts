/**
 * A queue of length one: while a job runs, only the newest of the jobs that arrive is kept and runs next. Two calls of
 * Plotly.react on one element must not overlap, and a frame that is already out of date need not be drawn at all.
 */
export interface NewestWins<T> {
  push(job: T): void;
  /** Drops what waits; what runs finishes, and nothing starts after it. */
  stop(): void;
}

/** What remains of a job, for a turn of its own. */
export type Rest = () => Promise<unknown>;

/**
 * @param run draws one job, or its first part, and then gives back the rest, which no newer job gets ahead of; its rejection
 *   goes to `onError` and the queue goes on.
 * @param schedule calls back when the next job may start (drawingTurns.ts), and is given a promise of its end; returns a
 *   function that cancels it.
 */
export function newestWins<T>(
  run: (job: T) => Promise<Rest | null>,
  schedule: (start: () => unknown) => () => void,
  onError: (error: unknown) => void,
): NewestWins<T> {
  let waiting: { readonly job: T } | null = null;
  let state: 'idle' | 'scheduled' | 'running' | 'stopped' = 'idle';
  let cancel = () => {};

  const plan = () => {
    state = 'scheduled';
    cancel = schedule(start);
  };
  const finished = () => {
    if (state === 'stopped') return;
    if (waiting) plan();
    else state = 'idle';
  };
  const failed = (error: unknown) => {
    onError(error);
    return null;
  };
  const isStopped = () => state === 'stopped';
  const start = async () => {
    if (!waiting || state === 'stopped') return;
    const { job } = waiting;
    waiting = null;
    state = 'running';
    // A synchronous throw of `run` must end in onError too.
    const rest = await Promise.resolve(job).then(run).catch(failed);
    if (rest === null || isStopped()) finished();
    else cancel = schedule(() => rest().catch(failed).finally(finished));
  };
  return {
    push(job) {
      if (state === 'stopped') return;
      waiting = { job };
      if (state === 'idle') plan();
    },
    stop() {
      state = 'stopped';
      waiting = null;
      cancel();
    },
  };
}
