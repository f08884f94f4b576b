/** The worker that reads files: it knows of a table of simulations, or of a study of one, what it is sent or reads. */
import { describe, expect, it } from 'vitest';
import { writeZip } from '../../inference/files/zip.ts';
import { writeStudyFile } from '../../inference/export/studyFile.ts';
import { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import { sampleRun } from '../../inference/study/testing/sampleRun.ts';
import { sampleTable, tableDocument } from '../../inference/study/testing/sampleTable.ts';
import { fileHandlers } from './fileCommands.ts';

const source = { kind: 'table', description: sampleTable } as const;
const galaxies = { kind: 'built-in', id: 'galaxy-bias' } as const;
const context = { signal: new AbortController().signal, progress: () => {} };

function read(name: string, content: string | Uint8Array, system: typeof source | typeof galaxies) {
  const design = new SystemCatalogue().define(system).defaultDesign;
  const params = { name, file: new Blob([content as BlobPart]), system, design };
  return fileHandlers(new SystemCatalogue())['file.read'](params, context);
}

describe('a file that is read in a worker', () => {
  it('may be an observation of a table that the worker is told of with it', async () => {
    const content = await read('row.csv', 'x_1,x_2\n1,2\n', source);
    expect(content).toMatchObject({
      kind: 'observation',
      result: { ok: true, observation: { s: Float64Array.of(1, 2) } },
    });
  });

  it('may be of another system of the page, which is named', async () => {
    const content = await read('moons.csv', 'data_1,data_2\n1,2\n', source);
    expect(content).toMatchObject({ result: { ok: false, error: { message: expect.stringContaining('Two moons') } } });
  });

  it('may be a study of a table, which comes with where its system is from', async () => {
    const catalogue = new SystemCatalogue();
    const run = sampleRun({ finished: true, system: catalogue.define(source) });
    const saved = { document: tableDocument(sampleTable), run };
    const content = await read(
      'a.npe.zip',
      writeStudyFile({ saved, observation: null, draws: null }, catalogue),
      galaxies,
    );
    expect(content).toMatchObject({ kind: 'study', study: { ok: true, value: { source } } });
  });

  it('may be a study that cannot be read, and is refused as one', async () => {
    const damaged = writeZip(new Map([['study.json', new TextEncoder().encode('{}')]]));
    expect(await read('a.npe.zip', damaged, galaxies)).toMatchObject({ kind: 'study', study: { ok: false } });
  });
});
