/** The plot theme that goes with the page's. */
import { useEffect, useMemo } from 'react';
import { lookOf } from '../../store/look.ts';
import { useApp } from './hooks.ts';
import { useMedia } from '../shell/useMedia.ts';
import { enlarged, type PlotTheme, plotThemes } from '../../theme/plotTheme.ts';

/** As the type of the page grows (theme/tokens.css). */
const LARGER = 1.28;

export function usePlotTheme(): PlotTheme {
  const choice = useApp((state) => lookOf(state).theme);
  const dark = useMedia('(prefers-color-scheme: dark)');
  const large = useApp((state) => lookOf(state).large);
  const theme = plotThemes[choice === 'system' ? (dark ? 'dark' : 'light') : choice];
  return useMemo(() => (large ? enlarged(theme, LARGER) : theme), [theme, large]);
}

/** Follows the system while that is the choice. Mounted once. */
export function useFollowSystemTheme(): void {
  const choice = useApp((state) => lookOf(state).theme);
  const dark = useMedia('(prefers-color-scheme: dark)');
  useEffect(() => {
    if (choice === 'system') document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  }, [choice, dark]);
}
