import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultProblem } from '../simulators/problem.ts';
import { systemById, systems } from '../simulators/registry.ts';
import { MAX_BYTES, MAX_COLUMNS, MAX_ROWS } from './limits.ts';
import { observationFromRaw, simulateObservation } from './observation.ts';
import { readObservation } from './readFile.ts';
import { writeObservation } from './writeFile.ts';

const galaxy = systemById('galaxy-bias');
const lorenz = systemById('lorenz-96');

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function messageOf(text: string | Uint8Array, system = galaxy): string {
  const bytes = typeof text === 'string' ? bytesOf(text) : text;
  const result = readObservation({ name: 'a.csv', bytes }, system, system.defaultDesign);
  if (result.ok) throw new Error('it was read');
  return result.error.message;
}

describe('the limits', () => {
  it('refuse a file above 20 MB unread', () => {
    expect(messageOf(new Uint8Array(MAX_BYTES + 1))).toMatch(/20\.0 MB; at most 20 MB/);
  });

  it('refuse more rows than 200,000, in CSV and in JSON', () => {
    expect(messageOf(`k,P\n${'1,2\n'.repeat(MAX_ROWS + 1)}`)).toMatch(/200001 rows; at most 200000/);
    const k = Array(MAX_ROWS + 1).fill(1);
    expect(messageOf(JSON.stringify({ system: 'galaxy-bias', schema: 1, data: { k } }))).toMatch(/200001 rows/);
  });

  it('refuse more columns than 10,000', () => {
    const names = Array.from({ length: MAX_COLUMNS + 1 }, (_, i) => `x${i}`);
    expect(messageOf(`${names.join(',')}\n`)).toMatch(/10001 columns; at most 10000/);
  });
});

describe('any file whatever', () => {
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
      '#',
      '# dt: x',
      '# mode: climate',
    ),
    fc.constantFrom(',', ';', '\t', '\n', '\r\n', '"', '{', '}', '[', ']', ':', ' ', '\u0000', '\ufeff', '__proto__'),
    fc.double().map(String),
    fc.integer({ min: -3, max: 40 }).map(String),
  );

  it('is read or refused with a sentence, and never throws', () => {
    const text = fc.array(pieces, { maxLength: 80 }).map((parts) => parts.join(''));
    const raw = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(fc.oneof(text.map(bytesOf), raw), fc.constantFrom(...systems), (bytes, system) => {
        const result = readObservation({ name: 'a.csv', bytes }, system, system.defaultDesign);
        expect(result.ok ? result.observation.s.every(Number.isFinite) : result.error.message.startsWith('a.csv')).toBe(
          true,
        );
      }),
      { numRuns: 1500, seed: 1 },
    );
  });

  it('is so too when it was once a good file: characters replaced, dropped or doubled', () => {
    const texts = systems.map((system) => {
      const theta = system.parameters(system.defaultDesign).map(({ defaultTruth }) => defaultTruth);
      return writeObservation(system, simulateObservation(system, defaultProblem(system), theta, null, 1)) ?? '';
    });
    const damage = fc.array(fc.tuple(fc.nat(), pieces, fc.nat({ max: 2 })), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.nat({ max: systems.length - 1 }), damage, (which, places) => {
        let text = texts[which];
        for (const [at, piece, dropped] of places) {
          const i = at % text.length;
          text = text.slice(0, i) + piece + text.slice(i + dropped);
        }
        const system = systems[which];
        const result = readObservation({ name: 'a.csv', bytes: bytesOf(text) }, system, system.defaultDesign);
        expect(result.ok ? result.observation.s.every(Number.isFinite) : result.error.message.startsWith('a.csv')).toBe(
          true,
        );
      }),
      { numRuns: 1500, seed: 2 },
    );
  });
});

describe('a JSON file', () => {
  it('names the path of what does not fit', () => {
    const form = { system: 'galaxy-bias', schema: 1, data: { k: [1], P: [{}] } };
    expect(messageOf(JSON.stringify(form))).toMatch(/data\.P\.0/);
    expect(messageOf('[1, 2]')).toMatch(/system: The entry is missing/);
    expect(messageOf(JSON.stringify({ ...form, data: { k: [1] }, extra: 1 }))).toMatch(/extra.*not known/);
  });

  it('sets a mode first and then the fields that depend on it, in whatever order they stand', () => {
    const t = Array.from({ length: 50 }, (_, k) => k * 0.1);
    const columns = Object.fromEntries(
      ['x0', 'x1', 'x2', 'x3'].map((name, i) => [name, t.map((at) => Math.sin(at + i))]),
    );
    const content = {
      system: 'lorenz-96',
      schema: 1,
      design: { sites: 4, dt: 0.02, mode: 'climate' },
      data: { t, ...columns },
    };
    const result = readObservation(
      { name: 'a.json', bytes: bytesOf(JSON.stringify(content)) },
      lorenz,
      lorenz.defaultDesign,
    );
    if (!result.ok) throw new Error(result.error.message);
    expect(result.observation.design).toEqual({ mode: 'climate', sites: 4, record: 5, dtObs: 0.1, dt: 0.02 });
  });
});

describe('the Lorenz-96 example files', () => {
  it.each(['short', 'climate'])(
    '%s: is what the code writes at F = 8, sigma = 1, seed 96, to three decimals',
    (mode) => {
      const design = lorenz.completeDesign?.({ ...lorenz.defaultDesign, mode }) ?? lorenz.defaultDesign;
      const full = simulateObservation(lorenz, defaultProblem(lorenz, design), [8], [1], 96);
      const x = (full.x ?? new Float64Array()).map((value) => Number(value.toFixed(3)));
      const rounded = observationFromRaw(lorenz, design, x, full);
      const url = new URL(`../../../public/examples/lorenz-96-${mode}.csv`, import.meta.url);
      expect(readFileSync(url, 'utf8')).toBe(writeObservation(lorenz, rounded));
      const result = readObservation({ name: 'example.csv', bytes: new Uint8Array(readFileSync(url)) }, lorenz, design);
      expect(result).toMatchObject({ ok: true, designDifferences: [], observation: { truth: [8], notices: [] } });
    },
  );
});
