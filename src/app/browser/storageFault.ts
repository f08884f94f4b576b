/** Why the browser keeps nothing for this page, and what to do about it, in plain words. */

import { PartMissing } from '../../inference/parts/loadPart.ts';

/** The database was not opened in time. */
export class DatabaseSilent extends Error {
  override readonly name = 'DatabaseSilent';
}

/** The database may not be opened. */
export class StorageBlocked extends Error {
  override readonly name = 'StorageBlocked';
}

/** Names of what a browser throws where it blocks a page's storage; which one depends on the browser. */
const BLOCKED: readonly string[] = ['StorageBlocked', 'SecurityError', 'NotAllowedError'];

export interface StorageFault {
  /** Without a full stop. */
  readonly why: string;
  /** How to have storage again; a sentence, or empty where `why` says it. */
  readonly remedy: string;
}

/** @param error what a use of the browser's storage has thrown */
export function storageFault(error: unknown): StorageFault {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  if (name === 'QuotaExceededError') {
    return { why: 'the storage that the browser allows this page is full', remedy: 'Delete saved studies.' };
  }
  if (error instanceof DatabaseSilent) {
    return { why: 'the browser’s storage does not respond', remedy: 'Close other tabs of this page, then reload it.' };
  }
  // Not the storage has failed, but what works with it could not be fetched; its message says all.
  if (error instanceof PartMissing) return { why: inSentence(error.message), remedy: '' };
  // Where there is no database at all, what is thrown is about an undefined object.
  if (BLOCKED.includes(name) || !('indexedDB' in globalThis) || !globalThis.indexedDB) {
    return {
      why: 'this browser blocks storage for this page, as in some private windows or where site data are blocked',
      remedy: 'Allow site data for this page in the browser’s settings, then reload it.',
    };
  }
  const said = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
  return { why: `the browser’s storage failed (${said})`, remedy: 'Reload the page.' };
}

function inSentence(sentence: string): string {
  return sentence[0].toLowerCase() + sentence.slice(1).replace(/\.$/, '');
}
