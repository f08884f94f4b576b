/**
 * An array without names as an observation, or as many, of a system whose observations are arrays (`ArrayFormat`). Its sizes
 * have to be those of x, with one axis more in front for a batch; nothing is turned, cut or filled up. A faulty entry is named
 * by its place. In a batch the observations with one are left out, with a notice that names them; where most are, the file is
 * refused.
 */
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import { isFillValue } from '../math/fillValues.ts';
import { listed, shown, shownNumber } from '../math/shown.ts';
import { sameUnit } from '../math/units.ts';
import { axisSizes, type DataShape, entryName, sizeOf } from '../simulators/dataShape.ts';
import type { ArrayFormat, ColumnSpec, Design, FileProblem, System } from '../simulators/system.ts';
import { fileAxes } from './arrayAxes.ts';
import { tupleText } from './arrayLayout.ts';
import { isMissing, MISSING_REMEDY, readCell } from './checkTable.ts';
import { truthKey } from './truthKey.ts';
import { equalItemsInBatch, equalItemsText } from './equalItems.ts';
import { declareDesign, designInText } from './declaredDesign.ts';
import { tooManyObservations } from './limits.ts';
import { type Observation, type ObservationSource, observationFromRaw } from './observation.ts';
import { type ObservationBatch, observationAt, summariesOf } from './batch.ts';
import { saysInfinite } from './missingText.ts';
import { numberOf } from './numberText.ts';
import { pixelScaleProblem } from './pixelScale.ts';
import type { RawArray } from './rawArray.ts';
import { cardNotices, designInCards } from './statedDesign.ts';
import { otherMask, UNSEEN, unseenOf } from './unseen.ts';
import { unusedNotice } from './unused.ts';

export interface ArrayContent {
  readonly observation: Observation;
  /** All of a file that has several; `observation` is then the first. */
  readonly batch: ObservationBatch | null;
}

/** Faults that are named. */
const NAMED = 5;

/** @param design what the file leaves open is taken from it */
export function observationFromArray(
  name: string,
  raw: RawArray,
  system: System,
  design: Design,
): Outcome<ArrayContent> {
  const format = system.file;
  if (format.kind !== 'array') throw new TypeError(`The files of ${system.name} are tables.`);
  if (raw.system !== undefined && raw.system !== system.id) {
    const remedy = `Switch to the system it is for; ${system.name} is "${system.id}".`;
    return bad({ column: 'system', value: raw.system, problem: 'The file declares another system.', remedy });
  }
  const unit = faultOfUnit(raw, system, format);
  if (unit !== null) return bad(unit);
  const inText = designInText(system, raw.metadata);
  if (!inText.ok) return inText;
  const own = { ...inText.value, ...raw.design };
  const inCards = designInCards(system, raw.cards ?? [], design, own);
  if (!inCards.ok) return inCards;
  const scale = format.pixelScale === undefined ? null : pixelScaleProblem(raw.cards ?? [], format.pixelScale);
  if (scale !== null) return bad(scale);
  const stated = { ...own, ...inCards.value };
  const declared = declareDesign(system, design, stated);
  if (!declared.ok) return declared;
  const { x: shape } = system.model(declared.value);
  const count = countIn(raw.shape, shape);
  if (count !== null && typeof count === 'object') return bad(wrongShape(raw.shape, declared.value, system, count.why));
  const n = count ?? 1;
  const crowd = tooManyObservations(n);
  if (crowd) return bad(crowd);
  const read = readCells(raw, system, format, declared.value, n);
  if (!read.ok) return read;
  const { x, kept, notices: ofCells } = read.value;
  const truth = truthOf(raw, system, declared.value, n);
  if (!truth.ok) return truth;
  const { thetas, notices: ofTruth } = truth.value;
  const used = new Set([...system.designFields.map(({ key }) => key), ...Object.keys(raw.truth).map(truthKey)]);
  const unused = Object.keys(raw.metadata).filter((key) => !used.has(key));
  const labels = kept.map((i) => raw.labels?.[i] ?? String(i + 1));
  const model = system.model(declared.value);
  const equal = n === 1 ? equalItemsText(model, x) : equalItemsInBatch(model, x, labels);
  const notices = [
    ...raw.notices,
    ...cardNotices(system, format, raw.cards ?? [], declared.value, stated),
    ...ofCells,
    ...missingNotice(x, kept.length),
    ...ofTruth,
    ...(equal === null ? [] : [equal]),
    ...(unused.length === 0 ? [] : [unusedNotice(system, unused)]),
  ];
  if (n === 1) {
    const file = { kind: 'file', name } as const;
    const source: ObservationSource = raw.moved === undefined ? file : { kind: 'edited', of: file, ...raw.moved };
    const known = thetas === null ? null : Array.from(thetas);
    return good({
      observation: observationFromRaw(system, declared.value, x, { source, truth: known, notices }),
      batch: null,
    });
  }
  const D = system.parameters(declared.value).length;
  const batch: ObservationBatch = {
    system: system.id,
    design: declared.value,
    file: name,
    labels,
    x,
    s: summariesOf(system, declared.value, x),
    truths: thetas && Float64Array.from(kept.flatMap((i) => [...thetas.subarray(i * D, (i + 1) * D)])),
    ...(kept.length < n ? { leftOut: n - kept.length } : {}),
    notices,
  };
  return good({ observation: observationAt(system, batch, 0), batch: kept.length > 1 ? batch : null });
}

