import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNpz } from '../files/npz.ts';
import { readZip } from '../files/zip.ts';
import { arrayNames } from './arrayNames.ts';
import { drawsNpz } from './drawsNpz.ts';

describe('draws as NPZ', () => {
  it('are an array for each quantity', () => {
    const read = readNpz(drawsNpz(['A', 'b'], Float64Array.of(1, 10, 2, 20)), { members: 10, bytes: 1e6 });
    if (!read.ok) throw new Error(read.problem.problem);
    expect([...read.value.arrays.keys()]).toEqual(['A', 'b']);
    expect(read.value.arrays.get('b')).toMatchObject({ shape: [2], dtype: '<f8', values: Float64Array.of(10, 20) });
  });

  it('say beside the arrays what they are conditional on', () => {
    const conditions = ['60 of 6,000 simulations failed: λ > 3.', 'Columns left out: x_2.'];
    const members = readZip(drawsNpz(['A'], Float64Array.of(1), { conditions }), { members: 10, bytes: 1e6 });
    const text = members.ok ? members.value.get('conditions.txt') : undefined;
    expect(Buffer.from(text ?? []).toString()).toBe(conditions.join(' '));
    expect(members.ok && members.value.has('altered.txt')).toBe(false);
  });

  it('have plain names, one each, whatever the keys are', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 8, unit: 'binary' }), { maxLength: 6 }), (keys) => {
        const names = arrayNames(keys, ['chain', 'draw']);
        expect(names).toHaveLength(keys.length);
        expect(new Set([...names, 'chain', 'draw']).size).toBe(keys.length + 2);
        for (const name of names) expect(name).toMatch(/^[A-Za-z_]\w{0,63}$/);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('keep names that are plain already', () => {
    expect(arrayNames(['A', 'lambda_2', 'A/b', 'A_b', '', '2x'])).toEqual([
      'A',
      'lambda_2',
      'A_b',
      'A_b_2',
      '_',
      '_2x',
    ]);
  });
});
