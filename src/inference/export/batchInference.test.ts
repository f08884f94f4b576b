import { describe, expect, it } from 'vitest';
import type { RowVerdict } from '../diagnostics/report/rowVerdict.ts';
import { readNpy } from '../files/npy.ts';
import { readZip } from '../files/zip.ts';
import { batchDrawsCsv, batchDrawsNpz } from './batchDraws.ts';
import { batchSummariesCsv } from './batchSummaries.ts';

const taken = {
  names: ['A', 'b'],
  labels: ['17', 'north, "1"'],
  values: Float64Array.from([1, 2, 3, 4, 5, 6, 0.1, 8, 9, 10, 11, 1e-20]),
  draws: 3,
};

describe('the draws of many observations', () => {
  it('are one array [n, draws, quantities] as NPZ, with the names beside it', () => {
    const members = readZip(batchDrawsNpz(taken), { members: 2, bytes: 10_000 });
    if (!members.ok) throw new Error(members.problem.problem);
    const array = readNpy(members.value.get('draws.npy') ?? new Uint8Array());
    expect(array).toMatchObject({ ok: true, value: { shape: [2, 3, 2], dtype: '<f8' } });
    expect(array.ok && Array.from(array.value.values)).toEqual(Array.from(taken.values));
    expect(JSON.parse(new TextDecoder().decode(members.value.get('names.json')))).toEqual({
      observations: taken.labels,
      quantities: taken.names,
    });
    expect(batchDrawsNpz(taken)).toEqual(batchDrawsNpz(taken));
  });

  it('are a record each as CSV, and float64 to the last digit', () => {
    const text = [...batchDrawsCsv(taken)].join('');
    expect(text).toBe(
      'observation,A,b\r\n17,1,2\r\n17,3,4\r\n17,5,6\r\n' +
        '"north, ""1""",0.1,8\r\n"north, ""1""",9,10\r\n"north, ""1""",11,1e-20\r\n',
    );
  });
});

describe('the summaries of many observations', () => {
  const table = {
    mean: Float64Array.from([1, 2]),
    sd: Float64Array.from([0.1, 0.2]),
    robustSd: Float64Array.from([0.09, 0.19]),
    strays: Float64Array.from([0, 3]),
    quantiles: Float64Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
  };
  const checked: RowVerdict = {
    level: 'bad',
    sentence: 'Do not trust this answer, it is "off".',
    looked: ['distance', 'recovery'],
    notLooked: [],
    predictiveP: 0.4,
    recoveryShift: -0.7,
  };
  const NOT = 'unchecked,distance of the data from the simulations,The posterior was not checked.';

  it('are a record an observation, with its verdict, or that there is none', () => {
    const given = { names: ['A'], labels: ['x', 'y'], table, outlier: [0.5, 0.001], verdicts: [null, checked] };
    expect(batchSummariesCsv({ ...given, truths: [7, 8] })).toBe(
      'observation,A_mean,A_sd,A_robust_sd,A_strays,A_q05,A_q25,A_q50,A_q75,A_q95,A_true,outlier_p,predictive_p,recovery_shift,verdict,verdict_looked_at,verdict_sentence\r\n' +
        `x,1,0.1,0.09,0,1,2,3,4,5,7,0.5,,,${NOT}\r\n` +
        'y,2,0.2,0.19,3,6,7,8,9,10,8,0.001,0.4,-0.7,bad,"distance; recovery","Do not trust this answer, it is ""off""."\r\n',
    );
    expect(batchSummariesCsv({ ...given, truths: null }).split('\r\n')[1]).toBe(
      `x,1,0.1,0.09,0,1,2,3,4,5,0.5,,,${NOT}`,
    );
    // Nothing to rank them among.
    const alone = { ...given, outlier: [Number.NaN, Number.NaN], truths: null };
    expect(batchSummariesCsv(alone)).toContain(',NaN,,,unchecked,,The posterior was not checked.');
  });

  it('have the numbers of one quantity after those of the other', () => {
    const of = (step: number, each: number) => Float64Array.from({ length: 4 * each }, (_, i) => step + i);
    const several = { mean: of(100, 1), sd: of(200, 1), robustSd: of(300, 1), strays: of(400, 1), quantiles: of(0, 5) };
    const given = {
      names: ['A', 'b'],
      labels: ['x', 'y'],
      table: several,
      outlier: [0.5, 0.1],
      verdicts: [null, null],
    };
    expect(
      batchSummariesCsv({ ...given, truths: [51, 52, 53, 54] })
        .split('\r\n')
        .slice(1),
    ).toEqual([
      `x,100,200,300,400,0,1,2,3,4,51,101,201,301,401,5,6,7,8,9,52,0.5,,,${NOT}`,
      `y,102,202,302,402,10,11,12,13,14,53,103,203,303,403,15,16,17,18,19,54,0.1,,,${NOT}`,
      '',
    ]);
  });
});