/** Entries that are missing, where that is no fault. @param n observations */
function missingNotice(x: Float64Array, n: number): string[] {
  const missing = x.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);
  if (missing === 0) return [];
  const of = n === 1 ? '' : ` of the ${n} observations`;
  return [`${missing} of ${x.length} entries${of} ${missing === 1 ? 'is' : 'are'} missing; the network is told which.`];
}

/** How many observations a batch of this shape has; null: one, without an axis for it; or why it is none. */
function countIn(sizes: readonly number[], shape: DataShape): number | null | { readonly why: string } {
  const axes = fileAxes(shape);
  const more = sizes.length - axes.length;
  const equal = (given: readonly number[], wanted: readonly number[]) =>
    given.length === wanted.length && given.every((size, d) => size === wanted[d]);
  if (more === 0 && equal(sizes, axes)) return null;
  if (more === 1 && equal(sizes.slice(1), axes)) {
    return sizes[0] > 0 ? sizes[0] : { why: 'has no observation in it' };
  }
  const last = sizes.slice(-2);
  if (last.length === 2 && shape.kind === 'image' && shape.height !== shape.width) {
    if (equal(last, [shape.width, shape.height])) return { why: 'has rows and columns exchanged' };
  }
  return { why: 'has other sizes' };
}

function wrongShape(sizes: readonly number[], design: Design, system: System, why: string): FileProblem {
  const { x: shape } = system.model(design);
  const axes = fileAxes(shape);
  const turn = why.includes('exchanged') ? 'Transpose it (numpy.swapaxes(array, -1, -2)): for' : 'For';
  const rows = shape.kind === 'image' ? ', the first row being the lowest of the image' : '';
  return {
    problem: `The array of shape ${tupleText(sizes)} ${why}: ${system.name} takes ${tupleText(axes)} here.`,
    remedy: `${turn} the present design save one observation as ${tupleText(axes)}${rows}; several as ${tupleText(['N', ...axes])}.${settingFor(sizes, design, system)}`,
  };
}

/** A sentence on the one setting of the study with which an array of these sizes is read; '': there is none. */
function settingFor(sizes: readonly number[], design: Design, system: System): string {
  for (const field of system.designFields) {
    if (field.kind !== 'choice') continue;
    for (const option of field.options) {
      const other = declareDesign(system, design, { [field.key]: option.value });
      if (!other.ok || other.value[field.key] === design[field.key]) continue;
      const count = countIn(sizes, system.model(other.value).x);
      if (count !== null && typeof count === 'object') continue;
      const as = (count ?? 1) === 1 ? 'one observation' : `${count} observations`;
      return ` With the setting ${field.label} = ${option.label} of the study this array is read as ${as}.`;
    }
  }
  return '';
}

