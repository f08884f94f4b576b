/** Fuzz targets of src/inference/observation: any file is an observation with finite summaries, or is refused by its name. */
import fc from 'fast-check';
import { fitsArchiveOf } from '../../src/inference/observation/fitsBatch.ts';
import { simulateObservation } from '../../src/inference/observation/observation.ts';
import { readAny } from '../../src/inference/observation/readAny.ts';
import { writeObservation } from '../../src/inference/observation/writeFile.ts';
import { writeNpy } from '../../src/inference/files/npy.ts';
import { writeNpz } from '../../src/inference/files/npz.ts';
import { exampleBatch } from '../../src/inference/observation/writeBatch.ts';
import { defaultProblem } from '../../src/inference/simulators/problem.ts';
import { builtIn, systems } from '../../src/inference/simulators/registry.ts';
import type { System } from '../../src/inference/simulators/system.ts';
import { gaussianBlob } from '../../src/inference/simulators/testing/gaussianBlob.ts';
import { anyBytes, corpusFiles, damaged, damagedMember, filesOf } from './inputs.ts';
import { fuzzTarget } from './target.ts';

const text = (content: string) => new TextEncoder().encode(content);
const anySystem = fc.constantFrom(...systems.map(({ id }) => id));

/** Its observations are arrays. */
const images = { ...gaussianBlob, defaultDesign: { rows: 3, columns: 4 } };

async function isReadOrRefused([bytes, id]: readonly [Uint8Array, string]): Promise<void> {
  await isReadOrRefusedBy(builtIn(id), bytes);
}

async function isReadOrRefusedBy(system: System, bytes: Uint8Array): Promise<void> {
  const content = await readAny({ name: 'a.file', bytes }, system, system.defaultDesign, systems);
  if (content.kind === 'simulations') return;
  const { result } = content;
  if (result.ok) {
    if (!result.observation.s.every(Number.isFinite)) throw new Error('A summary is not finite.');
    return;
  }
  const { message, remedy } = result.error;
  if (!message.startsWith('a.file') || remedy === '') throw new Error(`The refusal is "${message}".`);
}

const pieces = fc.oneof(
  fc.constantFrom(
    'k',
    'P',
    't',
    'count',
    'x0',
    'x1',
    'x2',
    'x3',
    'x9999',
    'site',
    'value',
    'mu',
    'data_1',
    'data_2',
    'theta_1',
  ),
  fc.constantFrom('#', '# dt: x', '# mode: climate', '# t0_exact: true', '# system: lorenz-96', '# truth_b: 1'),
  fc.constantFrom(',', ';', '\t', '\n', '\r\n', '\r', '"', '{', '}', '[', ']', ':', ' ', '\0', '\ufeff', '__proto__'),
  fc.double().map(String),
  fc.integer({ min: -3, max: 40 }).map(String),
);
const tables = fc.array(pieces, { maxLength: 80 }).map((parts) => text(parts.join('')));

/** What every system writes for its own default design, with characters replaced, dropped or put in. */
const nearlyGood = fc
  .tuple(
    fc.constantFrom(
      ...systems.map((system) => {
        const theta = system.parameters(system.defaultDesign).map(({ defaultTruth }) => defaultTruth);
        const observation = simulateObservation(system, defaultProblem(system), theta, null, 1);
        return { id: system.id, written: writeObservation(system, observation) ?? '' };
      }),
    ),
    fc.array(fc.tuple(fc.nat(), pieces, fc.nat({ max: 2 })), { minLength: 1, maxLength: 4 }),
  )
  .map(([{ id, written }, damage]): [Uint8Array, string] => {
    const content = damage.reduce((before, [place, piece, dropped]) => {
      const at = place % before.length;
      return before.slice(0, at) + piece + before.slice(at + dropped);
    }, written);
    return [text(content), id];
  });

/** FITS images of other programs and an archive of them, damaged. */
const nearlyFits = (() => {
  const files = filesOf('e2e/fits', /\.fits$/);
  const named = files.slice(0, 3).map((bytes, i) => ({ name: `${i}.fits`, bytes }));
  const archive = fitsArchiveOf(named);
  return fc.oneof(damaged([...files, archive]), damagedMember(archive));
})();

