/**
 * Passes values on at most once a frame, the newest: for a hand that moves faster than the page draws. It is no task (latestTask.ts):
 * the call is synchronous, so that nothing runs that could be cancelled, fail later or show its progress.
 */

/** Calls at most once per frame, with the newest argument. */
export interface FrameThrottle<T> {
  call(argument: T): void;
  /** Makes the waiting call at once, if there is one. */
  flush(): void;
  cancel(): void;
}

/** @param schedule calls back at the next frame; returns a function that cancels it. */
export function frameThrottle<T>(
  run: (argument: T) => void,
  schedule: (start: () => void) => () => void,
): FrameThrottle<T> {
  let waiting: { readonly cancel: () => void } | null = null;
  let latest: T;
  const start = () => {
    if (!waiting) return;
    waiting = null;
    run(latest);
  };
  return {
    call(argument) {
      latest = argument;
      waiting ??= { cancel: schedule(start) };
    },
    flush() {
      waiting?.cancel();
      start();
    },
    cancel() {
      waiting?.cancel();
      waiting = null;
    },
  };
}

/** Calls back at the next animation frame, which a hidden page never has; returns a function that cancels it. */
export function nextFrame(start: () => void): () => void {
  const frame = requestAnimationFrame(start);
  return () => cancelAnimationFrame(frame);
}
