/** What a long piece of work does between two of its chunks. */
import type { HandlerContext } from './dispatcher.ts';
import { yieldToMessages } from './yieldToMessages.ts';

/** Reports the fraction done, hears what has been posted, and ends the work if it was cancelled. */
export function reportAndYieldFor({ progress, signal }: HandlerContext<{ readonly fraction: number }>) {
  return async (fraction: number): Promise<void> => {
    progress({ fraction });
    await yieldToMessages();
    signal.throwIfAborted();
  };
}
