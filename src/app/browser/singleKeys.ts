/** Whether single keys are shortcuts: the user's choice, kept by the browser as the theme is. */
const KEY = 'posterior-playground.single-keys';

export function storedSingleKeys(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off';
  } catch {
    // Storage is forbidden.
    return true;
  }
}

export function keepSingleKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, 'off');
  } catch {
    // Storage is forbidden: the choice lasts as long as the page.
  }
}
