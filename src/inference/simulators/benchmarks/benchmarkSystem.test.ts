import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { readText } from '../../observation/readFile.ts';
import { defaultProblem, inferredPrior, validateProblem } from '../problem.ts';
import { systems } from '../registry.ts';
import type { CheckedTable } from '../system.ts';
import { sizeOf } from '../dataShape.ts';
import { pointsView, tableFormat } from '../testing/kinds.ts';

const tasks = systems.filter(({ group }) => group === 'benchmarks');

/** A table as the reader of files hands it over: rows count from 2, below the header. */
function tableOf(header: readonly string[], rows: readonly (readonly number[])[]): CheckedTable {
  return {
    columns: Object.fromEntries(header.map((name, c) => [name, Float64Array.from(rows, (row) => row[c])])),
    rowNumbers: rows.map((_, r) => r + 2),
    metadata: {},
  };
}

describe('the benchmark tasks', () => {
  it('are eight, each under the name that sbibm gives it, with dashes', () => {
    expect(tasks.map(({ id }) => id)).toEqual([
      'two-moons',
      'slcp',
      'gaussian-linear',
      'gaussian-linear-uniform',
      'gaussian-mixture',
      'bernoulli-glm',
      'sir',
      'lotka-volterra',
    ]);
  });
});

describe.each(tasks.map((task) => [task.name, task] as const))('%s', (_, task) => {
  const problem = defaultProblem(task);
  const model = task.model({});
  const simulated = (seed: number): Float64Array => {
    const x = new Float64Array(sizeOf(model.x));
    const random = new Random(seed, STREAMS.observation);
    model.simulate(inferredPrior(task, problem).sample(1, random), [], random, x);
    return x;
  };

  it('is a sound problem by default, with its true values in the range of the sliders', () => {
    expect(validateProblem(task, problem)).toEqual([]);
    for (const { defaultTruth, slider } of task.parameters({})) {
      expect(defaultTruth).toBeGreaterThanOrEqual(slider.low);
      expect(defaultTruth).toBeLessThanOrEqual(slider.high);
    }
  });

  it('shows a bijection of theta', () => {
    fc.assert(
      fc.property(fc.nat(1e6), (seed) => {
        const theta = inferredPrior(task, problem).sample(1, new Random(seed, STREAMS.simulation));
        const values = task.display({}).map((quantity) => quantity.value(theta));
        task.fromDisplay(values, {}).forEach((value, j) => expect(value).toBeCloseTo(theta[j], 10));
      }),
      { numRuns: 30 },
    );
  });

  it('draws every entry of its data once', () => {
    const drawn = pointsView(task, {}).series.flatMap(({ index }) => index);
    expect(drawn.toSorted((a, b) => a - b)).toEqual(Array.from({ length: sizeOf(model.x) }, (_unused, i) => i));
  });

  it('reads back the row that it has written', () => {
    fc.assert(
      fc.property(fc.nat(1e6), (seed) => {
        const x = simulated(seed);
        const { header, rows } = tableFormat(task).write(x, {});
        expect(header).toEqual(Array.from(x, (_unused, i) => `data_${i + 1}`));
        expect(tableFormat(task).read(tableOf(header, rows), {})).toEqual({ ok: true, x, design: {}, notices: [] });
      }),
      { numRuns: 20 },
    );
  });

  it('refuses a second row and says which', () => {
    const { header, rows } = tableFormat(task).write(simulated(1), {});
    const result = tableFormat(task).read(tableOf(header, [...rows, ...rows]), {});
    expect(result).toMatchObject({ ok: false, problem: { row: 3 } });
  });
});

describe('the epidemic', () => {
  it('refuses more infected than were tested', () => {
    const task = tasks.find(({ id }) => id === 'sir') ?? tasks[0];
    const { header } = tableFormat(task).write(new Float64Array(10), {});
    const bytes = new TextEncoder().encode(`${header.join(',')}\n0,0,0,1001,0,0,0,0,0,0\n`);
    const result = readText({ name: 'a.csv', bytes }, task, {}, systems);
    expect(result).toMatchObject({ ok: false, error: { row: 2, column: 'data_4', value: '1001' } });
  });
});
