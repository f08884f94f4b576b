/**
 * Code that is fetched when it is first wanted, and what is said where it cannot be: a browser's own words ("Failed to fetch
 * dynamically imported module") name neither the part nor a remedy.
 */

/** How Chromium, Firefox and WebKit, and Vite, say that a file of code did not come; other errors are the code's own. */
const NOT_LOADED = /dynamically imported module|Importing a module script failed|Unable to preload/i;

/** A part of the page could not be fetched; its message is a sentence for the user. */
export class PartMissing extends Error {
  override readonly name = 'PartMissing';
}

/**
 * Loads a part of the page.
 * @param does what the part is for, after 'that': 'writes NetCDF files'
 * @param load `() => import('./part.ts')`
 * @throws (rejects) PartMissing when it cannot be fetched
 */
export async function loadPart<T>(does: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof Error) || !NOT_LOADED.test(error.message)) throw error;
    throw new PartMissing(notLoaded(`The part of the page that ${does}`), { cause: error });
  }
}

/** The sentence about something of the page's own that could not be fetched. @param what begins it: 'The engine’s script' */
export function notLoaded(what: string): string {
  return isOffline()
    ? `${what} is not on this device yet, and there is no internet connection. Connect once, and try again.`
    : `${what} could not be loaded: the server does not respond, or has a newer version of the page. Try again, or reload the page.`;
}

/** Whether the browser knows that there is no network; false where that is not known. */
export function isOffline(): boolean {
  const { navigator } = globalThis as { navigator?: { readonly onLine?: boolean } };
  return navigator?.onLine === false;
}
