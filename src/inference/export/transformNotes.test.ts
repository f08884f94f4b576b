/** Draws that are not the network's own say so in every file that holds them, whatever is done to the file's name. */
import { SystemCatalogue } from '../simulators/catalogue.ts';
import { describe, expect, it } from 'vitest';
import { randomNetwork } from '../flow/testing/randomNetwork.ts';
import { readSafetensors } from '../files/safetensors.ts';
import { readZip } from '../files/zip.ts';
import { transformMarks, exactWeightsMark, markText, movedPriorsMark } from '../correction/marks.ts';
import { emptyTable } from '../posterior/table.ts';
import { builtIn } from '../simulators/registry.ts';
import { defaultStudy } from '../study/defaults.ts';
import { networkSpec } from '../study/networkSpec.ts';
import { Standardiser } from '../training/standardiser.ts';
import { drawsCsv } from './drawsCsv.ts';
import { drawsNpz } from './drawsNpz.ts';
import { batchDrawsCsv, batchDrawsNpz } from './batchDraws.ts';
import { batchSummariesCsv } from './batchSummaries.ts';
import { networkFile } from './networkFile.ts';

const reweighting = {
  effective: 0.4,
  paretoK: 0.3,
  standing: 'inside',
  verdict: { level: 'good', sentence: 'Fine.' },
  shown: true,
} as unknown as Parameters<typeof movedPriorsMark>[0];
const broken = transformMarks({ perturbation: { width: 0.5, shift: 0.3 }, correction: null });
const corrected = transformMarks({ perturbation: null, correction: { kind: 'temperature', temperature: 1.2 } });
const cases = [
  ['broken', broken, 'broken on purpose: width × 0.5, shift 0.3 sd'],
  ['corrected', corrected, 'corrected: temperature 1.2'],
  ['reweighted to moved priors', [movedPriorsMark(reweighting)], 'reweighted to the moved priors'],
  ['weighted by the likelihood', [exactWeightsMark(reweighting)], 'weighted by the exact likelihood'],
  ['broken and corrected', [...broken, ...corrected], 'shift 0.3 sd; corrected: temperature 1.2'],
] as const;

const utf8 = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
function membersOf(archive: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const read = readZip(archive, { members: 20, bytes: 1e8 });
  if (!read.ok) throw new Error(read.problem.problem);
  return read.value;
}
/** A field as RFC 4180 has it. */
const field = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const batch = { names: ['A'], labels: ['17'], values: Float64Array.of(1, 2), draws: 2 };

describe.each(cases)('draws that are %s', (_, marks, words) => {
  const altered = markText(marks) ?? '';

  it('have a word for it', () => expect(altered).toContain(words));

  it('say so in NPZ', () => {
    expect(utf8(membersOf(drawsNpz(['A'], Float64Array.of(1), { altered })).get('altered.txt'))).toBe(altered);
  });

  it('say so in each record of CSV', () => {
    const [header, ...records] = [...drawsCsv(['A'], [1, 2], { altered })].join('').trimEnd().split('\r\n');
    expect(header).toBe('A,altered');
    expect(records).toEqual([`1,${field(altered)}`, `2,${field(altered)}`]);
  });

  it('say so in the files of many observations', () => {
    const names = membersOf(batchDrawsNpz({ ...batch, altered })).get('names.json');
    expect(JSON.parse(utf8(names))).toMatchObject({ altered });
    const [header, first] = [...batchDrawsCsv({ ...batch, altered })].join('').split('\r\n');
    expect(header).toBe('observation,A,altered');
    expect(first).toBe(`17,1,${field(altered)}`);
    const given = {
      names: ['A'],
      labels: ['17'],
      table: emptyTable(1, 1),
      truths: null,
      outlier: [0.5],
      verdicts: [null],
      altered,
    };
    const [title, record] = batchSummariesCsv(given).split('\r\n');
    expect(title).toMatch(/,altered$/);
    expect(record.endsWith(`,${field(altered)}`)).toBe(true);
  });

  it('are told beside the network that is as it was trained', () => {
    const system = builtIn('two-moons');
    const study = defaultStudy(system);
    const spec = networkSpec(system, study);
    const standardisation = new Standardiser(new Float64Array(spec.context), new Float64Array(spec.context).fill(1));
    const network = { spec, phi: randomNetwork(spec, 1), members: 1, standardisation };
    const note = `The posterior on screen was ${altered}.`;
    const file = (format: 'onnx' | 'safetensors') =>
      networkFile(format, new SystemCatalogue(), study, network, 10, [note], null);
    const members = membersOf(file('onnx'));
    const models = [...members].filter(([name]) => name.endsWith('.onnx'));
    expect(models).toHaveLength(2);
    for (const [, bytes] of models) expect(utf8(bytes)).toContain(JSON.stringify([note]));
    const tensors = readSafetensors(file('safetensors'));
    expect(tensors.ok && tensors.file.metadata.get('verdicts')).toBe(JSON.stringify([note]));
  });
});

it("the network's own draws have no mark in any file", () => {
  expect(markText([])).toBeNull();
  expect([...membersOf(drawsNpz(['A'], Float64Array.of(1))).keys()]).toEqual(['A.npy']);
  expect([...drawsCsv(['A'], [1])].join('')).toBe('A\r\n1\r\n');
  expect(JSON.parse(utf8(membersOf(batchDrawsNpz(batch)).get('names.json')))).not.toHaveProperty('altered');
  expect([...batchDrawsCsv(batch)].join('')).not.toContain('altered');
});
