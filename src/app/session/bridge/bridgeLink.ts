/** The address that opens the page with a bridge: `#bridge=PORT.KEY`. */
export function isBridgeHash(hash: string): boolean {
  return /^#?bridge=/.test(hash);
}