interface ReadCells {
  /** Of the observations that are kept, one after the other. */
  readonly x: Float64Array;
  /** Which these are. */
  readonly kept: readonly number[];
  /** Which are left out, and what lies under a mask. */
  readonly notices: readonly string[];
}

/** How the cells of a system's files are read. */
interface Reading {
  readonly shape: DataShape;
  readonly spec: ColumnSpec;
  /** Whether entries may be missing: they are then NaN. */
  readonly missing: boolean;
  readonly format: ArrayFormat;
  /** 1 where the study sees nothing; null: it sees everything. */
  readonly hidden: Uint8Array | null;
}

function readCells(raw: RawArray, system: System, format: ArrayFormat, design: Design, n: number): Outcome<ReadCells> {
  const model = system.model(design);
  const size = sizeOf(model.x);
  const reading: Reading = {
    shape: model.x,
    spec: { name: '', required: true, ...format.value },
    missing: model.missing === true,
    format,
    hidden: unseenOf(system, design),
  };
  const x = new Float64Array(n * size);
  const kept: number[] = [];
  const faults: FileProblem[] = [];
  let covered = 0;
  for (let i = 0; i < n; i++) {
    const out = x.subarray(kept.length * size, (kept.length + 1) * size);
    const fault = readOne(raw, i, reading, out);
    const called = raw.labels === undefined ? `observation ${i + 1}` : raw.labels[i];
    if (fault === null) {
      kept.push(i);
      covered += cover(out, reading.hidden);
    } else faults.push(n === 1 ? fault : { ...fault, column: `${called}, ${fault.column}` });
  }
  const [first] = faults;
  if (2 * faults.length > n) {
    if (faults.length === 1) return bad(first);
    return bad({ ...first, problem: `${first.problem} In total, ${faults.length} of ${n} observations are bad.` });
  }
  return good({
    x: x.slice(0, kept.length * size),
    kept,
    notices: [
      ...(first === undefined ? [] : [leftOut(faults, n)]),
      ...(covered === 0
        ? []
        : [`${covered} entries lie under the study's mask, where no simulation shows anything; they are not used.`]),
    ],
  });
}

/** Makes an observation 0 where nothing is seen of it; how many numbers there were. */
function cover(x: Float64Array, hidden: Uint8Array | null): number {
  let covered = 0;
  for (let i = 0; i < x.length; i++) {
    if (hidden?.[i] !== 1 || x[i] === UNSEEN) continue;
    x[i] = UNSEEN;
    covered++;
  }
  return covered;
}

/** Writes the i-th observation into `out` [size]; the first fault, or null. */
function readOne(
  { cells, rowNumbers }: RawArray,
  i: number,
  { shape, spec, missing, format, hidden }: Reading,
  out: Float64Array,
): FileProblem | null {
  let measured = 0;
  for (let e = 0; e < out.length; e++) {
    const written = cells[i * out.length + e];
    // A text is read to its number once; one that is none is judged as it is written.
    const number = typeof written === 'number' ? written : numberOf(written);
    const cell = Number.isFinite(number) ? number : written;
    if (hidden?.[e] === 1 && isInfinite(cell)) {
      out[e] = UNSEEN;
      continue;
    }
    const code = fillIn(number, spec);
    if (code !== null || isMissing(cell)) {
      if (hidden?.[e] === 1 || missing) {
        out[e] = hidden?.[e] === 1 ? UNSEEN : Number.NaN;
        continue;
      }
      const problem = code === null ? 'The value is missing.' : `${code} stands for a missing value.`;
      const remedy = format.unseen?.remedy ?? MISSING_REMEDY;
      return { ...placeOf(shape, e, rowNumbers), value: String(written), problem, remedy };
    }
    measured++;
    const value = readCell(spec, cell);
    if (typeof value === 'number') out[e] = value;
    else return { ...placeOf(shape, e, rowNumbers), value: String(written), ...value };
  }
  if (measured > 0) return format.unseen === undefined ? null : otherMask(out, hidden, shape, format.unseen);
  return { problem: 'All its entries are missing.', remedy: 'Leave the observation out.' };
}

