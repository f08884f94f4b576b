/** The tasks of the session's parts: the newest request wins (async/latestTask.ts), and what goes wrong is told. */
import { LatestTask, type TaskOptions } from '../async/latestTask.ts';
import { trains } from '../store/engineSlice.ts';
import { type SessionContext, report } from './context.ts';

/** @param whenNewer what a newer request does to the task that runs: it runs to its end first, or is cancelled */
export function latestTask<T>(
  context: SessionContext,
  whenNewer: 'wait' | 'abort',
  task: (request: T, options: TaskOptions) => Promise<void>,
): LatestTask<T> {
  return new LatestTask(task, { whenNewer, onError: (error) => report(context, error) });
}

/** What is done of one request, with the options for its calls of the engine. */
export type Work = (options: TaskOptions) => Promise<void>;

/**
 * Work of the engine that shows its progress and can be cancelled; asking again starts it afresh.
 * @param show puts the fraction done on the page; null: none runs
 */
export function cancellable(context: SessionContext, show: (fraction: number | null) => void): LatestTask<Work> {
  const onError = (error: unknown) => report(context, error);
  return new LatestTask((work, options) => work(options), { whenNewer: 'replace', show, onError });
}

/** Share of the time that one work which follows the frames gets at most while a network trains, on the same cores. */
const TRAINING_SHARE = 0.1;

/**
 * Waits until work that took so many ms may be done again: `pace` ms, and longer while a network trains. One that comes to rest
 * meanwhile is followed at once.
 */
export async function restBetween({ store }: Pick<SessionContext, 'store'>, took: number, pace: number): Promise<void> {
  const next = performance.now() + took * (1 / TRAINING_SHARE - 1);
  do await new Promise((resolve) => setTimeout(resolve, pace));
  while (trains(store.getState().engine) && performance.now() < next);
}
