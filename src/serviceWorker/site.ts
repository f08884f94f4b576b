/** What the service worker and the page know of one another. */

export interface SiteFile {
  /** Below the page's folder: 'assets/main-1a2b.js'. */
  readonly path: string;
  /** SHA-256 of its bytes, in base64. */
  readonly hash: string;
}

/** The files of one version of the page; the build writes it in front of the service worker (scripts/serviceWorker.mjs). */
export interface Site {
  /** What the pages need to open. */
  readonly parts: readonly SiteFile[];
  /** The pages themselves: kept when all parts are, so that a page that opens without a network is whole. */
  readonly pages: readonly SiteFile[];
  /** What only some visits need. */
  readonly later: readonly SiteFile[];
  /** What answers say where the server does not: isolation and, but for pages, the policy (scripts/headers.mjs). */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * What a page tells the worker. 'keep': fetch what is not kept yet, when there is nothing else to do; answered by `Kept` on
 * the port that comes with it. 'take over': the version that waits is wanted now. 'forget': keep nothing any more, and leave
 * the next page to the server; 'stay': do that no longer.
 */
export type ToServiceWorker = 'keep' | 'stay' | 'take over' | 'forget';

export interface Kept {
  /** How many files this version has. */
  readonly files: number;
  /** Those that could not be fetched or kept. */
  readonly missing: readonly string[];
}

/** The name of the one cache. Other pages of the same host, in other folders, have theirs. */
export function cacheName(scope: string): string {
  return `posterior-playground ${scope}`;
}

/** What stands in the address of a page that is to be without the worker: `?offline=off`. */
export const OFF = { key: 'offline', value: 'off' };
