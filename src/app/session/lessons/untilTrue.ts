/** Waiting for something on the page, for as long as the page gets on with what it computes. */
import type { SessionContext } from '../context.ts';

type Watched = Pick<SessionContext, 'store' | 'telemetry'>;

/** Resolves to whether it came true in time, which begins again with whatever the page gets done: a slow machine is waited for. */
export function untilTrue(
  context: Watched,
  condition: () => boolean,
  seconds: number,
  signal: AbortSignal,
): Promise<boolean> {
  const { store, telemetry } = context;
  return new Promise((resolve) => {
    let settled = false;
    const end = (came: boolean) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      for (const unsubscribe of unsubscribers) unsubscribe();
      resolve(came);
    };
    let done = progressOf(context);
    let timer = setTimeout(() => end(false), 1000 * seconds);
    const look = () => {
      if (signal.aborted) end(false);
      else if (condition()) end(true);
      else if (done !== progressOf(context)) {
        done = progressOf(context);
        clearTimeout(timer);
        timer = setTimeout(() => end(false), 1000 * seconds);
      }
    };
    const unsubscribers = [store.subscribe(look), telemetry.subscribe(look)];
    signal.addEventListener('abort', look, { once: true });
    look();
  });
}

/** How far whatever is being computed has come. */
function progressOf({ store, telemetry }: Watched): string {
  const { concepts, results, trust } = store.getState();
  const { step, simulated } = telemetry.getState().progress;
  const { coverageProgress, floorProgress, referenceProgress } = results;
  const ofConcepts = Object.values(concepts).map(({ progress }) => progress);
  return [
    step,
    simulated,
    coverageProgress,
    floorProgress,
    referenceProgress,
    trust.correctionProgress,
    ...ofConcepts,
  ].join();
}
