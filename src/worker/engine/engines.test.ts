/** What a browser must offer to threads, and what is said where it does not. */
import { describe, expect, it } from 'vitest';
import { threadsObstacle } from './engines.ts';

describe('training steps are split between threads', () => {
  const SharedArrayBuffer = () => {};

  it('on an isolated page with shared memory and cores to spare', () => {
    expect(threadsObstacle(4, { crossOriginIsolated: true, SharedArrayBuffer })).toBeNull();
  });

  it('not on a page that is not isolated', () => {
    expect(threadsObstacle(4, { crossOriginIsolated: false, SharedArrayBuffer })).toMatch(/isolated page .*COOP/);
  });

  it('not where an isolated page has no shared memory all the same, as in WebKitGTK', () => {
    expect(threadsObstacle(4, { crossOriginIsolated: true })).toMatch(/no memory that threads can share/);
  });

  it('not on the last core', () => {
    expect(threadsObstacle(2, { crossOriginIsolated: true, SharedArrayBuffer })).toMatch(/a core is left for the page/);
  });
});
