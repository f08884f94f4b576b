/** The plot theme that goes with the page's. */
import { useEffect } from 'react';
import { useApp } from './hooks.ts';
import { useMedia } from '../shell/useMedia.ts';
import { type PlotTheme, plotThemes } from '../../theme/plotTheme.ts';

export function usePlotTheme(): PlotTheme {
  const choice = useApp((state) => state.view.theme);
  const dark = useMedia('(prefers-color-scheme: dark)');
  return plotThemes[choice === 'system' ? (dark ? 'dark' : 'light') : choice];
}

/** Follows the system while that is the choice. Mounted once. */
export function useFollowSystemTheme(): void {
  const choice = useApp((state) => state.view.theme);
  const dark = useMedia('(prefers-color-scheme: dark)');
  useEffect(() => {
    if (choice === 'system') document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  }, [choice, dark]);
}
