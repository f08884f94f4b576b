/**
 * Whether this page is kept for use without a network: the user's choice, kept by the browser as the theme is, and set by
 * `?offline=on` or `?offline=off` in the address too, which is taken out of it once it is kept. Without a choice it is, but not on addresses of this machine itself, where
 * pages are developed and tested.
 */
const PARAMETER = 'offline';
const KEY = 'posterior-playground.offline';
const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/;

/** @param place of the page */
export function offlineWanted(place: Pick<Location, 'hostname' | 'search'>): boolean {
  const asked = new URLSearchParams(place.search).get(PARAMETER);
  if (asked === 'on' || asked === 'off') keepOffline(asked === 'on');
  const choice = stored() ?? asked;
  return choice === null ? !LOOPBACK.test(place.hostname) : choice === 'on';
}

/** The address without the choice that it had; null: it has none, or the choice is kept nowhere else. */
export function addressWithoutChoice(place: Pick<Location, 'pathname' | 'search' | 'hash'>): string | null {
  const asked = new URLSearchParams(place.search);
  if (!asked.has(PARAMETER) || stored() === null) return null;
  asked.delete(PARAMETER);
  const rest = asked.toString();
  return `${place.pathname}${rest === '' ? '' : `?${rest}`}${place.hash}`;
}

export function keepOffline(on: boolean): void {
  try {
    localStorage.setItem(KEY, on ? 'on' : 'off');
  } catch {
    // Storage is forbidden: the choice lasts as long as the page.
  }
}

function stored(): string | null {
  try {
    const choice = localStorage.getItem(KEY);
    return choice === 'on' || choice === 'off' ? choice : null;
  } catch {
    return null;
  }
}
