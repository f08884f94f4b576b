import { describe, expect, it } from 'vitest';
import { builtIn, systems } from '../simulators/registry.ts';
import { readText } from './readFile.ts';

function read(id: string, mode: string | null, lines: readonly string[]) {
  const system = builtIn(id);
  const design = mode === null ? system.defaultDesign : system.completeDesign?.({ ...system.defaultDesign, mode });
  const bytes = new TextEncoder().encode(lines.join('\n'));
  const result = readText({ name: 'a.csv', bytes }, system, design ?? system.defaultDesign, systems);
  if (!result.ok) return { refused: result.error.message };
  const { x, notices } = result.observation;
  return { x: Array.from(x ?? []), differences: result.designDifferences.map(({ key }) => key), notices };
}

const climate = (values: readonly string[]) => [
  '# dt: 0.05',
  't,x0,x1,x2,x3,x4,x5,x6,x7',
  ...values.map((value, k) => `${((k + 1) / 10).toFixed(1)},${value}`),
];

describe('a series that ended early', () => {
  it('is one of fewer times, which is another design, and says so', () => {
    const found = read(
      'lorenz-96',
      'climate',
      climate([...Array(60).fill('1,2,3,4,5,6,7,8'), ',,,,,,,', 'nan,NaN,na,-,,,,']),
    );
    expect(found.x).toEqual(Array.from({ length: 480 }, (_, i) => 1 + (i % 8)));
    expect(found.differences).toContain('record');
    expect(found.notices).toEqual([
      'Rows 63 to 64 have no values: the series is assumed to end before, for a reason unrelated to the data.',
    ]);
    const counts = read('birth-death', null, ['t,count', '0,5', '1,4', '2,6', '3,2', '4,3', '5,7', '6,1', '7,']);
    expect(counts).toMatchObject({
      x: [4, 6, 2, 3, 7, 1],
      notices: ['Row 9 has no value: the series is assumed to end before, for a reason unrelated to the data.'],
    });
  });

  it('with a value missing before its end, or at some sites alone, is refused with its place', () => {
    expect(read('birth-death', null, ['t,count', '0,5', '1,', '2,6', '3,2', '4,']).refused).toContain(
      'row 3, column count',
    );
    expect(
      read('lorenz-96', 'climate', climate([...Array(60).fill('1,2,3,4,5,6,7,8'), '1,,3,4,,,,'])).refused,
    ).toContain('row 63, column x1');
  });

  it('without any value is refused', () => {
    expect(read('birth-death', null, ['t,count', '0,', '1,', '2,']).refused).toContain('row 2, column count');
  });

  it('is read for systems whose rows are a series alone', () => {
    const rows = Array.from({ length: 9 }, (_, i) => `${(0.03 + 0.02 * i).toFixed(2)},${i < 8 ? 1000 : ''}`);
    const lines = ['# units: h/Mpc,(Mpc/h)^3', 'k,P', ...rows];
    expect(read('galaxy-bias', null, lines).refused).toContain('row 11, column P');
  });
});
