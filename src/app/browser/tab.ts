/**
 * Which tab this is: a name that outlives a reload, held by a lock while the tab is there, so that two tabs never write to
 * the same place. A tab that was duplicated finds its name taken and gets a new one.
 */
const KEY = 'tab';
const LEFT = 'left';
/** A lock that nobody holds is given within this time, ms. */
const LOCK_WAIT = 1000;
/** The page before a reload, which holds the lock, is gone within this time even where much else goes on, ms. */
const RELOAD_WAIT = 10_000;

export interface Tab {
  readonly id: string;
  /** Whether it is a tab of its own beginning, and no copy or reload of another. */
  readonly fresh: boolean;
}

/** A name that no two tabs or studies share. */
export function newId(): string {
  // randomUUID is not there on pages that are served without https.
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16).padStart(8, '0')).join('');
}

/** Takes the name that the tab had before a reload, or a new one. */
export async function claimTab(): Promise<Tab> {
  const former = sessionStorage.getItem(KEY);
  const [navigation] = performance.getEntriesByType('navigation');
  const reloaded = navigation instanceof PerformanceNavigationTiming && navigation.type === 'reload';
  const wait = reloaded ? RELOAD_WAIT : LOCK_WAIT;
  if (former !== null && (await hold(former, wait))) return { id: former, fresh: false };
  const id = newId();
  await hold(id, LOCK_WAIT);
  sessionStorage.setItem(KEY, id);
  return { id, fresh: former === null };
}

/** Takes the name of a tab that is gone. False: it is not. */
export async function adoptTab(gone: string): Promise<boolean> {
  if (!(await hold(gone, LOCK_WAIT))) return false;
  sessionStorage.setItem(KEY, gone);
  return true;
}

/** Does something about a tab that is gone, while it cannot come back; nothing where it is there, or may be. */
export async function whileGone(id: string, work: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return;
  await navigator.locks.request(lockName(id), { ifAvailable: true }, async (lock) => {
    if (lock !== null) await work();
  });
}

function lockName(id: string): string {
  return `tab ${id}`;
}

/** Holds a name until the tab is closed. False: another tab holds it. */
function hold(id: string, wait: number): Promise<boolean> {
  // Without https there are no locks: a tab that was duplicated then shares its name with the other.
  if (!('locks' in navigator)) return Promise.resolve(true);
  return new Promise((resolve) => {
    navigator.locks
      .request(lockName(id), { signal: AbortSignal.timeout(wait) }, () => {
        resolve(true);
        return new Promise(() => {});
      })
      .catch(() => resolve(false));
  });
}

/** Notes that the page is being left now. */
export function noteLeaving(): void {
  sessionStorage.setItem(LEFT, String(Date.now()));
}

/** When the page was left, ms since 1970; null where that is not known. */
export function leftAt(): number | null {
  const noted = sessionStorage.getItem(LEFT);
  sessionStorage.removeItem(LEFT);
  return noted !== null && Number.isFinite(Number(noted)) ? Number(noted) : null;
}
