import { describe, expect, it } from 'vitest';
import { frameThrottle } from './frameThrottle.ts';

function controlled() {
  const frames: (() => void)[] = [];
  const calls: number[] = [];
  const throttle = frameThrottle<number>(
    (value) => calls.push(value),
    (start) => {
      frames.push(start);
      return () => frames.splice(frames.indexOf(start), 1);
    },
  );
  return { throttle, frames, calls, frame: () => frames.shift()?.() };
}

describe('frameThrottle', () => {
  it('calls once a frame, with the newest argument', () => {
    const { throttle, calls, frame, frames } = controlled();
    for (const value of [1, 2, 3]) throttle.call(value);
    expect(calls).toEqual([]);
    frame();
    expect(calls).toEqual([3]);
    expect(frames).toHaveLength(0);
  });

  it('makes the waiting call at once when flushed, and not again', () => {
    const { throttle, calls, frames } = controlled();
    throttle.call(4);
    throttle.flush();
    throttle.flush();
    expect(calls).toEqual([4]);
    expect(frames).toHaveLength(0);
  });

  it('forgets it when cancelled', () => {
    const { throttle, calls, frame } = controlled();
    throttle.call(5);
    throttle.cancel();
    frame();
    expect(calls).toEqual([]);
  });
});
