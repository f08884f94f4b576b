import type { Declaration } from '../simulators/own/declaration.ts';
import type { SystemSource } from '../simulators/source.ts';
import { SystemCatalogue } from '../simulators/catalogue.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readZip, writeZip } from '../files/zip.ts';
import { builtIn } from '../simulators/registry.ts';
import { defaultStudy } from '../study/defaults.ts';
import { writeStudy } from '../study/document/document.ts';
import { inText, sampleRun } from '../study/testing/sampleRun.ts';
import { sampleTable, tableDocument } from '../study/testing/sampleTable.ts';
import type { SavedStudy } from '../study/run/savedStudy.ts';
import { isStudyFile, readStudyFile, STUDY_FILE_LIMITS, writeStudyFile } from './studyFile.ts';

const catalogue = new SystemCatalogue();
const tableOfSample = catalogue.define({ kind: 'table', description: sampleTable });

function savedOf(finished: boolean): SavedStudy {
  const run = sampleRun({ finished });
  return { document: { study: run.study, observation: null, view: null }, run };
}

const saved = savedOf(true);
const bytes = writeStudyFile({ saved, observation: 'x1,x2\n0,1\n', draws: 'theta1,theta2\r\n0,1\r\n' }, catalogue);

/** The file with members replaced, or (null) left out. */
function changed(members: Readonly<Record<string, string | Uint8Array | null>>, level: 0 | 9 = 0): Uint8Array {
  const archive = readZip(bytes, STUDY_FILE_LIMITS);
  if (!archive.ok) throw new Error(archive.problem.problem);
  const all = new Map(archive.value);
  for (const [name, content] of Object.entries(members)) {
    if (content === null) all.delete(name);
    else all.set(name, typeof content === 'string' ? new TextEncoder().encode(content) : content);
  }
  return writeZip(all, level);
}

function problemOf(file: Uint8Array): string {
  const reading = readStudyFile(file, catalogue);
  return reading.ok ? 'none' : `${reading.problem.value ?? ''} ${reading.problem.problem}`;
}

const declaration = {
  name: 'Two numbers',
  parameters: ['a', 'b'].map((key) => ({ key, prior: { family: 'normal', mean: 0, sd: 1 } as const })),
  data: { kind: 'vector', names: ['u', 'v'] },
  example: [0.2, 3],
} as const satisfies Declaration;
const apart: [string, SystemSource][] = [
  ['a script', { kind: 'script', language: 'javascript', text: 'export {};', declaration }],
  ['behind the bridge', { kind: 'remote', key: '0123456789abcdef', batch: false, block: 256, declaration }],
];

