/** The time, every second while it is wanted. */
import { useEffect, useState } from 'react';

/** @returns `performance.now()`, at most a second old; 0 before the first second */
export function useSeconds(wanted: boolean): number {
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (!wanted) return undefined;
    const timer = setInterval(() => setNow(performance.now()), 1000);
    return () => clearInterval(timer);
  }, [wanted]);
  return now;
}
