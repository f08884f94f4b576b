/** Whether a media query matches, kept up to date. */
import { createContext, useContext, useSyncExternalStore } from 'react';

/** Whether queries match where the page is rendered in the build: for a narrow window they do. */
export const MediaInBuild = createContext(false);

export function useMedia(query: string): boolean {
  const inBuild = useContext(MediaInBuild);
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => matchMedia(query).matches,
    () => inBuild,
  );
}
