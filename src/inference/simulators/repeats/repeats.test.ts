import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { mean, sd } from '../../math/statistics.ts';
import { observationFromRaw, simulateObservation } from '../../observation/observation.ts';
import { readText } from '../../observation/readFile.ts';
import { restoreObservation } from '../../observation/record.ts';
import { withReadings } from '../../observation/readingStream.ts';
import { replicatedSummaries } from '../../posterior/replicated.ts';
import { defaultStudy, defaultTruth } from '../../study/defaults.ts';
import { networkSpec } from '../../study/networkSpec.ts';
import { gaussianLinear } from '../benchmarks/gaussianLinear.ts';
import { slcp } from '../benchmarks/slcp.ts';
import { sizeOf } from '../dataShape.ts';
import { defaultProblem, designDifferences, problemKey, simulatePairs } from '../problem.ts';
import { systems } from '../registry.ts';
import type { System } from '../system.ts';
import { countRepeats, drawRepeats } from './repeats.ts';

const DESIGN = { repeats: '4' };
const MOST = 4;
const tasks = systems.filter(({ group }) => group === 'benchmarks');
const bytes = (text: string) => new TextEncoder().encode(text);

function observed(system: System, seed: number, count = MOST): Float64Array {
  const problem = defaultProblem(system, DESIGN);
  const { x } = simulateObservation(system, problem, defaultTruth(system, DESIGN), null, seed);
  if (x === null) throw new Error('no raw data');
  const size = x.length / MOST;
  return x.map((value, i) => (i < count * size ? value : Number.NaN));
}

it('every number of data sets is drawn, all of them most often, and never none', () => {
  const counts = new Float64Array(MOST + 1);
  const random = new Random(1, 0);
  for (let i = 0; i < 20_000; i++) counts[drawRepeats(random, MOST)]++;
  expect(counts[0]).toBe(0);
  for (let k = 1; k < MOST; k++) expect(counts[k] / 20_000).toBeCloseTo(0.1875, 1);
  expect(counts[MOST] / 20_000).toBeCloseTo(0.4375, 1);
});

