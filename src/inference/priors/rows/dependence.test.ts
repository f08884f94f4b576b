import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { dependence } from './dependence.ts';

const N = 4000;
const random = new Random(4, STREAMS.simulation);

const rows = (row: () => readonly number[]): Float64Array => Float64Array.from(Array.from({ length: N }, row).flat());

describe('columns of parameters', () => {
  it('that are independent are found so (false alarms: below 1 in a million)', () => {
    expect(
      dependence(
        rows(() => [random.normal(), random.uniform(), random.gamma(2)]),
        3,
      ),
    ).toEqual([]);
  });

  it('that rise and fall together are found, the strongest pair first', () => {
    const found = dependence(
      rows(() => {
        const a = random.normal();
        return [a, 0.2 * a + random.normal(), -3 * a + random.normal()];
      }),
      3,
    );
    expect(found.map(({ pair }) => pair)[0]).toEqual([0, 2]);
    expect(found[0].correlation).toBeLessThan(-0.9);
    expect(found[0].of).toBe('values');
    expect(found.map(({ pair }) => pair.join())).toContain('0,1');
  });

  it('of a disc, whose values are not correlated, are found by their distances', () => {
    const disc = rows(() => {
      const [angle, radius] = [2 * Math.PI * random.uniform(), Math.sqrt(random.uniform())];
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    });
    expect(dependence(disc, 2)).toMatchObject([{ pair: [0, 1], of: 'distances' }]);
  });

  it('with few values are ranked with their ties', () => {
    const pairs = rows(() => {
      const a = Math.floor(3 * random.uniform());
      return [a, a];
    });
    expect(dependence(pairs, 2)[0].correlation).toBeCloseTo(1, 12);
    expect(
      dependence(
        rows(() => [Math.floor(3 * random.uniform()), Math.floor(2 * random.uniform())]),
        2,
      ),
    ).toEqual([]);
  });
});
