/** The user's choice of theme: where it is kept and how it reaches the page. public/theme.js reads it before the first paint. */
import type { ThemeChoice } from '../store/viewSlice.ts';
import type { ThemeName } from './plotTheme.ts';

const KEY = 'posterior-playground.theme';

export function storedTheme(): ThemeChoice {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    // Storage is forbidden: follow the system.
    return 'system';
  }
}

function themeName(choice: ThemeChoice): ThemeName {
  if (choice !== 'system') return choice;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function applyTheme(choice: ThemeChoice): void {
  document.documentElement.dataset.theme = themeName(choice);
}

/** For the next visit. */
export function keepTheme(choice: ThemeChoice): void {
  try {
    if (choice === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    // Storage is forbidden: the choice lasts as long as the page.
  }
}

/** Type and figures of the normal size, or of one for a projector. */
export function applySize(large: boolean): void {
  if (large) document.documentElement.dataset.size = 'projector';
  else delete document.documentElement.dataset.size;
}
