/** The size of an element, kept up to date. */
import { useEffect, useState } from 'react';
import type { Size } from './types.ts';

/** The size of an element in whole pixels; null while it has none (an inactive tab). */
export function useSize(ref: React.RefObject<HTMLElement | null>): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      const width = Math.floor(entry.contentRect.width);
      const height = Math.floor(entry.contentRect.height);
      setSize((old) => {
        if (width < 40 || height < 40) return old;
        return old && old.width === width && old.height === height ? old : { width, height };
      });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return size;
}
