/** Fuzz targets of src/inference/study: a link or a document is read, and then holds its own bytes, or is refused in sentences. */
import { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import fc from 'fast-check';
import { studyDocument } from '../../src/inference/study/testing/document.arbitrary.ts';
import {
  type StudyDocument,
  type StudyReading,
  readStudy,
  writeStudy,
} from '../../src/inference/study/document/document.ts';
import { unpack } from '../../src/inference/study/link/packed.ts';
import { readLink } from '../../src/inference/study/link/readLink.ts';
import { writeLink } from '../../src/inference/study/link/writeLink.ts';
import { damaged } from './inputs.ts';
import { fuzzTarget } from './target.ts';

const catalogue = new SystemCatalogue();

const linkOf = (document: StudyDocument) => writeLink(document, catalogue);
const textOf = (document: StudyDocument) => writeStudy(document, catalogue);
const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const sound = fc.sample(studyDocument, { numRuns: 60, seed: 1 });

function holdsItsBytes(
  read: StudyReading,
  write: (document: StudyDocument) => string,
  again: (text: string) => StudyReading,
) {
  if (!read.ok) {
    if (read.problems.length === 0 || read.problems.includes('')) throw new Error('A refusal says nothing.');
    return;
  }
  const text = write(read.document);
  const second = again(text);
  if (!second.ok) throw new Error(second.problems.join(' '));
  if (write(second.document) !== text) throw new Error('What is written is not what was read.');
}

const keys = fc.constantFrom(
  'system=',
  'seed=',
  'prior.A=',
  'design.V=',
  'truth=',
  'moved=',
  'packed=',
  'hide=',
  'axes=',
);
const pieces = fc.oneof(
  keys,
  fc.constantFrom(
    '&',
    '=',
    ',',
    '.',
    '%',
    '%41',
    '#',
    '(',
    ')',
    ':',
    '-',
    '1e9',
    'NaN',
    'inf',
    'uniform(',
    '__proto__',
  ),
  fc.integer({ min: -3, max: 300 }).map(String),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const made = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(''));

const links = fuzzTarget(
  'Link',
  fc.oneof(made, damaged(sound.map((document) => encode(linkOf(document)))).map(decode)),
  (hash) => holdsItsBytes(readLink(hash, catalogue), linkOf, (text) => readLink(text, catalogue)),
);

const documents = fuzzTarget(
  'Study document',
  damaged(sound.map((document) => encode(textOf(document)))).map(decode),
  (text) => holdsItsBytes(readStudy(text, catalogue), textOf, (again) => readStudy(again, catalogue)),
);

const letters = fc.string({
  unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.split('')),
});
const packed = fuzzTarget(
  'Packed part of a link',
  fc.oneof(
    letters,
    letters.map((text) => `AQ${text}`),
    fc.string(),
  ),
  (text) => {
    const unpacked = unpack(text);
    if (!unpacked.ok && unpacked.problem === '') throw new Error('A refusal says nothing.');
  },
);

export const linkTargets = [links, documents, packed];
