import { describe, expect, it } from 'vitest';
import { Random } from '../../math/random.ts';
import { observationFromRaw, simulateObservation } from '../../observation/observation.ts';
import { readText } from '../../observation/readFile.ts';
import { writeObservation } from '../../observation/writeFile.ts';
import { replicatedSummaries } from '../../posterior/replicated.ts';
import { defaultTruth } from '../../study/defaults.ts';
import { battery } from '../battery/index.ts';
import { bridge } from '../bridge/index.ts';
import { cylinder } from '../cylinder/index.ts';
import { sizeOf } from '../dataShape.ts';
import { defaultProblem, designDifferences, problemKey, simulatePairs } from '../problem.ts';
import type { System } from '../system.ts';
import { countPresent, drawPresent, firstReadings } from './anyReadings.ts';

const twins: readonly (readonly [string, System])[] = [
  ['battery', battery],
  ['cylinder', cylinder],
  ['bridge', { ...bridge, defaultDesign: { ...bridge.defaultDesign, load: true } }],
];
const anyOf = (system: System) => ({ ...system.defaultDesign, readings: 'any' });

describe('which readings of a simulation are there', () => {
  it('is every number of them often, one at least, and every single one', () => {
    const [n, draws] = [11, 20_000];
    const counts = new Float64Array(n + 1);
    const each = new Float64Array(n);
    const present = new Uint8Array(n);
    const random = new Random(1, 0);
    for (let i = 0; i < draws; i++) {
      drawPresent(random, present);
      counts[present.reduce((sum, there) => sum + there, 0)]++;
      present.forEach((there, j) => (each[j] += there));
    }
    expect(counts[0]).toBe(0);
    for (let k = 1; k <= n; k++) expect(counts[k] / draws).toBeGreaterThan(0.03);
    each.forEach((count) => expect(count / draws).toBeGreaterThan(0.15));
    expect(counts[n] / draws).toBeGreaterThan(0.15);
  });
});

describe.each(twins)('%s', (_, system) => {
  const design = anyOf(system);
  const model = system.model(design);
  const size = sizeOf(model.x);
  const problem = defaultProblem(system, design);

  it('is another problem than that of all readings, which says nothing of them', () => {
    expect(problemKey(problem)).not.toBe(problemKey(defaultProblem(system)));
    const said = { ...system.defaultDesign, readings: 'all' };
    expect(designDifferences(said, system.defaultDesign, system.designFields)).toEqual([]);
    expect(system.completeDesign?.(said)).toEqual(system.defaultDesign);
    expect(designDifferences(design, system.defaultDesign, system.designFields)).toMatchObject([{ key: 'readings' }]);
    expect(system.model(system.defaultDesign).missing).toBeUndefined();
  });

  it('leaves readings out of simulations, in data and summaries alike, and never numbers that are measured in all of them', () => {
    const C = sizeOf(model.s);
    const { s } = simulatePairs(system, problem, 3, 0, 0, 500);
    let left = 0;
    for (let i = 0; i < 500; i++) {
      const row = s.subarray(i * C, (i + 1) * C);
      const there = model.readings?.presentIn(row) ?? new Uint8Array(size);
      expect([...there].map((each) => each === 0)).toEqual([...row.subarray(0, size)].map(Number.isNaN));
      expect(row.subarray(size).every(Number.isFinite)).toBe(true);
      left += size - there.reduce((sum, each) => sum + each, 0);
    }
    expect(left / (500 * size)).toBeGreaterThan(0.2);
  });

  it('gives every reading of an observation, and replicates data with the same ones missing', () => {
    const observed = simulateObservation(system, problem, defaultTruth(system, design), null, 5);
    expect(countPresent(observed.x ?? [])).toBe(size);
    const present = Uint8Array.from({ length: size }, (_value, i) => (i % 2 === 0 ? 1 : 0));
    const thetas = Float64Array.from([1, 2].flatMap(() => [...defaultTruth(system, design)]));
    const s = replicatedSummaries(system, problem, thetas, 1, 0, present);
    const C = sizeOf(model.s);
    for (const row of [s.subarray(0, C), s.subarray(C)]) expect(model.readings?.presentIn(row)).toEqual(present);
    expect(() => replicatedSummaries(system, defaultProblem(system), thetas, 1, 0, present)).toThrow(/may be missing/);
  });

  it('has the likelihood of the readings that are there', () => {
    const whole = simulateObservation(system, problem, defaultTruth(system, design), null, 5);
    const eta = system.nuisances(design).map(({ defaultTruth: value }) => value);
    const [a, b] = [defaultTruth(system, design), defaultTruth(system, design).map((value) => 1.05 * value)];
    const x = whole.x ?? new Float64Array(0);
    const ratio = (data: Float64Array) =>
      (model.logLikelihood?.(a, eta, data) ?? Number.NaN) - (model.logLikelihood?.(b, eta, data) ?? Number.NaN);
    const alone = x.map((_value, i) => ratio(x.map((value, j) => (i === j ? value : Number.NaN))));
    expect(ratio(x)).toBeCloseTo(
      alone.reduce((sum, value) => sum + value, 0),
      8,
    );
    expect(ratio(firstReadings(x, 2))).toBeCloseTo(alone[0] + alone[1], 8);
  });

  it('is written and read with the readings that are there', () => {
    const whole = simulateObservation(system, problem, defaultTruth(system, design), null, 5);
    const some = observationFromRaw(system, design, firstReadings(whole.x ?? new Float64Array(0), 2), whole);
    const text = writeObservation(system, some) ?? '';
    for (const [into, differences] of [
      [design, 0],
      [system.defaultDesign, 1],
    ] as const) {
      const read = readText({ name: 'a.csv', bytes: new TextEncoder().encode(text) }, system, into, []);
      if (!read.ok) throw new Error(read.error.message);
      expect(read.observation.x).toEqual(some.x);
      expect(read.observation.s).toEqual(some.s);
      expect(read.designDifferences).toHaveLength(differences);
      expect(read.observation.design.readings).toBe('any');
    }
  });
});
