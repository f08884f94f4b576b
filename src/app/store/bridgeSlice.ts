/** The simulator in Python that the page is connected to (docs/bridge.md). The key of its link is not kept here. */
import type { KeptRun } from '../../worker/pool/remote/keptSimulations.ts';
import type { BridgeWork } from '../../worker/pool/remote/bridgeDeclaration.ts';

export type BridgeState =
  | { readonly kind: 'none' }
  /** What is being done, without a full stop. */
  | { readonly kind: 'connecting'; readonly doing: string }
  | { readonly kind: 'connected' }
  /** It does not answer: simulations wait, and go on by themselves. */
  | { readonly kind: 'silent' }
  /** What answers does not take this page, or is another simulator: a sentence says what to do. */
  | { readonly kind: 'refused'; readonly problem: string };

/** What the bridge says of itself, and of what it has done. */
export interface BridgeAbout extends BridgeWork {
  /** System id. */
  readonly system: string;
  readonly name: string;
  readonly port: number;
  /** Of the simulator, as a text to be shown. */
  readonly text: string;
}

export interface BridgeSlice {
  readonly state: BridgeState;
  /** Null: it has not been reached yet. */
  readonly about: BridgeAbout | null;
  /** What is wrong with the link that was typed, a sentence. */
  readonly problem: string | null;
  /** Simulations that are kept in this browser, the newest first; null: not read yet. */
  readonly kept: readonly KeptRun[] | null;
}

export const bridgeSlice: BridgeSlice = { state: { kind: 'none' }, about: null, problem: null, kept: null };
