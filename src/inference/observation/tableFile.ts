/**
 * The bytes of a file, recognised by their beginning, to a `RawTable`, whatever the format. A file is parsed once, however
 * many readers ask for its table: whether it holds an observation or simulations is told by the table's columns. Parsers that
 * few files need are loaded when one comes.
 */
import { loadPart } from '../parts/loadPart.ts';
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import type { FileProblem } from '../simulators/system.ts';
import { openCsv } from './csv.ts';
import { parseJson } from './json.ts';
import { tooManyBytes } from './limits.ts';
import type { Foresight, RawTable, TableOutline } from './rawTable.ts';
import { containerOf } from './sniff.ts';
import { decodeText } from './text.ts';

/** A table of which no cell has been read. */
interface UnreadTable {
  /** Null where the size is known only when the table is read. */
  readonly outline: TableOutline | null;
  readonly read: () => Outcome<RawTable> | Promise<Outcome<RawTable>>;
}

interface UnreadText extends UnreadTable {
  readonly read: () => Outcome<RawTable>;
}

export class TableFile {
  readonly bytes: Uint8Array;
  #outline: Promise<Outcome<TableOutline | null>> | null = null;
  /** Reads the table, until it has been asked to: what it was read from is then let go. */
  #read: UnreadTable['read'] | null = null;
  #table: Promise<Outcome<RawTable>> | null = null;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** @param foresee refuses a large text before its cells are read */
  async table(foresee?: Foresight): Promise<Outcome<RawTable>> {
    this.#outline ??= this.#open();
    const outline = await this.#outline;
    if (!outline.ok) return outline;
    const crowd = foreseen(outline.value, foresee);
    if (crowd !== null) return bad(crowd);
    this.#table ??= this.#readOnce();
    return this.#table;
  }

  async #open(): Promise<Outcome<TableOutline | null>> {
    const unread = await openTable(this.bytes);
    if (!unread.ok) return unread;
    this.#read = unread.value.read;
    return good(unread.value.outline);
  }

  async #readOnce(): Promise<Outcome<RawTable>> {
    const read = this.#read;
    if (read === null) throw new Error('The table has been read before.');
    this.#read = null;
    return read();
  }
}

async function openTable(bytes: Uint8Array): Promise<Outcome<UnreadTable>> {
  const heavy = tooManyBytes(bytes.length);
  if (heavy) return bad(heavy);
  const container = containerOf(bytes);
  if (!container.ok) return container;
  switch (container.value) {
    case 'text':
      return openText(bytes);
    case 'npy': {
      const { parseNpy } = await loadPart('reads NPY and NPZ files', () => import('./arrays.ts'));
      return good({ outline: null, read: () => parseNpy(bytes) });
    }
    case 'zip': {
      const { parseNpz } = await loadPart('reads NPY and NPZ files', () => import('./arrays.ts'));
      return good({ outline: null, read: () => parseNpz(bytes) });
    }
    case 'parquet': {
      const { parseParquet } = await loadPart('reads Parquet files', () => import('./parquet.ts'));
      return good({ outline: null, read: () => parseParquet(bytes) });
    }
    default:
      return container.value satisfies never;
  }
}

/** CSV or JSON. */
function openText(bytes: Uint8Array): Outcome<UnreadText> {
  const decoded = decodeText(bytes);
  if (!decoded.ok) return decoded;
  const { text, kind, notices } = decoded.value;
  const unread = kind === 'json' ? good({ outline: null, read: () => parseJson(text) }) : openCsv(text);
  if (!unread.ok) return unread;
  const { outline, read } = unread.value;
  const withNotices = () => {
    const table = read();
    return table.ok ? good({ ...table.value, notices: [...notices, ...table.value.notices] }) : table;
  };
  return good({ outline, read: withNotices });
}

/** CSV or JSON, at once. */
export function parseText(bytes: Uint8Array, foresee?: Foresight): Outcome<RawTable> {
  const unread = openText(bytes);
  if (!unread.ok) return unread;
  const crowd = foreseen(unread.value.outline, foresee);
  return crowd === null ? unread.value.read() : bad(crowd);
}

function foreseen(outline: TableOutline | null, foresee?: Foresight): FileProblem | null {
  return foresee === undefined || outline === null ? null : foresee(outline);
}