/** A division by the weight of pixels that have none. */
function isInfinite(cell: number | string): boolean {
  return typeof cell === 'number' ? Math.abs(cell) === Infinity : saysInfinite(cell);
}

/** A number that programs write for a value that is not there; null: it is none. A positive one may be measured. */
function fillIn(value: number, { kind, largest = Infinity }: ColumnSpec): string | null {
  const impossible = value < 0 ? kind === 'number' : value > largest;
  return impossible && isFillValue(value) ? shownNumber(value) : null;
}

/**
 * A file that gives its numbers another unit than the system takes is refused: what they would have to be multiplied by is not
 * guessed.
 */
function faultOfUnit({ unit }: RawArray, system: System, { value }: ArrayFormat): FileProblem | null {
  if (unit === undefined || sameUnit(unit.value, value.unit)) return null;
  const wanted = value.unit === '' ? 'numbers without a unit' : `numbers in ${value.unit}`;
  return {
    column: unit.place,
    value: unit.value,
    problem: `${system.name} takes ${wanted} (${value.description}).`,
    remedy: 'Convert the numbers and correct the card, or remove the card if it is wrong.',
  };
}

/** Where an entry stands: in a text by the file's own row. */
function placeOf(
  shape: DataShape,
  entry: number,
  rowNumbers: readonly number[] | undefined,
): Pick<FileProblem, 'row' | 'column'> {
  if (rowNumbers === undefined) return { column: entryName(shape, entry) };
  const width = axisSizes(shape).at(-1) ?? 1;
  return { row: rowNumbers[Math.floor(entry / width)], column: `column ${(entry % width) + 1}` };
}

function leftOut(faults: readonly FileProblem[], n: number): string {
  const named = faults.map(({ column = '', problem }) => `${shown(column)} (${problem.replace(/\.$/, '')})`);
  const which = listed(named, NAMED, (text) => text);
  return `${faults.length} of ${n} observations ${faults.length === 1 ? 'is' : 'are'} left out: ${which}.`;
}

interface Truth {
  /** [n, D]; null where the file does not tell it. */
  readonly thetas: Float64Array | null;
  readonly notices: readonly string[];
}

/** Known parameter values, given as all of theta or as all of the displayed quantities, one or one an observation. */
function truthOf({ truth }: RawArray, system: System, design: Design, n: number): Outcome<Truth> {
  const given = Object.keys(truth);
  if (given.length === 0) return good({ thetas: null, notices: [] });
  const parameters = system.parameters(design).map(({ key }) => key);
  const display = system.display(design).map(({ key }) => key);
  const keys = [parameters, display].find((all) => all.every((key) => Object.hasOwn(truth, key)));
  if (keys === undefined) {
    const notice = `The file's true values (${listed(given)}) are not those of ${listed(parameters)}; they are not drawn.`;
    return good({ thetas: null, notices: [notice] });
  }
  const uneven = keys.find((key) => truth[key].length !== n);
  if (uneven !== undefined) {
    const problem = `There are ${truth[uneven].length} true values for ${n} observations.`;
    return bad({ column: truthKey(uneven), problem, remedy: 'Give one for each observation.' });
  }
  const rows = Array.from({ length: n }, (_, i) => keys.map((key) => truth[key][i]));
  const thetas = keys === parameters ? rows : rows.map((row) => system.fromDisplay(row, design));
  return good({ thetas: Float64Array.from(thetas.flat()), notices: [] });
}
