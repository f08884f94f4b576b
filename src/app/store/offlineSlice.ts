/** The page on this device: whether it is kept for use without a network, and whether a newer version of it is there. */
import type { Kept } from '../../serviceWorker/site.ts';

export interface OfflineSlice {
  /**
   * 'none': it is not offered (in a frame, or in a build without it); 'impossible': this browser, or this address, has no
   * service workers.
   */
  readonly keeping: 'none' | 'off' | 'impossible' | 'on';
  /** What is kept of this version; null: not known yet. */
  readonly kept: Kept | null;
  /** 'ready': a newer version can be taken; 'taking': what is on screen is being saved for it; 'unsaved': that failed. */
  readonly update: 'none' | 'ready' | 'taking' | 'unsaved';
}

export const offlineSlice: OfflineSlice = { keeping: 'none', kept: null, update: 'none' };
