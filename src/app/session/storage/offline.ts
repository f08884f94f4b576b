/**
 * The page's end of the service worker (src/serviceWorker): keeps the page for use without a network, isolates it where the
 * server does not, and offers newer versions. The page is reloaded by itself once at most, to be isolated, and only while there
 * is nothing to lose; a newer version is taken on a click alone, when what is on screen has been saved.
 */
import { cacheName, type Kept, type ToServiceWorker } from '../../../serviceWorker/site.ts';
import { addressWithoutChoice, keepOffline, offlineWanted } from '../../browser/offlineChoice.ts';
import { patch } from '../../store/appStore.ts';
import { openStudy, trains } from '../../store/engineSlice.ts';
import { untilState } from '../../store/untilState.ts';
import type { SessionContext } from '../context.ts';
import type { Autosave } from './autosave.ts';

/** Says that this tab has been reloaded to be isolated. */
const RELOADED = 'posterior-playground.isolated';
/** What the page is loading comes before what it may need later, ms. */
const REST = 3000;
/** A tab that is open for days looks for a newer version so often, ms. */
const LOOKS = 3_600_000;
/** What shows that somebody is at work here. */
const TOUCHES = ['pointerdown', 'keydown', 'click', 'input', 'drop', 'paste', 'wheel'];

/** Parts that it uses. */
interface Parts {
  readonly autosave: Pick<Autosave, 'save'>;
}

export class Offline {
  readonly #context: SessionContext;
  readonly #parts: Parts;
  #registration: ServiceWorkerRegistration | null = null;
  #looking: ReturnType<typeof setInterval> | undefined;
  #touched = false;
  /** Whether this page has had no worker yet: the first that takes it over is no newer version. */
  #first = true;
  #leaving = false;
  /** Ended where the worker that was to go with this page stays after all. */
  #parting: AbortController | null = null;

  constructor(context: SessionContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
  }

