import { SystemCatalogue } from '../../simulators/catalogue.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { soundPrior } from '../../priors/testing/prior.arbitrary.ts';
import { quantile } from '../../priors/prior.ts';
import { isName } from '../../simulators/table/names.ts';
import type { TablePreparation } from '../../simulators/table/preparation.ts';
import type { TableDescription } from '../../simulators/table/tableDescription.ts';
import { tableId } from '../../simulators/table/tableSystem.ts';
import { readStudy, writeStudy } from '../document/document.ts';
import { sampleTable, tableDocument } from '../testing/sampleTable.ts';
import { keyed } from './tableRecord.ts';

const catalogue = new SystemCatalogue();

type Json = Record<string, never>;

function textOf(description: TableDescription): string {
  catalogue.define({ kind: 'table', description });
  return writeStudy(tableDocument(description), catalogue);
}

/** What is said of the sample's document with its table changed, and the study's system as it then should be. */
function refusal(change: (table: Record<string, unknown>) => void): string {
  const content = JSON.parse(textOf(sampleTable)) as {
    table: Json;
    study: { problem: Json };
  };
  change(content.table);
  Object.assign(content.study.problem, { system: tableId(keyed(content.table as never).key) });
  const read = readStudy(JSON.stringify(content), catalogue);
  return read.ok ? 'accepted' : read.problems.join('\n');
}

const [mu, sigma] = sampleTable.parameters;
const [x1] = sampleTable.data;
const batch = (count: number) => Array.from({ length: count }, (_, i) => ({ ...x1, name: `x_${i}` }));

/** Names that a page might be hurt by. */
const fileName = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
  fc.constantFrom('<img src=x onerror=alert(1)>', '\ud800', '../../etc', '"\'`'),
);
const names = (length: number) =>
  fc.uniqueArray(
    fc.oneof(fc.string({ minLength: 1, maxLength: 6 }), fc.stringMatching(/^[a-z][\w.-]{0,9}$/)).filter(isName),
    {
      minLength: length,
      maxLength: length,
    },
  );
const share = fc.option(fc.record({ rows: fc.integer({ min: 1, max: 500 }), of: fc.integer({ min: 500, max: 5000 }) }));
const preparation = (D: number): fc.Arbitrary<TablePreparation> => {
  const place = fc.nat(D - 1);
  return fc.record({
    columns: fc.array(
      fc.record({ name: fileName, of: fc.constantFrom('parameters' as const, 'data' as const), position: fc.nat(99) }),
      { maxLength: 3 },
    ),
    notFinite: share,
    jittered: fc.uniqueArray(place, { maxLength: D }),
    weighted: share,
    refuted: fc.uniqueArray(place, { maxLength: D }),
    dependent: fc.array(fc.tuple(place, place), { maxLength: 3 }),
  });
};
const description: fc.Arbitrary<TableDescription> = fc
  .record({ D: fc.integer({ min: 1, max: 4 }), C: fc.integer({ min: 1, max: 6 }) })
  .chain(({ D, C }) =>
    fc.record({
      file: fileName,
      rows: fc.integer({ min: 2000, max: 1_000_000 }),
      checksum: fc.stringMatching(/^[0-9a-f]{8}$/),
      parameters: fc.tuple(names(D), fc.array(soundPrior, { minLength: D, maxLength: D })).map(([all, priors]) =>
        all.map((name, j) => ({
          name,
          prior: priors[j],
          low: quantile(priors[j], 0.1),
          high: quantile(priors[j], 0.9),
        })),
      ),
      preparation: fc.option(preparation(D), { nil: undefined }),
      outlying: fc.option(fc.uniqueArray(fc.nat(C - 1), { minLength: 1 }), { nil: undefined }),
      data: names(C).map((all) => all.map((name, i) => ({ name, low: -i - 0.1, high: i / 3 }))),
    }),
  )
  .map((record) => keyed(record as Omit<TableDescription, 'key'>));

