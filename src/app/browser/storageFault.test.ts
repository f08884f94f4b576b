import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PartMissing } from '../../inference/parts/loadPart.ts';
import { Database } from './database.ts';
import { storageFault } from './storageFault.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** What opening the database throws where the browser's own `open` is this. */
async function opening(open: () => unknown): Promise<unknown> {
  vi.stubGlobal('indexedDB', { open });
  return Database.open().then(
    () => null,
    (error: unknown) => error,
  );
}

const throwing = (name: string) => () => {
  throw new DOMException('The operation is insecure.', name);
};

describe('storage that fails', () => {
  it.each(['SecurityError', 'InvalidStateError', 'NotAllowedError'])(
    'is blocked where opening ends in %s',
    async (name) => {
      const fault = storageFault(await opening(throwing(name)));
      expect(fault.why).toContain('this browser blocks storage');
      expect(fault.remedy).toContain('Allow site data');
    },
  );

  it('is blocked where the browser has no database at all', () => {
    vi.stubGlobal('indexedDB', undefined);
    expect(storageFault(new ReferenceError('indexedDB is not defined')).why).toContain('this browser blocks storage');
  });

  it('is not to blame where the code for it could not be fetched', () => {
    expect(storageFault(new PartMissing('The part is not on this device yet. Connect once, and try again.'))).toEqual({
      why: 'the part is not on this device yet. Connect once, and try again',
      remedy: '',
    });
  });

  it('is said to be full, silent, or in the browser’s words', async () => {
    expect(storageFault(new DOMException('', 'QuotaExceededError')).why).toContain('is full');
    vi.useFakeTimers();
    const silent = opening(() => new IDBOpenDBRequest());
    await vi.advanceTimersByTimeAsync(4000);
    expect(storageFault(await silent).why).toContain('does not respond');
    // A connection that was closed meanwhile is none that may not be opened.
    const closed = storageFault(new DOMException('The database connection is closing.', 'InvalidStateError'));
    expect(closed).toEqual({
      why: 'the browser’s storage failed (The database connection is closing)',
      remedy: 'Reload the page.',
    });
  });
});
