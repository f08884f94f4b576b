/**
 * An address as a QR code (ISO/IEC 18004), by the package `qr`, which is loaded when the first one is shown. With medium error
 * correction, which bears a fold of the screen or a reflection; beyond `LONGEST_SCANNED` characters the modules would be too fine to be
 * told apart from some metres.
 */
import { loadPart } from '../../../inference/parts/loadPart.ts';

/** Characters: version 15, 77 modules a side, holds 412 bytes. */
export const LONGEST_SCANNED = 400;

/** Modules that are left free around a code. */
export const QUIET = 4;

export interface QrModules {
  /** Modules a side, the free border included. */
  readonly side: number;
  /** The dark modules as an SVG path, one unit each. */
  readonly path: string;
}

/** @throws (rejects) PartMissing; RangeError beyond `LONGEST_SCANNED` */
export async function qrModules(address: string): Promise<QrModules> {
  if (address.length > LONGEST_SCANNED) {
    throw new RangeError(
      `The address has ${address.length} characters; a code of at most ${LONGEST_SCANNED} can be scanned.`,
    );
  }
  const { encodeQR } = await loadPart('draws QR codes', () => import('qr'));
  const rows = encodeQR(address, 'raw', { ecc: 'medium', border: QUIET });
  const path = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return { side: rows.length, path };
}
