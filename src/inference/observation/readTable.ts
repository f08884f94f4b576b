/** The bytes of a file to a `RawTable`, whatever its format; parsers that few files need are loaded when one comes. */
import { loadPart } from '../files/loadPart.ts';
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import { parseCsv } from './csv.ts';
import { parseJson } from './json.ts';
import { tooManyBytes } from './limits.ts';
import type { Foresight, RawTable } from './rawTable.ts';
import { containerOf } from './sniff.ts';
import { decodeText } from './text.ts';

/** @param foresee refuses a text before its cells are read */
export async function readTable(bytes: Uint8Array, foresee?: Foresight): Promise<Outcome<RawTable>> {
  const heavy = tooManyBytes(bytes.length);
  if (heavy) return bad(heavy);
  const container = containerOf(bytes);
  if (!container.ok) return container;
  switch (container.value) {
    case 'text':
      return parseText(bytes, foresee);
    case 'npy':
      return (await loadPart('reads NPY and NPZ files', () => import('./arrays.ts'))).parseNpy(bytes);
    case 'zip':
      return (await loadPart('reads NPY and NPZ files', () => import('./arrays.ts'))).parseNpz(bytes);
    case 'parquet':
      return (await loadPart('reads Parquet files', () => import('./parquet.ts'))).parseParquet(bytes);
    default:
      return container.value satisfies never;
  }
}

/** CSV or JSON. */
export function parseText(bytes: Uint8Array, foresee?: Foresight): Outcome<RawTable> {
  const decoded = decodeText(bytes);
  if (!decoded.ok) return decoded;
  const { text, kind, notices } = decoded.value;
  const table = kind === 'json' ? parseJson(text) : parseCsv(text, foresee);
  return table.ok ? good({ ...table.value, notices: [...notices, ...table.value.notices] }) : table;
}
