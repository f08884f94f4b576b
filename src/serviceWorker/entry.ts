/**
 * The service worker, `sw.js` beside the page: it answers for the page's files from the cache, so that the page opens without
 * a network, and isolates it where the server sends no headers. A new version waits until no tab is open, or until it is
 * asked for.
 */
import { FileCache } from './fileCache.ts';
import { cacheName, OFF, type Site, type ToServiceWorker } from './site.ts';

declare const self: ServiceWorkerGlobalScope;
/** Stands in front of this script. */
declare const site: Site;

const { scope } = self.registration;
const files = new FileCache(site, { scope, caches, fetch: (address, init) => fetch(address, init) });

/** Whether the user has switched this worker off: nothing is kept any more, nor looked for, which would make a cache anew. */
let forgotten = false;

self.addEventListener('install', (event) => {
  // The first version has nobody to wait for: the page is isolated at once, and the files come when it is idle.
  if (self.registration.active !== null) event.waitUntil(files.keepNeeded());
});

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  // A page that is opened to switch this worker off, or after that, comes from the server, whatever is wrong with what is kept.
  const off = forgotten || new URL(request.url).searchParams.get(OFF.key) === OFF.value;
  const leaving = request.mode === 'navigate' && off;
  if (request.method === 'GET' && files.concerns(request.url) && !leaving) event.respondWith(answer(request));
});

self.addEventListener('message', (event) => {
  switch (event.data as ToServiceWorker) {
    case 'keep':
      event.waitUntil(keep(event.ports[0]));
      return;
    case 'take over':
      event.waitUntil(self.skipWaiting());
      return;
    case 'stay':
      forgotten = false;
      return;
    case 'forget':
      forgotten = true;
      event.waitUntil(caches.delete(cacheName(scope)));
      return;
    default:
  }
});

async function answer(request: Request): Promise<Response> {
  // A cache that cannot be read is none.
  const kept = forgotten ? null : await files.find(request.url).catch(() => null);
  if (kept !== null) return kept;
  const sent = await fetch(request);
  // A redirection, or what comes from another host, cannot be read: it is the browser's own business.
  return sent.status === 0 ? sent : files.withHeaders(sent);
}

async function keep(port: MessagePort): Promise<void> {
  const { registration } = self;
  const newer = () => registration.waiting ?? registration.installing;
  forgotten = false;
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  // Another tab may be of a former version, and a version that waits has fetched its files already.
  if (windows.filter(({ url }) => url.startsWith(scope)).length <= 1 && newer() === null) await files.tidy();
  port.postMessage(await files.keepAll(() => forgotten || newer() !== null));
}