describe.each(tasks.map((task) => [task.name, task] as const))('several data sets of %s', (_, task) => {
  const single = task.model({});
  const model = task.model(DESIGN);
  const size = sizeOf(single.x);
  const problem = defaultProblem(task, DESIGN);

  it('are another problem than one, which says nothing of them', () => {
    expect(problemKey(problem)).not.toBe(problemKey(defaultProblem(task)));
    expect(task.completeDesign?.({ repeats: '1' })).toEqual({});
    expect(designDifferences({ repeats: '1' }, {}, task.designFields)).toEqual([]);
    expect(() => task.model({ repeats: '5' })).toThrow(/must be 1 or 4 or 16/);
  });

  it('are a set for the network, whose order and absent ones do not matter', () => {
    expect(networkSpec(task, { ...defaultStudy(task), problem }).embedding).toMatchObject({ kind: 'set', mask: true });
    expect(sizeOf(model.s)).toBe(MOST * sizeOf(single.s));
  });

  it('are there as a whole or not at all, in data and summaries alike', () => {
    const C = sizeOf(model.s);
    const { s } = simulatePairs(task, problem, 3, 0, 0, 200);
    const seen = new Set<number>();
    for (let i = 0; i < 200; i++) {
      const row = s.subarray(i * C, (i + 1) * C);
      const there = model.readings?.presentIn(row) ?? new Uint8Array(0);
      const count = there.reduce((sum, each) => sum + each, 0) / size;
      seen.add(count);
      expect(row.filter((value) => !Number.isNaN(value))).toHaveLength((count * C) / MOST);
    }
    expect([...seen].toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
  });

  it('have the sum of their log likelihoods, whatever their order', () => {
    const x = observed(task, 5, 3);
    const theta = defaultTruth(task, DESIGN);
    const each = [0, 1, 2].map((r) => single.logLikelihood?.(theta, [], x.slice(r * size, (r + 1) * size)) ?? NaN);
    const sum = each.reduce((total, value) => total + value, 0);
    expect(model.logLikelihood?.(theta, [], x)).toBeCloseTo(sum, 8);
    const turned = Float64Array.from([...x.subarray(2 * size), ...x.subarray(0, 2 * size)]);
    expect(model.logLikelihood?.(theta, [], turned)).toBeCloseTo(sum, 8);
  });

  it('are replicated with as many as were observed', () => {
    const s = new Float64Array(sizeOf(model.s));
    model.summarise(observed(task, 5, 2), s);
    const present = model.readings?.presentIn(s) ?? null;
    const again = replicatedSummaries(task, problem, Float64Array.from(defaultTruth(task, DESIGN)), 1, 0, present);
    expect(Array.from(again, Number.isNaN)).toEqual(Array.from(s, Number.isNaN));
  });

  it('are the rows of a file, where the study is declared so; else each row has its own posterior', () => {
    const x = observed(task, 5, 3);
    if (task.file.kind !== 'columns') throw new Error('no columns');
    const { header, rows } = task.file.write(x, DESIGN);
    expect(rows).toHaveLength(3);
    const file = { name: 'a.csv', bytes: bytes([header, ...rows].join('\n')) };
    const joint = readText(file, task, DESIGN, []);
    if (!joint.ok) throw new Error(joint.error.message);
    expect(joint.batch).toBeNull();
    expect(joint.observation.x).toEqual(x);
    expect(joint.observation.notices.join(' ')).toMatch(/3 rows .* one posterior/);
    const apart = readText(file, task, {}, []);
    expect(apart).toMatchObject({ ok: true, batch: { labels: ['2', '3', '4'] } });
  });

  it('are refused where there are more of them than the network has seen', () => {
    if (task.file.kind !== 'columns') throw new Error('no columns');
    const { header, rows } = task.file.write(observed(task, 5), DESIGN);
    const read = readText({ name: 'a.csv', bytes: bytes([header, ...rows, rows[0]].join('\n')) }, task, DESIGN, []);
    expect(read).toMatchObject({ ok: false, error: { row: 6 } });
  });

  it.runIf(size > 1)('are refused in parts', () => {
    const values = Array.from(observed(task, 5, 2), (value) => (Number.isNaN(value) ? null : value));
    const record = { kind: 'file', name: 'a', space: 'x', truth: null, moved: [] } as const;
    expect(restoreObservation(task, problem, { ...record, values }).ok).toBe(true);
    const torn = restoreObservation(task, problem, { ...record, values: values.with(size, null) });
    expect(torn).toMatchObject({ ok: false, problems: [expect.stringMatching(/data sets number 2 has/)] });
  });
});

it('the reference of several data sets is the closed form, as narrow as their number says', async () => {
  const problem = defaultProblem(gaussianLinear, DESIGN);
  const x = observed(gaussianLinear, 7, 3);
  const answer = await gaussianLinear.reference({ problem, x, draws: 2000, random: new Random(1, STREAMS.reference) });
  if (answer.kind !== 'reference') throw new Error(answer.reason);
  expect(answer.conditionsOn).toMatch(/^3 data sets/);
  for (let j = 0; j < 10; j++) {
    const draws = answer.draws.filter((_, i) => i % 10 === j);
    // Prior and noise have the same variance, 0.1: the mean of four equal parts, of which one is 0.
    expect(mean(draws)).toBeCloseTo((x[j] + x[10 + j] + x[20 + j]) / 4, 1);
    expect(sd(draws) / Math.sqrt(0.1 / 4)).toBeCloseTo(1, 0.5);
  }
});

it('data sets come one after the other', () => {
  const whole = observationFromRaw(slcp, DESIGN, observed(slcp, 5), { source: { kind: 'file', name: 'a' } });
  const two = withReadings(slcp, whole, 2);
  expect(countRepeats(two.x ?? new Float64Array(0), MOST)).toBe(2);
  expect([...(two.x ?? [])].filter(Number.isNaN)).toHaveLength(16);
});

describe('points as a set', () => {
  const problem = defaultProblem(slcp, { seen: 'set' });

  it('are given to layers that know no order, of data sets together, too', () => {
    const spec = (design: Readonly<Record<string, string>>) =>
      networkSpec(slcp, { ...defaultStudy(slcp), problem: defaultProblem(slcp, design) }).embedding;
    expect(spec({})).toMatchObject({ kind: 'none' });
    expect(spec({ seen: 'set' })).toMatchObject({ kind: 'set', most: 4, size: 2, mask: false });
    expect(spec({ seen: 'set', readings: 'any' })).toMatchObject({ kind: 'set', most: 4, size: 2, mask: true });
    expect(spec({ seen: 'set', repeats: '4' })).toMatchObject({ kind: 'set', most: 16, size: 2, mask: true });
  });

  it('are the same simulations as in a row', () => {
    expect(simulatePairs(slcp, problem, 3, 0, 0, 20).s).toEqual(
      simulatePairs(slcp, defaultProblem(slcp), 3, 0, 0, 20).s,
    );
  });
});

describe('values that are missing', () => {
  it('of a point leave the law of its other coordinate', () => {
    const model = slcp.model({ readings: 'any' });
    const theta = [0.3, -0.7, 1.1, 0.8, 0.9];
    const x = new Float64Array(8).fill(Number.NaN);
    // The density over the second coordinate, summed, is that of the first alone.
    let total = 0;
    x[0] = 0.9;
    for (let y = -8; y < 8; y += 0.01) {
      x[1] = y;
      total += 0.01 * Math.exp(model.logLikelihood?.(theta, [], x) ?? Number.NaN);
    }
    x[1] = Number.NaN;
    expect(Math.log(total)).toBeCloseTo(model.logLikelihood?.(theta, [], x) ?? Number.NaN, 4);
  });

  it('leave the prior of what is not seen, in the reference', async () => {
    const design = { readings: 'any' };
    const x = new Float64Array(10).fill(0.5);
    x[3] = Number.NaN;
    const answer = await gaussianLinear.reference({
      problem: defaultProblem(gaussianLinear, design),
      x,
      draws: 5000,
      random: new Random(1, STREAMS.reference),
    });
    if (answer.kind !== 'reference') throw new Error(answer.reason);
    const of = (j: number) => answer.draws.filter((_, i) => i % 10 === j);
    expect(mean(of(2))).toBeCloseTo(0.25, 1);
    expect(Math.abs(mean(of(3)))).toBeLessThan(0.03);
    expect(sd(of(3)) / Math.sqrt(0.1)).toBeCloseTo(1, 1);
  });

  it('of a file declare the design', () => {
    const header = Array.from({ length: 10 }, (_, i) => `data_${i + 1}`).join(',');
    const read = readText({ name: 'a.csv', bytes: bytes(`${header}\n1,1,1,,1,1,1,1,1,1\n`) }, gaussianLinear, {}, []);
    expect(read).toMatchObject({ ok: true, designDifferences: [{ key: 'readings' }] });
  });
});
