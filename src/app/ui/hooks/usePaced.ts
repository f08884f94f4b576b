/** A part of the telemetry at a slower pace than the rest: for charts that cost more to draw than they change. */
import { useEffect, useState } from 'react';
import { useParts } from './hooks.ts';
import type { Telemetry } from '../../store/telemetry.ts';

/**
 * @param selector must be stable (defined outside the component)
 * @param interval least time between two values, ms; the last value always comes
 */
export function usePaced<T>(selector: (state: Telemetry) => T, interval: number): T {
  const { telemetry } = useParts();
  const [value, setValue] = useState(() => selector(telemetry.getState()));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const publish = () => {
      timer = null;
      setValue(() => selector(telemetry.getState()));
    };
    const unsubscribe = telemetry.subscribe((state, before) => {
      if (!Object.is(selector(state), selector(before))) timer ??= setTimeout(publish, interval);
    });
    publish();
    return () => {
      unsubscribe();
      if (timer !== null) clearTimeout(timer);
    };
  }, [telemetry, selector, interval]);
  return value;
}
