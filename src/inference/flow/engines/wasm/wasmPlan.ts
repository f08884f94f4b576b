/**
 * Lays out the memory of an ensemble for the fused kernels and writes the plans that they read (assembly/plan.ts, word by
 * word the same): one for each member and thread, with the member's vectors and the thread's work space. After
 * them comes whatever the engine stores: training data, and what goes in and out of calls.
 */
import { wasmEmbedding } from '../../embeddings/wasmEmbeddings.ts';
import { conditionerContext, splineSize } from '../../layout.ts';
import type { NetworkSpec } from '../../spec.ts';
import { degreeStarts, type Packing, padded } from './packing.ts';

/** Addresses of a member's packed vectors. */
export interface MemberVectors {
  readonly phi: number;
  readonly firstMoment: number;
  readonly secondMoment: number;
}

export interface WasmPlan {
  /** Address of the ensemble's words. */
  readonly address: number;
  readonly members: readonly MemberVectors[];
  /** First free byte. */
  readonly end: number;
}

/** Below lies what the compiler put there. */
const FIRST_BYTE = 65536;
const ALIGNMENT = 64;
const CACHE_LINE = 64;
/** Cache lines of a team, and words of a call. */
const TEAM_LINES = 3;
const CALL_WORDS = 12;
/** Samples of a panel, as bytes of a row. */
const ROW = 32;
/** Rows that a spline keeps for its gradient. */
const KEPT = 9;
/** Bytes that the tables of one tile should fill at most: a large part of a level-2 cache. */
const TILE_BYTES = 400_000;
const FEWEST_PANELS = 4;
const MOST_PANELS = 9;

/** Hands out addresses, one after the other. */
class Allocator {
  next: number;

  constructor(first: number) {
    this.next = first;
  }

  take(bytes: number): number {
    const address = this.next;
    this.next = (address + bytes + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
    return address;
  }
}

/** A word of the plan: a whole number (an address too) or a float32. */
type Word = number | { readonly float: number };

/**
 * @param grow makes the memory at least so many bytes long and returns it
 */
export function writePlan(
  spec: NetworkSpec,
  packed: Packing,
  members: number,
  threads: number,
  grow: (bytes: number) => ArrayBufferLike,
): WasmPlan {
  const { dim, context } = spec;
  const { transforms, hidden, bins, bound } = spec.estimator;
  const embedding = wasmEmbedding(spec);
  const memory = new Allocator(FIRST_BYTE);
  const tables: { readonly address: number; readonly words: readonly Word[] }[] = [];
  const table = (words: Iterable<Word>): number => {
    const list = Array.from(words);
    const address = memory.take(4 * list.length);
    tables.push({ address, words: list });
    return address;
  };

  const size = 4 * packed.size;
  const layers = table(
    packed.layers.flatMap((layer) => [
      layer.rows,
      layer.blocks,
      4 * layer.bias,
      table(layer.panels.map((at) => 4 * at)),
      table(layer.ends),
      table(layer.starts),
    ]),
  );
  const firstRow = padded(conditionerContext(spec));
  const inputRows = firstRow + padded(dim);
  const hiddenRows = padded(hidden);
  const rawRows = padded(dim * splineSize(bins));
  const perTransform = [inputRows, hiddenRows, hiddenRows, hiddenRows, rawRows, dim * KEPT];
  const tapeRows = transforms * perTransform.reduce((sum, rows) => sum + rows, 0);
  const panels = Math.max(FEWEST_PANELS, Math.min(MOST_PANELS, Math.floor(TILE_BYTES / (tapeRows * ROW))));
  const rows = (count: number): number => memory.take(count * panels * ROW);
  const widest = Math.max(inputRows, hiddenRows, rawRows, padded(embedding?.tables[1] ?? 0));
  const fixedColumns = transforms * (3 * hiddenRows + rawRows);

  const start = [
    dim,
    context,
    embedding === null ? 0 : 1,
    transforms,
    bins,
    firstRow,
    { float: bound },
    { float: 1 / Math.sqrt(hidden) },
    layers,
  ];
  const masked = table(packed.unused.map((position) => 4 * position));
  const degrees = table(degreeStarts(spec));
  // What contexts fix is computed by one thread and read by all.
  const fixed = memory.take(fixedColumns * ROW);
  const workspace = (): Word[] => [
    memory.take(size),
    size,
    masked,
    packed.unused.length,
    panels,
    degrees,
    table(Array.from({ length: transforms }, () => perTransform.map(rows)).flat()),
    ...(embedding?.tables.map((numbers) => rows(padded(numbers))) ?? [0, 0, 0]),
    rows(padded(dim)),
    rows(1),
    rows(widest),
    rows(widest),
    rows(widest),
    rows(padded(dim)),
    embedding === null ? 0 : rows(firstRow),
    rows(1),
    fixed,
    memory.take(fixedColumns * 4),
    memory.take(transforms * splineSize(bins) * ROW),
    rows(padded(dim)),
  ];
  const workspaces = Array.from({ length: threads }, workspace);
  const vectors = Array.from(
    { length: members },
    (): MemberVectors => ({
      phi: memory.take(size),
      firstMoment: memory.take(size),
      secondMoment: memory.take(size),
    }),
  );
  const plans = vectors.flatMap(({ phi, firstMoment, secondMoment }) =>
    workspaces.map((space) => table([...start, phi, firstMoment, secondMoment, ...space])),
  );
  const team = [threads, threads, memory.take(threads * CACHE_LINE)];
  const teamWords = (TEAM_LINES * CACHE_LINE) / 4;
  const address = table([
    members,
    table(plans),
    table(Array.from({ length: teamWords }, (_, word) => team[word] ?? 0)),
    memory.take(4 * CALL_WORDS),
  ]);

  const view = new DataView(grow(memory.next));
  for (const { address: at, words } of tables) {
    for (const [i, word] of words.entries()) {
      if (typeof word === 'number') view.setInt32(at + 4 * i, word, true);
      else view.setFloat32(at + 4 * i, word.float, true);
    }
  }
  return { address, members: vectors, end: memory.next };
}