/** An image, or some, as every format has it, with characters or bytes replaced, dropped or put in. */
const nearlyImages = fc
  .tuple(
    fc.constantFrom(
      ...[[3, 4], [2, 3, 4], [1, 3, 4], [4, 3], [12], [2, 2, 3, 4]].flatMap((shape) => {
        const values = Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i - 3.5);
        return [writeNpy({ shape, values }), writeNpz(new Map([['x', { shape, values }]]))];
      }),
      text('# rows: 3\n1,2,3,4\n5,6,7,8\n9,10,11,12\n'),
      text('1 2 3 4\n5 6 7 8\n9 10 11 12\n'),
      text('[[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]'),
      text(exampleBatch(images, defaultProblem(images), 3, 1)),
    ),
    fc.array(fc.tuple(fc.nat(), fc.oneof(pieces.map(text), fc.uint8Array({ maxLength: 2 })), fc.nat({ max: 2 })), {
      maxLength: 4,
    }),
  )
  .map(([bytes, damage]) =>
    damage.reduce((before, [place, piece, dropped]) => {
      const at = place % before.length;
      return Uint8Array.from([...before.subarray(0, at), ...piece, ...before.subarray(at + dropped)]);
    }, bytes),
  );
const nestedLists = fc.letrec((tie) => ({
  list: fc.array(
    fc.oneof({ weight: 3, arbitrary: fc.oneof(fc.double(), fc.jsonValue({ maxDepth: 0 })) }, tie('list')),
    {
      maxLength: 4,
    },
  ),
})).list;
const arrayJson = fc
  .oneof(
    nestedLists,
    fc.record(
      { system: anySystem, design: fc.object({ maxDepth: 1 }), data: nestedLists, truth: fc.object({ maxDepth: 1 }) },
      { requiredKeys: [] },
    ),
  )
  .map((content) => text(JSON.stringify(content)));

const anyValue = fc.jsonValue({ maxDepth: 1 });
const json = fc
  .record(
    {
      system: fc.oneof(fc.constantFrom(...systems.map(({ id }) => id)), anyValue),
      schema: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: anyValue }),
      design: fc.oneof(fc.dictionary(fc.constantFrom('mode', 'sites', 'V', 'n', '__proto__'), anyValue), anyValue),
      data: fc.oneof(
        fc.dictionary(
          fc.constantFrom('k', 'P', 't', 'count', 'x0', 'data_1', '__proto__'),
          fc.array(anyValue, { maxLength: 4 }),
          {
            maxKeys: 3,
          },
        ),
        anyValue,
      ),
      truth: fc.oneof(fc.dictionary(fc.string(), fc.double()), anyValue),
    },
    { requiredKeys: [] },
  )
  .map((content) => text(JSON.stringify(content)));

const starts = ['', '{"', '\x93NUMPY\x01\0', 'PK\x03\x04', 'PAR1', '\xff\xfe'].map((start) =>
  Uint8Array.from(start, (c) => c.charCodeAt(0)),
);

export const observationTargets = [
  fuzzTarget('nearly good image', nearlyImages, (bytes) => isReadOrRefusedBy(images, bytes)),
  fuzzTarget('nearly good FITS image', nearlyFits, (bytes) => isReadOrRefusedBy(images, bytes)),
  fuzzTarget('JSON of an image', arrayJson, (bytes) => isReadOrRefusedBy(images, bytes)),
  fuzzTarget('table of text for images', tables, (bytes) => isReadOrRefusedBy(images, bytes)),
  fuzzTarget('any bytes for images', anyBytes(...starts), (bytes) => isReadOrRefusedBy(images, bytes)),
  fuzzTarget('damaged file of the corpus for images', damaged(corpusFiles(/./)), (bytes) =>
    isReadOrRefusedBy(images, bytes),
  ),
  fuzzTarget('table of text', fc.tuple(tables, anySystem), isReadOrRefused),
  fuzzTarget('JSON', fc.tuple(json, anySystem), isReadOrRefused),
  fuzzTarget('any bytes', fc.tuple(anyBytes(...starts), anySystem), isReadOrRefused),
  fuzzTarget('nearly good file', nearlyGood, isReadOrRefused),
  fuzzTarget('damaged file of the corpus', fc.tuple(damaged(corpusFiles(/./)), anySystem), isReadOrRefused),
  fuzzTarget(
    'damaged array of an archive',
    fc.tuple(fc.oneof(...corpusFiles(/good\.npz$/).map(damagedMember)), anySystem),
    isReadOrRefused,
  ),
];
