/**
 * Fuzz targets of study files: every member of a valid one is changed, one place at a time. A changed file is refused with a
 * reason, or the study has what the file says: nothing is put right or passed over in silence.
 */
import { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { readSafetensors, type Tensor, writeSafetensors } from '../../src/inference/files/safetensors.ts';
import { readZip, writeZip } from '../../src/inference/files/zip.ts';
import { recordOf } from '../../src/inference/observation/record.ts';
import { simulateObservation } from '../../src/inference/observation/observation.ts';
import { builtIn } from '../../src/inference/simulators/registry.ts';
import type { StudyDocument } from '../../src/inference/study/document/document.ts';
import { sampleRun } from '../../src/inference/study/testing/sampleRun.ts';
import { sampleTable, tableDocument } from '../../src/inference/study/testing/sampleTable.ts';
import { readStudyFile, STUDY_FILE_LIMITS, writeStudyFile } from '../../src/inference/export/studyFile.ts';
import { fuzzTarget } from './target.ts';

const catalogue = new SystemCatalogue();

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Members = ReadonlyMap<string, Uint8Array>;

const [STUDY, TRAINING, WEIGHTS] = ['study.json', 'training.json', 'weights.safetensors'];

function membersOf(bytes: Uint8Array): Members {
  const archive = readZip(bytes, STUDY_FILE_LIMITS);
  if (!archive.ok) throw new Error(archive.problem.problem);
  return archive.value;
}

function validFile(system: string, finished: boolean): Members {
  const run = sampleRun({ finished, members: finished ? 1 : 2, system: builtIn(system) });
  const { problem } = run.study;
  const observed = simulateObservation(builtIn(system), problem, [0.2, -0.3], null, 7);
  const document: StudyDocument = { study: run.study, observation: recordOf(observed), view: null };
  return membersOf(writeStudyFile({ saved: { document, run }, observation: null, draws: null }, catalogue));
}

function tableFile(): Members {
  const document = tableDocument(sampleTable);
  const run = sampleRun({ finished: true, system: catalogue.define({ kind: 'table', description: sampleTable }) });
  return membersOf(writeStudyFile({ saved: { document, run }, observation: null, draws: null }, catalogue));
}

const valid = [validFile('two-moons', true), validFile('two-moons', false), tableFile()];
const jsonOf = (members: Members, name: string) =>
  JSON.parse(new TextDecoder().decode(members.get(name) ?? new Uint8Array())) as Json;
const bytesOf = (text: string) => new TextEncoder().encode(text);

const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
/** Written as they stand, some of which JSON.stringify would not write. */
const texts = fc.oneof(
  fc.constantFrom(
    'null',
    'true',
    '0',
    '-1',
    '0.5',
    '1',
    '2',
    '140',
    '1e-320',
    '1e308',
    '1e309',
    '-1e309',
    '9007199254740993',
    '""',
    '"a"',
    '"two-moons"',
    '"galaxy-bias"',
    '"finished"',
    '"__proto__"',
    '[]',
    '{}',
    '[null]',
    '[1e308]',
    '{"__proto__":{"x":1}}',
    '{"constructor":1}',
    `"${'x'.repeat(3000)}"`,
    deep(300),
    deep(20_000),
  ),
  fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value)),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
);
const SHARE = 0.05;
const MARK = '\u0001';

/** Every place of a value, the value itself included. */
function placesOf(value: Json, path: readonly string[] = []): (readonly string[])[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [path, ...inner.flatMap(([key, part]) => placesOf(part, [...path, key]))];
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((part, key) => (part as Record<string, unknown> | null)?.[key], value);
}

function withValue(value: Json, path: readonly string[], change: (before: Json) => Json | undefined): Json {
  const [key, ...rest] = path;
  if (key === undefined) return change(value) ?? null;
  const copy = structuredClone(value) as Record<string, Json>;
  const parent = at(copy, path.slice(0, -1)) as Record<string, Json>;
  const last = rest.at(-1) ?? key;
  const changed = change(parent[last]);
  if (changed !== undefined) parent[last] = changed;
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
  return copy;
}

/** `twice`: a member of a name that is there already. */
type Kind = 'replaced' | 'removed' | 'added' | 'twice';

const place = fc.record({
  which: fc.nat(valid.length - 1),
  name: fc.constantFrom(STUDY, TRAINING),
  nth: fc.nat(),
  kind: fc.constantFrom<Kind>('replaced', 'replaced', 'replaced', 'removed', 'added', 'twice'),
  text: texts,
});

/** A file with one place of a JSON member changed; the text of the value that stands there now, where one does. */
function changedFile({ which, name, nth, kind, text }: typeof place extends fc.Arbitrary<infer T> ? T : never) {
  const file = valid[which];
  const before = jsonOf(file, name);
  const places = placesOf(before).filter((path) => path.length > 0 || kind !== 'removed');
  const path = places[nth % places.length];
  const marked = JSON.stringify(MARK);
  const isList = Array.isArray(at(before, path.slice(0, -1)));
  let written: string;
  if (kind === 'removed') {
    written = JSON.stringify(withValue(before, path, () => undefined));
  } else if (kind === 'replaced') {
    written = JSON.stringify(withValue(before, path, () => MARK)).replace(marked, () => text);
  } else {
    // A further member beside what is there: one that nobody knows, or one of the known names a second time.
    const own = path.at(-1) ?? 'kind';
    const key = JSON.stringify(kind === 'added' ? 'nobody knows' : own);
    const parent = path.slice(0, -1);
    const all = JSON.stringify(
      withValue(before, parent, (value) =>
        Array.isArray(value) ? [MARK, ...value] : { [MARK]: 0, ...(value as object) },
      ),
    );
    written = all.replace(`${marked}:0`, () => `${key}:${text}`).replace(marked, () => text);
  }
  return { file: new Map([...file, [name, bytesOf(written)]]), path, isList };
}

