import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import type { CheckedTable } from '../system.ts';
import { defaultDesign } from './design.ts';
import { birthDeathFile } from './file.ts';
import { observeBirthDeath } from './model.ts';

function table(t: readonly number[], count: readonly number[], metadata: Record<string, string> = {}): CheckedTable {
  const columns = { t: Float64Array.from(t), count: Float64Array.from(count) };
  return { columns, rowNumbers: t.map((_, i) => i + 2), metadata };
}

const times = [0, 1, 2, 3, 4, 5, 6];
const counts = [5, 6, 4, 7, 9, 8, 8];

function refusal(checked: CheckedTable): { row?: number; problem: string; remedy: string } {
  const answer = birthDeathFile.read(checked, defaultDesign);
  if (answer.ok) throw new Error('the file was accepted');
  return answer.problem;
}

describe('a file of counts', () => {
  it('gives the counts after t = 0 and declares start, spacing and number of visits', () => {
    const answer = birthDeathFile.read(
      table(
        times.map((t) => t / 2),
        counts,
      ),
      defaultDesign,
    );
    expect(answer.ok && [...answer.x]).toEqual([6, 4, 7, 9, 8, 8]);
    expect(answer.ok && answer.design).toEqual({ ...defaultDesign, n: 6, dt: 0.5, n0: 5 });
  });

  it('passes on a declared detection as a notice, and refuses one that is no probability', () => {
    const answer = birthDeathFile.read(table(times, counts, { detection: '0.8' }), defaultDesign);
    expect(answer.ok && answer.notices).toEqual([expect.stringContaining('0.8')]);
    expect(refusal(table(times, counts, { detection: '80 %' })).remedy).toMatch(/above 0 and up to 1/);
  });

  it('refuses unequal spacing with the row and the remedy, and does not interpolate', () => {
    const problem = refusal(table([0, 1, 2, 3, 5, 6, 7], counts));
    expect(problem.row).toBe(6);
    expect(problem.remedy).toMatch(/not interpolated/);
    expect(refusal(table([0, 1, 2, 2, 3, 4, 5], counts)).problem).toMatch(/increase/);
  });

  it('takes times that are rounded', () => {
    const answer = birthDeathFile.read(
      table(
        [0, 0.33, 0.67, 1, 1.33, 1.67, 2].map((t) => t * 10),
        counts,
      ),
      defaultDesign,
    );
    expect(answer.ok).toBe(false);
    const finer = birthDeathFile.read(table([0, 3.33, 6.67, 10, 13.33, 16.67, 20], counts), defaultDesign);
    expect(finer.ok && finer.design.dt).toBe(3.33333333);
  });

  it('refuses a missing start, too few visits, a start or a count or a spacing out of bounds', () => {
    expect(
      refusal(
        table(
          times.map((t) => t + 1),
          counts,
        ),
      ),
    ).toMatchObject({
      row: 2,
      problem: expect.stringContaining('The first row is t = 1, not t = 0.'),
      remedy: expect.stringMatching(/t = 0, .*begins with 5\).*subtract 1 from every time/),
    });
    expect(refusal(table(times.slice(0, 4), counts.slice(0, 4))).problem).toMatch(/3 counts/);
    expect(refusal(table([0], [5])).problem).toMatch(/1 rows/);
    expect(refusal(table(times, [80, ...counts.slice(1)]))).toMatchObject({ row: 2 });
    expect(refusal(table(times, [...counts.slice(0, 6), 1e5]))).toMatchObject({ row: 8 });
    expect(
      refusal(
        table(
          times.map((t) => t * 30),
          counts,
        ),
      ).problem,
    ).toMatch(/0.1 to 5 days/);
  });

  it('reads back what it writes', () => {
    const design = { ...defaultDesign, n: 6, dt: 0.1, n0: 3 };
    const x = Float64Array.from([1, 0, 0, 2, 5, 4]);
    const { header, rows } = birthDeathFile.write(x, design);
    expect(header).toEqual(['t', 'count']);
    const answer = birthDeathFile.read(
      table(
        rows.map((row) => row[0]),
        rows.map((row) => row[1]),
      ),
      design,
    );
    expect(answer).toEqual({ ok: true, x, design, notices: [] });
  });
});

describe('the example file', () => {
  it('is what the code writes for lambda 0.3, mu 0.5, nu 2', async () => {
    const random = new Random(2026, STREAMS.observation);
    const { x } = observeBirthDeath(defaultDesign, [0.5, 0.6, 2], [1, 0], random);
    const { header, rows } = birthDeathFile.write(x, defaultDesign);
    const truth = ['# system: birth-death', '# truth_mu: 0.5', '# truth_rho: 0.6', '# truth_nu: 2'];
    const text = [...truth, header.join(','), ...rows.map((row) => row.join(',')), ''].join('\n');
    await expect(text).toMatchFileSnapshot('../../../../public/examples/birth-death.csv');
  });
});
