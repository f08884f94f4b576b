/**
 * A value as text for a link: its JSON, deflated (RFC 1951), in base64url (RFC 4648), after a version and a checksum. The
 * checksum tells a link that lost its end in a mail; it is no protection: what comes out is checked like any stranger's text.
 */
import { base64Decode, base64Encode } from '@bufbuild/protobuf/wire';
import { deflateSync, Inflate, strFromU8, strToU8 } from 'fflate';
import { sorted } from '../sorted.ts';

const VERSION = 1;
/** Versions beyond this will not come soon: such a byte is damage. */
const LAST_EXPECTED = 15;
/** Bytes before the deflated ones: version, checksum of the JSON. */
const HEAD = 5;
/** Of the JSON, in bytes; a small link can claim a thousand times its own size. */
const LARGEST = 4_000_000;
/** Deflated bytes that are inflated before the size is looked at again. */
const PIECE = 1024;

export type Unpacking =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: string };

export function pack(value: unknown): string {
  const json = strToU8(JSON.stringify(sorted(value)));
  const deflated = deflateSync(json, { level: 9 });
  const bytes = new Uint8Array(HEAD + deflated.length);
  bytes[0] = VERSION;
  new DataView(bytes.buffer).setUint32(1, checksum(json));
  bytes.set(deflated, HEAD);
  return base64Encode(bytes, 'url');
}

export function unpack(text: string): Unpacking {
  const damaged = refused('is damaged, or its end is missing; copy the whole link');
  if (!/^[\w-]+$/.test(text)) return damaged;
  try {
    const bytes = base64Decode(text);
    if (bytes.length <= HEAD) return damaged;
    if (bytes[0] > VERSION && bytes[0] <= LAST_EXPECTED) {
      return refused(
        'was written by a newer version of the page, or is damaged; open it in the newest page, or copy the whole link',
      );
    }
    if (bytes[0] !== VERSION) return damaged;
    const json = inflated(bytes.subarray(HEAD));
    if (json === null) return refused(`holds more than ${LARGEST} bytes; save the study as a file instead`);
    if (new DataView(bytes.buffer, bytes.byteOffset).getUint32(1) !== checksum(json)) return damaged;
    return { ok: true, value: JSON.parse(strFromU8(json)) };
  } catch {
    return damaged;
  }
}

/** Null as soon as it grows beyond LARGEST. */
function inflated(deflated: Uint8Array): Uint8Array | null {
  const out = new Uint8Array(LARGEST);
  let size = 0;
  const stream = new Inflate((chunk) => {
    if (size + chunk.length <= LARGEST) out.set(chunk, size);
    size += chunk.length;
  });
  for (let at = 0; at < deflated.length; at += PIECE) {
    stream.push(deflated.subarray(at, at + PIECE), at + PIECE >= deflated.length);
    if (size > LARGEST) return null;
  }
  return out.subarray(0, size);
}

/** FNV-1a, 32 bits. */
function checksum(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

function refused(problem: string): Unpacking {
  return { ok: false, problem };
}
