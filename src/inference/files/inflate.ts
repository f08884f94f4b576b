/** Deflated bytes of a known length, unpacked by fflate in pieces that stop where more comes than was declared. */
import { Gunzip, Inflate } from 'fflate';

/** Deflate packs by 1,032 at most: a piece of this many bytes unpacks to 1 MB at most. */
const PIECE = 1024;
const MOST_PACKED = 1032;

/** @returns null when the stream is broken or has another length; at most a piece too much is unpacked. */
export function inflate(packed: Uint8Array, length: number, form: 'deflate' | 'gzip'): Uint8Array | null {
  // A lie of a gigabyte must not allocate one.
  if (length > packed.length * MOST_PACKED) return null;
  const content = new Uint8Array(length);
  let filled = 0;
  let ended = false;
  const take = (piece: Uint8Array, final: boolean) => {
    if (filled + piece.length > length) throw new RangeError('longer than declared');
    content.set(piece, filled);
    filled += piece.length;
    ended = final;
  };
  const stream = form === 'gzip' ? new Gunzip(take) : new Inflate(take);
  try {
    for (let at = 0; at < packed.length; at += PIECE) {
      stream.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
    }
  } catch {
    return null;
  }
  return ended && filled === length ? content : null;
}

/** The first `length` bytes of a deflated stream; null where it is broken before, or shorter. */
export function inflateHead(packed: Uint8Array, length: number): Uint8Array | null {
  const content = new Uint8Array(length);
  let filled = 0;
  const stream = new Inflate((piece) => {
    const taken = piece.subarray(0, length - filled);
    content.set(taken, filled);
    filled += taken.length;
  });
  try {
    for (let at = 0; at < packed.length; at += PIECE) {
      if (filled === length) break;
      stream.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
    }
  } catch {
    return null;
  }
  return filled === length ? content : null;
}