describe('a study file', () => {
  it.each([true, false])(
    'is read as it was written and written again with the same bytes (finished: %s)',
    (finished) => {
      const file = { saved: savedOf(finished), observation: 'x1\n0\n', draws: null };
      const reading = readStudyFile(writeStudyFile(file, catalogue), catalogue);
      expect(inText(reading)).toBe(inText({ ok: true, value: file.saved }));
      const again = { ...file, saved: reading.ok ? reading.value : file.saved };
      expect(inText(writeStudyFile(again, catalogue))).toBe(inText(writeStudyFile(file, catalogue)));
    },
  );

  it('is read as well when it was packed for a network, and is shorter', () => {
    const file = { saved: savedOf(true), observation: null, draws: null };
    const packed = writeStudyFile(file, catalogue, true);
    expect(packed.length).toBeLessThan(writeStudyFile(file, catalogue).length);
    expect(inText(readStudyFile(packed, catalogue))).toBe(inText({ ok: true, value: file.saved }));
  });

  it('of a table of simulations, too, which needs an observation: none can be simulated', () => {
    const document = tableDocument(sampleTable);
    const run = sampleRun({ finished: true, system: tableOfSample });
    const file = { saved: { document, run }, observation: null, draws: null };
    const written = writeStudyFile(file, catalogue);
    const reading = readStudyFile(written, catalogue);
    if (!reading.ok) throw new Error(reading.problem.problem);
    expect(inText(writeStudyFile({ ...file, saved: reading.value }, catalogue))).toBe(inText(written));
    const without = { ...file, saved: { document: { ...document, observation: null }, run } };
    expect(problemOf(writeStudyFile(without, catalogue))).toContain('has no observation, and none can be simulated');
  });

  it.each(apart)('of a simulator that runs apart is read without running it: %s', (_, source) => {
    const known = new SystemCatalogue();
    const system = known.define(source);
    const run = sampleRun({ finished: true, system });
    const document = { study: run.study, observation: null, view: null };
    const file = { saved: { document, run }, observation: null, draws: null };
    // Whoever opens it knows nothing of the simulator.
    const reading = readStudyFile(writeStudyFile(file, known), new SystemCatalogue());
    if (!reading.ok) throw new Error(reading.problem.problem);
    expect(reading.value.run?.study.problem.system).toBe(system.id);
    const standardisation = { mean: Float64Array.of(1e6, 0), sd: Float64Array.of(1, 1) };
    const strange = { ...file.saved, run: { ...run, snapshot: { ...run.snapshot, standardisation } } };
    expect(problemOf(writeStudyFile({ ...file, saved: strange }, known))).toContain(
      'these scales belong to other data',
    );
  });

  it('may be without a network', () => {
    const untrained = { ...saved, run: null };
    const reading = readStudyFile(
      writeStudyFile({ saved: untrained, observation: null, draws: null }, catalogue),
      catalogue,
    );
    expect(reading).toEqual({ ok: true, value: untrained });
  });

  it('says in a text what each of its members is', () => {
    const archive = readZip(bytes, STUDY_FILE_LIMITS);
    if (!archive.ok) throw new Error(archive.problem.problem);
    const names = [...archive.value.keys()];
    expect(names.toSorted()).toEqual(
      ['README.txt', 'draws.csv', 'observation.csv', 'study.json', 'training.json', 'weights.safetensors'].toSorted(),
    );
    const readme = new TextDecoder().decode(archive.value.get('README.txt'));
    for (const name of names.filter((member) => member !== 'README.txt')) expect(readme).toContain(`${name}:`);
  });

  it('is told from an NPZ file, which is a ZIP archive too', () => {
    expect(isStudyFile(bytes)).toBe(true);
    expect(isStudyFile(writeZip(new Map([['theta.npy', new Uint8Array(8)]])))).toBe(false);
    expect(isStudyFile(Uint8Array.of(0x50, 0x4b, 3, 4))).toBe(false);
  });

  it.each<[string, Parameters<typeof changed>[0], string]>([
    ['without its study', { 'study.json': null }, 'lacks study.json'],
    ['with half of its network', { 'training.json': null }, 'lacks training.json'],
    ['with the other half', { 'weights.safetensors': null }, 'lacks weights.safetensors'],
    ['with a stranger', { 'song.mp3': 'la' }, 'song.mp3 The archive contains a file that does not belong to a study'],
    ['with a text that is none', { 'study.json': Uint8Array.of(0xff, 0xfe) }, 'study.json A text of the study is not'],
    ['with another version', { 'study.json': '{"kind":"study","version":99}' }, 'version is 99; this page reads'],
    ['with weights that are none', { 'weights.safetensors': 'la' }, 'weights.safetensors: The tensors cannot be read'],
  ])('%s is refused with a sentence that says so', (_, members, said) => {
    expect(problemOf(changed(members))).toContain(said);
  });

  it.each([
    ['a mean far from all data', [1e6, 0], [1, 1]],
    ['a scale that is far too fine', [0, 0], [1, 1e-25]],
    ['a scale that is far too coarse', [0, 0], [1e25, 1]],
  ])('whose standardisation has %s is refused, and the column is named', (_, mean, sd) => {
    for (const system of [builtIn('two-moons'), tableOfSample]) {
      const run = sampleRun({ finished: true, system });
      const standardisation = { mean: Float64Array.from(mean), sd: Float64Array.from(sd) };
      const document = system.recorded === undefined ? saved.document : tableDocument(sampleTable);
      const strange = { document, run: { ...run, snapshot: { ...run.snapshot, standardisation } } };
      const said = problemOf(writeStudyFile({ saved: strange, observation: null, draws: null }, catalogue));
      expect(said).toMatch(
        /standardisation says that x.* is .* ± .*, but in this study it goes from .* to other data\.$/,
      );
    }
  });

  it('that claims more bytes than its network takes is refused before they are unpacked', () => {
    const zeros = new Uint8Array(60_000_000);
    const bombs = {
      weights: changed({ 'weights.safetensors': zeros }, 9),
      training: changed({ 'training.json': zeros }, 9),
      study: changed({ 'study.json': zeros }, 9),
      draws: changed({ 'draws.csv': zeros }, 9),
    };
    expect(bombs.weights.length).toBeLessThan(500_000);
    const before = process.cpuUsage();
    expect(problemOf(bombs.weights)).toMatch(
      /weights.safetensors has 60000000 bytes; those of this network take \d+ at most/,
    );
    expect(problemOf(bombs.training)).toContain('training.json has 60000000 bytes');
    expect(problemOf(bombs.study)).toContain('study.json has 60000000 bytes');
    // Nobody asks for the draws.
    expect(problemOf(bombs.draws)).toBe('none');
    // Unpacking 240 MB takes seconds.
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(1);
  });

  it('of an unknown system, or with the network of another, is refused', () => {
    const text = JSON.stringify({
      kind: 'study',
      version: 2,
      study: saved.document.study,
      observation: null,
      view: null,
    });
    expect(problemOf(changed({ 'study.json': text }))).toBe('none');
    expect(problemOf(changed({ 'study.json': text.replace('two-moons', 'three-moons') }))).toContain('"three-moons"');
    const galaxies = { study: defaultStudy(builtIn('galaxy-bias')), observation: null, view: null };
    const mixed = changed({ 'study.json': writeStudy(galaxies, catalogue) });
    expect(problemOf(mixed)).toContain('for the system galaxy-bias, but its network is for two-moons');
  });

  it('that was damaged anywhere is refused or read as it was, and nothing is thrown', () => {
    const untrained = { ...saved, run: null };
    const small = writeStudyFile({ saved: untrained, observation: 'x1\n0\n', draws: null }, catalogue);
    const damage = fc.record({
      changes: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 3 }),
      cut: fc.option(fc.nat(), { freq: 4 }),
    });
    fc.assert(
      fc.property(damage, ({ changes, cut }) => {
        let file = small.slice();
        for (const [at, value] of changes) file[at % file.length] = value;
        if (cut !== null) file = file.slice(0, cut % file.length);
        const reading = readStudyFile(file, catalogue);
        expect(reading.ok ? reading.value : untrained).toEqual(untrained);
      }),
      { seed: 20_261_122, numRuns: 2000 },
    );
  });
});