describe('a table in a study document', () => {
  it('comes back with its study, and is known from then on', () => {
    const renamed = keyed({ ...sampleTable, file: 'nobody knows this yet.npz' });
    const id = tableId(renamed.key);
    const text = textOf(sampleTable)
      .replace('"night.npz",\n  "parameters"', '"nobody knows this yet.npz",\n  "parameters"')
      .replaceAll(tableId(sampleTable.key), id);
    expect(catalogue.has(id)).toBe(false);
    const read = readStudy(text, catalogue);
    if (!read.ok) throw new Error(read.problems.join('\n'));
    expect(catalogue.get(id).tagline).toBe('nobody knows this yet.npz: 2 parameters, 2 data values.');
    expect(writeStudy(read.document, catalogue)).toBe(text);
  });

  it('is read as it was written, whatever its names, numbers and priors are (300 cases)', () => {
    const property = fc.property(description, (table) => {
      const text = textOf(table);
      const read = readStudy(text, catalogue);
      return read.ok && writeStudy(read.document, catalogue) === text;
    });
    expect(fc.check(property, { numRuns: 300, seed: 5 })).toMatchObject({ failed: false, numRuns: 300 });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['more rows than are read', { rows: 1e9 }, 'table.rows is 1000000000'],
    ['too few rows', { rows: 20 }, 'table.rows is 20; expected >=1000'],
    ['half a row', { rows: 2000.5 }, 'table.rows'],
    ['a checksum that is none', { checksum: '<b>' }, 'table.checksum is "<b>"'],
    [
      'a name that is markup',
      { data: [{ ...x1, name: '<img src=x onerror=alert(1)>' }] },
      'table.data.0.name is "<img',
    ],
    ['a name of every object', { parameters: [{ ...mu, name: 'constructor' }, sigma] }, 'table.parameters.0.name'],
    ['no parameters', { parameters: [] }, 'table.parameters'],
    ['too many data', { data: batch(1001) }, 'table.data'],
    ['too many numbers', { data: batch(900), rows: 1_000_000 }, 'table describes 902000000 numbers; at most 20000000'],
    ['a parameter twice', { parameters: [mu, { ...sigma, name: 'mu' }] }, 'table.parameters holds mu twice'],
    ['a data value twice', { data: [x1, x1] }, 'table.data holds x_1 twice'],
    [
      'rows outside the prior',
      { parameters: [{ ...mu, high: 3 }, sigma] },
      'mu goes from -1.99 to 3, outside its prior',
    ],
    ['no prior to speak of', { parameters: [{ ...mu, prior: { family: 'fixed', value: 1 } }, sigma] }, 'mu is fixed'],
    [
      'an unsound prior',
      { parameters: [{ ...mu, prior: { family: 'uniform', low: 2, high: 1 } }, sigma] },
      'low must be',
    ],
    ['a column without width', { data: [{ ...x1, low: 4.5 }] }, 'x_1 goes from 4.5 to 4.5; low must be below high'],
    [
      'a parameter that is prepared and not there',
      {
        preparation: { columns: [], notFinite: null, jittered: [2], weighted: null, refuted: [], dependent: [] },
      },
      'table.preparation names parameter 2; there are 2, from 0',
    ],
    ['a preparation that is not known', { preparation: { jittered: [] } }, 'table.preparation.columns'],
    ['rows of its own', { theta: [1, 2, 3] }, 'table.theta is not known'],
    ['a name that is a path too long', { file: 'x'.repeat(256) }, 'table.file'],
  ])('with %s is refused', (_, change, said) => {
    expect(refusal((table) => Object.assign(table, change))).toContain(said);
  });

  it('of another study, or of none, is refused', () => {
    const text = textOf(sampleTable);
    const own = tableId(sampleTable.key);
    const said = (changed: string) => {
      const read = readStudy(changed, catalogue);
      return read.ok ? 'accepted' : read.problems.join('\n');
    };
    expect(said(text.replaceAll(own, 'table-12345678'))).toContain(`but that of the table is "${own}"`);
    expect(said(text.replaceAll(own, 'two-moons'))).toContain(`but that of the table is "${own}"`);
    expect(said(text.replace('"simulations": 3500', '"simulations": 3501'))).toContain(
      'the table has 3500 to train on',
    );
    expect(
      said(text.replace('"simulations": 3500', '"simulations": 3500').replace('"fresh": false', '"fresh": true')),
    ).toContain('simulations that the table does not have');
  });

  it('has observations from files alone', () => {
    const content = JSON.parse(textOf(sampleTable)) as Record<string, unknown>;
    const simulated = { kind: 'simulated', truth: [0, 1], seed: 1, eta: [], moved: [] };
    const read = readStudy(JSON.stringify({ ...content, observation: simulated }), catalogue);
    expect(read.ok ? '' : read.problems.join()).toContain('observation.kind is "simulated"');
  });
});
