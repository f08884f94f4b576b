/**
 * The service worker of a build without one (`npm run build -- --no-offline`): browsers that have an earlier one take this
 * in its place, and it removes what that has kept, and itself.
 */
import { cacheName } from './site.ts';

declare const self: ServiceWorkerGlobalScope;

self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()));

self.addEventListener('activate', (event) => {
  const { registration } = self;
  event.waitUntil(caches.delete(cacheName(registration.scope)).then(() => registration.unregister()));
});
