import { describe, expect, it } from 'vitest';
import { sameUnit } from './units.ts';

describe('units', () => {
  it.each([
    ['electrons', 'e-'],
    ['ELECTRON', ' electrons '],
    ['s', '[sec]'],
    ['seconds', 's'],
    ['day', 'Days'],
    ['1/day', '1 / days'],
    ['(Mpc/h)^3', '(Mpc/h)³'],
    ['(Mpc/h)**3', '(Mpc/h)3'],
    ['µm', 'um'],
    ['suns', 'sun'],
    ['', 'dimensionless'],
    ['1', 'none'],
    ['electron/s', 'e-/sec'],
    ['adu s-1', 'adu.s-1'],
  ])('%j and %j are one', (a, b) => {
    expect(sameUnit(a, b)).toBe(true);
    expect(sameUnit(b, a)).toBe(true);
  });

  // Each pair is a factor that would go unseen.
  it.each([
    ['s', ''],
    ['ms', 'Ms'],
    ['ms', 'm'],
    ['electrons', 'electrons/s'],
    ['h/Mpc', '1/Mpc'],
    ['h/Mpc', 'Mpc/h'],
    ['mJy', 'MJy'],
    ['min', 's'],
    ['electron', 'adu'],
    ['m s', 'ms'],
  ])('%j and %j are not', (a, b) => expect(sameUnit(a, b)).toBe(false));
});
