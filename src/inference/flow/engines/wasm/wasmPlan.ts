/**
 * Lays out the memory of an ensemble for the fused kernels and writes the plans that they read (assembly/plan.ts, word by
 * word the same): one for each member and thread, with the member's vectors and the thread's work space. After
 * them comes whatever the engine stores: training data, and what goes in and out of calls.
 */
import type { WasmEmbedding, WasmLayer } from '../../embeddings/embedding.ts';
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
  /** Address of the features of the contexts that were prepared last, [rows][8 contexts]; null: there is no embedding. */
  readonly features: number | null;
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

/** Rows of the table of a layer's input, one panel, and where its numbers stand in it. */
interface PlaneTable {
  readonly rows: number;
  /** Rows from a line of the plane to the next, from a place to the next, and before the first one. */
  readonly line: number;
  readonly place: number;
  readonly first: number;
}

/** The zeros around a plane are rows of its table. */
function planeTable({ input: { height, width, channels }, border: [down, across] }: WasmLayer): PlaneTable {
  const line = (width + 2 * across) * channels;
  return {
    rows: padded((height + 2 * down) * line),
    line,
    place: channels,
    first: down * line + across * channels,
  };
}

/**
 * Where a layer writes: into the plane of the next one, or behind one another where that takes all places as one or means of
 * them.
 */
function outputTable(
  { places: [height, width], columns }: WasmLayer,
  next: WasmLayer | undefined,
  pooled: boolean,
): PlaneTable {
  const flat = { line: width * columns, place: columns, first: 0 };
  if (next === undefined) return { rows: padded(columns), ...flat };
  if (pooled) return { rows: height * width * columns, ...flat };
  return next.input.height === 1 && next.input.width === 1
    ? { rows: planeTable(next).rows, ...flat }
    : planeTable(next);
}

/** The words of a stage (assembly/embedding.ts). @param table address of its input's table */
function stageWords(layer: WasmLayer, next: WasmLayer | undefined, pooled: boolean, table: number): number[] {
  const { runs, run, stride, places } = layer;
  const from = planeTable(layer);
  const to = outputTable(layer, next, pooled);
  return [
    runs,
    run,
    padded(run),
    ROW * from.line,
    ...places,
    ROW * stride[0] * from.line,
    ROW * stride[1] * from.place,
    table,
    ROW * from.rows,
    ROW * to.first,
    ROW * to.line,
    ROW * to.place,
    ROW * to.rows,
  ];
}

/** Words that describe an embedding in a plan. */
const EMBEDDING_WORDS = 18;

/** What the plan says of means. @param rows takes memory for a table of so many rows a panel */
function poolWords({ pool, items, layers }: WasmEmbedding, rows: (count: number) => number): number[] {
  if (pool === null) return [items, ...Array.from({ length: 11 }, () => 0)];
  const last = layers[layers.length - 2];
  const places = last.places[0] * last.places[1];
  const { line, place, first } = planeTable(layers[0]);
  const { height, width } = layers[0].input;
  const [from, to] = pool.mask;
  return [
    items,
    pool.counts ? 2 : 1,
    pool.overPlaces ? places : 1,
    ROW * last.columns * (pool.overPlaces ? 1 : places),
    rows(items * places * last.columns),
    rows(items * (pool.overPlaces ? places : 1)),
    to - from,
    ROW * (first + from),
    width,
    ROW * place,
    height,
    ROW * line,
  ];
}

/** Planes of an observation that a layer takes: the last one takes what is made of all pictures. */
function planesOf({ items, layers }: WasmEmbedding, layer: number): number {
  return layer + 1 < layers.length ? items : 1;
}

/** For each number of the context, where it goes in the first panel, and bytes of a panel there. */
function placeWords(embedding: WasmEmbedding, context: number, tables: readonly number[]): number[] {
  const { layers } = embedding;
  return Array.from({ length: context }, (_, number) => {
    const { layer, entry } = embedding.place(number);
    const { input } = layers[layer];
    const { rows, line, first } = planeTable(layers[layer]);
    const inLine = input.width * input.channels;
    const inPlane = input.height * inLine;
    const at = entry % inPlane;
    const row = Math.floor(entry / inPlane) * rows + first + Math.floor(at / inLine) * line + (at % inLine);
    return [tables[layer] + ROW * row, ROW * rows * planesOf(embedding, layer)];
  }).flat();
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
  const layersOf = embedding?.layers ?? [];
  const pool = embedding?.pool ?? null;
  const planes = (layer: number) => (embedding === null ? 1 : planesOf(embedding, layer));
  const planeRows = layersOf.map((layer, i) => planes(i) * planeTable(layer).rows);
  const isPooled = (layer: number) => pool !== null && layer + 2 === layersOf.length;
  const pooledRows = Math.max(
    0,
    ...layersOf.map(({ places: [down, across], columns }, i) =>
      isPooled(i) ? planes(i) * down * across * columns : 0,
    ),
  );
  const tapeRows =
    transforms * perTransform.reduce((sum, rows) => sum + rows, 0) + planeRows.reduce((sum, rows) => sum + rows, 0);
  const panels = Math.max(FEWEST_PANELS, Math.min(MOST_PANELS, Math.floor(TILE_BYTES / (tapeRows * ROW))));
  const rows = (count: number): number => memory.take(count * panels * ROW);
  const widest = Math.max(inputRows, hiddenRows, rawRows);
  const turnedRows = layersOf.map(
    ({ places: [down, across], columns }, i) => planes(i) * down * across * padded(columns),
  );
  const fixedColumns = transforms * (3 * hiddenRows + rawRows);

  const start = [
    dim,
    context,
    layersOf.length,
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
  /** Of each thread. */
  const outputs: number[] = [];
  const embeddingWords = (): Word[] => {
    if (embedding === null) return Array.from({ length: EMBEDDING_WORDS }, () => 0);
    const planeTables = planeRows.map(rows);
    const output = (): number => {
      outputs.push(rows(firstRow));
      return outputs[outputs.length - 1];
    };
    return [
      table(layersOf.flatMap((layer, i) => stageWords(layer, layersOf[i + 1], isPooled(i), planeTables[i]))),
      table(placeWords(embedding, context, planeTables)),
      ...poolWords(embedding, rows),
      output(),
      rows(Math.max(...planeRows, pooledRows)),
      rows(Math.max(...planeRows, pooledRows)),
      rows(Math.max(...turnedRows)),
    ];
  };
  const workspace = (): Word[] => [
    memory.take(size),
    size,
    masked,
    packed.unused.length,
    panels,
    degrees,
    table(Array.from({ length: transforms }, () => perTransform.map(rows)).flat()),
    ...embeddingWords(),
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
  // Contexts are prepared by the first thread.
  return { address, members: vectors, features: embedding === null ? null : outputs[0], end: memory.next };
}