  /** Call once, when the page starts. */
  async begin(): Promise<void> {
    const touch = () => (this.#touched = true);
    for (const kind of TOUCHES) window.addEventListener(kind, touch, { once: true, capture: true, passive: true });
    // A page in a frame is somebody else's, and cannot be isolated by itself.
    if (window.top !== window) return;
    const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
    if (workers === undefined) {
      patch(this.#context.store, 'offline', { keeping: 'impossible' });
      return;
    }
    // One of a page further up on the same host is not ours.
    this.#first = workers.controller?.scriptURL !== addressOf().href;
    workers.addEventListener('controllerchange', () => {
      // A page that was reloaded past its worker has none, and may be left for a newer version all the same.
      if (this.#leaving) location.reload();
      else if (this.#first) this.#isolate();
      else this.#offer();
      this.#first = false;
    });
    const wanted = offlineWanted(location);
    const address = addressWithoutChoice(location);
    if (address !== null) history.replaceState(history.state, '', address);
    if (wanted) await this.#register(workers);
    else await this.#remove(workers);
  }

  /** The user's choice. */
  async choose(on: boolean): Promise<void> {
    keepOffline(on);
    if (on) await this.#register(navigator.serviceWorker);
    else await this.#remove(navigator.serviceWorker);
  }

  /** Saves what is on screen, and opens the newer version in its place. Where it cannot be saved, everything stays. */
  async update(): Promise<void> {
    const { store } = this.#context;
    patch(store, 'offline', { update: 'taking' });
    if (!(await this.#parts.autosave.save())) {
      patch(store, 'offline', { update: 'unsaved' });
      return;
    }
    this.#leaving = true;
    const waiting = this.#registration?.waiting ?? null;
    // Where another tab has taken it already, nothing waits.
    if (waiting === null) location.reload();
    else waiting.postMessage('take over' satisfies ToServiceWorker, []);
  }

  /** The newer version is taken when all tabs of this page are closed. */
  later(): void {
    patch(this.#context.store, 'offline', { update: 'none' });
  }

  async #register(workers: ServiceWorkerContainer): Promise<void> {
    const { store } = this.#context;
    this.#parting?.abort();
    try {
      this.#registration = await workers.register(addressOf(), { updateViaCache: 'none' });
    } catch (error) {
      // A browser that keeps nothing, or a server that has no such file.
      console.warn('The page cannot be kept for offline use.', error);
      patch(store, 'offline', { keeping: 'impossible' });
      return;
    }
    patch(store, 'offline', { keeping: 'on' });
    // One that was on its way out may be the one that was found.
    this.#registration.active?.postMessage('stay' satisfies ToServiceWorker, []);
    const registration = this.#registration;
    if (registration.waiting !== null && registration.active !== null) this.#offer();
    registration.addEventListener('updatefound', () => this.#watch(registration));
    this.#watch(registration);
    clearInterval(this.#looking);
    this.#looking = setInterval(() => void registration.update().catch(() => {}), LOOKS);
    await workers.ready;
    await this.#idle();
    // Asked for only now: a newer version may have taken over meanwhile.
    const { active } = registration;
    if (active !== null && store.getState().offline.keeping === 'on') this.#keep(active);
  }

  /** A worker that is installed beside an active one is a newer version. */
  #watch(registration: ServiceWorkerRegistration): void {
    const { installing: worker } = registration;
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && registration.active !== null) this.#offer();
    });
  }

  #offer(): void {
    patch(this.#context.store, 'offline', { update: 'ready' });
  }

  /** The page answers and has loaded what it begins with. */
  async #idle(): Promise<void> {
    const { store } = this.#context;
    await untilState(store, ({ engine }) => openStudy(engine) !== null || engine.status.kind === 'failed');
    await new Promise((resolve) => setTimeout(resolve, REST));
  }

  #keep(worker: ServiceWorker): void {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event: MessageEvent<Kept>) => {
      patch(this.#context.store, 'offline', { kept: event.data });
      port1.close();
    };
    worker.postMessage('keep' satisfies ToServiceWorker, [port2]);
  }

  /** Reloads the page, whose answers now come with the headers that isolate it. */
  #isolate(): void {
    const busy = this.#touched || trains(this.#context.store.getState().engine);
    if (crossOriginIsolated || busy || !firstTime()) return;
    location.reload();
  }

  async #remove(workers: ServiceWorkerContainer): Promise<void> {
    patch(this.#context.store, 'offline', { keeping: 'off', kept: null, update: 'none' });
    const registration = await workers.getRegistration(document.baseURI).catch(() => undefined);
    clearInterval(this.#looking);
    this.#first = true;
    if (registration !== undefined && belongs(registration)) {
      // It may be fetching.
      const forget = () => registration.active?.postMessage('forget' satisfies ToServiceWorker, []);
      forget();
      if (crossOriginIsolated && workers.controller?.scriptURL === addressOf().href) {
        // An isolated page may start workers only from scripts with the headers that isolate it, which a plain server does not
        // send: the service worker, which keeps nothing any more, goes when the page goes.
        this.#parting = new AbortController();
        const part = () => {
          forget();
          void registration.unregister();
        };
        window.addEventListener('beforeunload', part, { signal: this.#parting.signal });
      } else await registration.unregister();
    }
    await forgetFiles();
  }
}

async function forgetFiles(): Promise<void> {
  try {
    await caches.delete(cacheName(new URL('.', document.baseURI).href));
  } catch {
    // Storage is forbidden: nothing was kept.
  }
}

/** Of this page's worker. */
function addressOf(): URL {
  return new URL('sw.js', document.baseURI);
}

/** Whether a worker is this page's, and not that of a page further up on the same host. */
function belongs({ scope }: ServiceWorkerRegistration): boolean {
  return scope === new URL('.', document.baseURI).href;
}

/** Whether this tab has not been reloaded before; false where that cannot be remembered. */
function firstTime(): boolean {
  try {
    if (sessionStorage.getItem(RELOADED) !== null) return false;
    sessionStorage.setItem(RELOADED, 'yes');
    return true;
  } catch {
    return false;
  }
}
