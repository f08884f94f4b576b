/** The link that the bridge prints: `#bridge=PORT.KEY`. Whatever a link says, nothing but 127.0.0.1 is asked. */

export interface BridgeLink {
  readonly port: number;
  readonly token: string;
}

const HASH = /^#?bridge=/;
const LINK = /^(\d{1,5})\.([\w~+/=.-]{1,200})$/;
const LARGEST_PORT = 65_535;

export function isBridgeHash(hash: string): boolean {
  return HASH.test(hash);
}

/** Reads a link, its end, or "PORT.KEY". Null: it is none. */
export function readBridgeLink(text: string): BridgeLink | null {
  const trimmed = text.trim();
  const at = trimmed.lastIndexOf('#');
  const found = LINK.exec((at === -1 ? trimmed : trimmed.slice(at + 1)).replace(HASH, ''));
  if (found === null) return null;
  const port = Number(found[1]);
  return port > 0 && port <= LARGEST_PORT ? { port, token: found[2] } : null;
}
