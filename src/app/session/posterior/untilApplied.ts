/** Waiting until what the user has done to the posterior is what is on screen: a file that is made before would be of the former. */
import { engineObstacle } from '../../readout/network/obstacles.ts';
import { isApplying } from '../../readout/network/applying.ts';
import type { SessionContext } from '../context.ts';

/**
 * @returns at once where nothing is being applied
 * @throws AbortError when cancelled; Error with a sentence where the engine has failed, so that nothing will be applied
 */
export function untilApplied({ store, telemetry }: SessionContext, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = [store.subscribe(look), telemetry.subscribe(look)];
    const onAbort = () => settle(() => reject(signal.reason as Error));
    signal.addEventListener('abort', onAbort, { once: true });
    look();

    function look(): void {
      const state = store.getState();
      if (signal.aborted) onAbort();
      else if (!isApplying(state, telemetry.getState())) settle(resolve);
      else if (state.engine.status.kind === 'failed') {
        const sentence = engineObstacle(state) ?? '';
        settle(() => reject(new Error(`the change to the posterior cannot be applied. ${sentence}`)));
      }
    }
    function settle(end: () => void): void {
      for (const unsubscribe of stop) unsubscribe();
      signal.removeEventListener('abort', onAbort);
      end();
    }
  });
}