/** Texts that are the same number, or another spelling of the same thing. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const json = fuzzTarget(
  'study file, a place of its JSON',
  place,
  (chosen) => {
    const { name, kind, text } = chosen;
    const { file, path, isList } = changedFile(chosen);
    const reading = readStudyFile(writeZip(file, 0), catalogue);
    if (!reading.ok) {
      const { length } = reading.problem.problem;
      if (length > 3000) throw new Error(`The refusal has ${length} characters.`);
      return;
    }
    // A list may be longer, where that makes sense.
    const isMore = !isList && (kind === 'added' || kind === 'twice');
    if (isMore) throw new Error(`Read although there is a member ${kind} beside ${path.join('.')}.`);
    // The checks of forms pass over names that every object has.
    if (kind !== 'replaced' || /__proto__|constructor|prototype/.test(text)) return;
    const again = membersOf(writeStudyFile({ saved: reading.value, observation: null, draws: null }, catalogue));
    const now = at(jsonOf(again, name), path);
    if (isDeepStrictEqual(now, parsed(text)) || (typeof now === 'number' && now === Number(text))) return;
    throw new Error(`${name}: ${path.join('.')} was ${text.slice(0, 80)} and is ${JSON.stringify(now)?.slice(0, 80)}.`);
  },
  SHARE,
);

const weights = readSafetensors(valid[0].get(WEIGHTS) ?? new Uint8Array());
if (!weights.ok) throw new Error(weights.problem);
const { file: sound } = weights;
const strange = fc.constantFrom(Number.NaN, Infinity, -Infinity, 3e38, -1e30, 1e-45, -0, 0, 1);

const tensorPlace = fc.record({
  nth: fc.nat(),
  kind: fc.constantFrom('value', 'value', 'removed', 'renamed', 'shape', 'type', 'added'),
  at: fc.nat(),
  value: strange,
  shape: fc.array(fc.oneof(fc.nat(70), fc.constantFrom(2 ** 31, 2 ** 53 - 1)), { maxLength: 4 }),
});

/** The tensors of a run with one of them changed. */
function changedTensors({
  nth,
  kind,
  at: entry,
  value,
  shape,
}: typeof tensorPlace extends fc.Arbitrary<infer T> ? T : never) {
  const all = new Map<string, Tensor>(sound.tensors);
  const names = [...all.keys()];
  const name = names[nth % names.length];
  const tensor = all.get(name) as Tensor;
  const data = tensor.data.slice();
  if (kind === 'value') data[entry % data.length] = value;
  if (kind === 'removed' || kind === 'renamed') all.delete(name);
  if (kind === 'renamed') all.set(`${name}x`, tensor);
  if (kind === 'value') all.set(name, { ...tensor, data });
  if (kind === 'type') all.set(name, { ...tensor, data: Float64Array.from(data) });
  if (kind === 'added') all.set('another', { shape: [1], data: Float32Array.of(1) });
  const written = writeSafetensors({ tensors: all, metadata: sound.metadata });
  if (kind !== 'shape') return written;
  // The header is text: another shape of the same length, if there is one.
  const head = new TextDecoder('latin1').decode(written);
  const own = `"${name}":{"dtype":`;
  const from = head.indexOf('[', head.indexOf(own));
  const to = head.indexOf(']', from) + 1;
  const other = JSON.stringify(shape)
    .slice(0, to - from)
    .padEnd(to - from);
  return Uint8Array.from(head.slice(0, from) + other + head.slice(to), (c) => c.charCodeAt(0));
}

const ofWeights = fuzzTarget(
  'study file, a place of its weights',
  tensorPlace,
  (chosen) => {
    const { kind } = chosen;
    const bytes = changedTensors(chosen);
    const reading = readStudyFile(writeZip(new Map([...valid[0], [WEIGHTS, bytes]]), 0), catalogue);
    if (!reading.ok) return;
    if (['removed', 'renamed', 'added'].includes(kind)) throw new Error(`Read although a tensor was ${kind}.`);
    const { run } = reading.value;
    if (run === null) throw new Error('The network is gone.');
    const again = membersOf(writeStudyFile({ saved: reading.value, observation: null, draws: null }, catalogue));
    const now = readSafetensors(again.get(WEIGHTS) ?? new Uint8Array());
    const given = readSafetensors(bytes);
    if (!now.ok || !given.ok) throw new Error('Read although the tensors cannot be.');
    for (const [name, { data }] of given.file.tensors) {
      const kept = now.file.tensors.get(name)?.data;
      const odd = data.findIndex((value, i) => !Number.isFinite(value) || kept?.[i] !== value);
      if (odd >= 0) throw new Error(`${name} has ${data[odd]} at ${odd}, and ${kept?.[odd]} was read.`);
    }
  },
  SHARE,
);

/** A whole file is read, and written again, in each case. */
export const studyMutations = [json, ofWeights];
