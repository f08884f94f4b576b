import { poolSize } from '../../worker/pool/poolSize.ts';

/** How many simulations this machine runs side by side. */
export function sideBySide(): number {
  return poolSize(navigator.hardwareConcurrency);
}
