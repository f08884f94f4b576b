/** Every file of e2e/files, which the end-to-end tests drop on the page too, against what index.json says of it. */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import corpus from '../../../e2e/files/index.json';
import { builtIn, systems } from '../simulators/registry.ts';
import { readObservation } from './readFile.ts';

interface Case {
  readonly file: string;
  readonly system: string;
  /** Mode of the study's design; absent: the default design. */
  readonly design?: string;
  readonly ok: boolean;
  readonly x?: readonly number[];
  readonly truth?: readonly number[];
  /** Keys of the design fields that differ from the study's. */
  readonly differences?: readonly string[];
  /** A part of each notice that must be given. */
  readonly notices?: readonly string[];
  readonly error?: {
    readonly row?: number;
    readonly column?: string;
    readonly value?: string;
    readonly contains: readonly string[];
  };
}

const folder = new URL('../../../e2e/files/', import.meta.url);
const cases: readonly Case[] = corpus;

function read({ file, system: id, design: mode }: Case) {
  const system = builtIn(id);
  const design = mode ? system.completeDesign?.({ ...system.defaultDesign, mode }) : undefined;
  return readObservation(
    { name: file, bytes: new Uint8Array(readFileSync(new URL(file, folder))) },
    system,
    design ?? system.defaultDesign,
    systems,
  );
}

describe('the corpus of observation files', () => {
  it('is the folder', () => {
    const files = readdirSync(folder).filter((name) => name !== 'index.json' && !name.startsWith('.'));
    expect(files.sort()).toEqual(cases.map(({ file }) => file).sort());
  });

  it.each(cases.filter(({ ok }) => ok))('reads $file', async (entry) => {
    const result = await read(entry);
    if (!result.ok) throw new Error(result.error.message);
    const { observation, designDifferences } = result;
    expect(Array.from(observation.x ?? [])).toEqual(entry.x);
    expect(observation.s.every(Number.isFinite)).toBe(true);
    expect(observation.source).toMatchObject({ kind: 'file', name: entry.file });
    expect(designDifferences.map(({ key }) => key)).toEqual(entry.differences ?? []);
    const closely = (theta: readonly number[] | null | undefined) =>
      theta?.map((value) => Number(value.toPrecision(12))) ?? null;
    expect(closely(observation.truth)).toEqual(closely(entry.truth));
    for (const part of entry.notices ?? []) expect(observation.notices.join('\n')).toContain(part);
  });

  it.each(cases.filter(({ ok }) => !ok))('refuses $file and says where and why', async (entry) => {
    const result = await read(entry);
    if (result.ok) throw new Error('it was read');
    const { error } = result;
    expect(error.file).toBe(entry.file);
    const { contains, ...place } = entry.error ?? { contains: [] };
    expect(error).toMatchObject(place);
    expect(error.message.startsWith(entry.file)).toBe(true);
    for (const part of contains) expect(error.message.slice(entry.file.length)).toContain(part);
    expect(error.remedy.length).toBeGreaterThan(10);
  });
});
