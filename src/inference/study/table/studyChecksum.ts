/** A checksum of what weights belong to, which they carry: a study of the same shape would take them for its own. */
import { crc32 } from '../../files/crc32.ts';
import { sorted } from '../sorted.ts';
import { hexadecimal } from './tableRecord.ts';

declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/** Of a study as it stands in a file, whatever its version and the order of its members: eight hexadecimal digits. */
export function studyChecksum(study: unknown): string {
  return hexadecimal(crc32(new TextEncoder().encode(JSON.stringify(sorted(study)))));
}
