/** Whether a media query matches, kept up to date. */
import { createContext, useContext, useSyncExternalStore } from 'react';

/** Whether queries match where the page is rendered in the build: for a narrow window they do; null: it is not the build. */
export const MediaInBuild = createContext<boolean | null>(null);

/** Whether the page is rendered in the build, all at once. */
export function useInBuild(): boolean {
  return useContext(MediaInBuild) !== null;
}

export function useMedia(query: string): boolean {
  const inBuild = useContext(MediaInBuild);
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => matchMedia(query).matches,
    () => inBuild ?? false,
  );
}
