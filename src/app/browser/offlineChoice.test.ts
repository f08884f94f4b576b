import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addressWithoutChoice, keepOffline, offlineWanted } from './offlineChoice.ts';

const at = (hostname: string, search = '') => offlineWanted({ hostname, search });

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
});
afterEach(() => vi.unstubAllGlobals());

it.each(['localhost', 'play.localhost', '127.0.0.1', '127.1.2.3', '[::1]'])(
  'is not kept at %s unless asked for',
  (name) => {
    expect(at(name)).toBe(false);
    expect(at(name, '?offline=on')).toBe(true);
    expect(at(name)).toBe(true);
  },
);

it.each(['play.example', 'localhost.example', '128.0.0.1', 'user.github.io'])(
  'is kept at %s unless told not to',
  (name) => {
    expect(at(name)).toBe(true);
    expect(at(name, '?offline=off')).toBe(false);
    expect(at(name, '?offline=perhaps')).toBe(false);
    keepOffline(true);
    expect(at(name)).toBe(true);
  },
);

it('follows the address alone where nothing can be stored', () => {
  vi.stubGlobal('localStorage', {
    getItem: () => {
      throw new DOMException('forbidden', 'SecurityError');
    },
    setItem: () => {
      throw new DOMException('forbidden', 'SecurityError');
    },
  });
  expect(at('play.example', '?offline=off')).toBe(false);
  expect(at('localhost', '?offline=on')).toBe(true);
  expect(at('play.example')).toBe(true);
});

describe('the address', () => {
  const without = (search: string) => addressWithoutChoice({ pathname: '/play/', search, hash: '#seed=3' });

  it('is freed of the choice once that is kept; the rest stays', () => {
    expect(without('?offline=off')).toBeNull();
    keepOffline(false);
    expect(without('?offline=off')).toBe('/play/#seed=3');
    expect(without('?a=1&offline=off&b=2')).toBe('/play/?a=1&b=2#seed=3');
    expect(without('?a=1')).toBeNull();
  });

  it('keeps the choice where nothing can be stored', () => {
    vi.stubGlobal('localStorage', undefined);
    expect(without('?offline=off')).toBeNull();
  });
});
