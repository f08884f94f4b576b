import { describe, expect, it } from 'vitest';
import { boxText, duration, percent, resolved, short, wholeText, withUnit } from './number.ts';

describe('numbers in boxes', () => {
  it.each([
    [0.25, '0.25'],
    [4, '4'],
    [30_000_000, '3e7'],
    [200_000, '200000'],
    [2_459_000.5, '2459000.5'],
    [123_456.7, '123456.7'],
    [123_456, '123456'],
    [0.0003, '3e-4'],
    [1 / 3, '0.3333'],
    [-2, '-2'],
    [0, '0'],
  ])('%f is written %s and read back', (value, text) => {
    expect(boxText(value)).toBe(text);
    expect(Number(text)).toBeCloseTo(value, 4);
  });

  it.each([
    [Math.exp(-0.125), '0.882496902585'],
    [0.1 + 0.2, '0.3'],
    [-0.05, '-0.05'],
    [3e-7, '3e-7'],
    [0, '0'],
    [2_459_000.5317, '2459000.5317'],
    [1_234_567_890_123, '1234567890123'],
  ])('%f is written in full %s', (value, text) => expect(wholeText(value)).toBe(text));
});

describe('numbers in text', () => {
  it.each([
    [30_000_000, '3 × 10⁷'],
    [1e-6, '10⁻⁶'],
    [-0.1234, '−0.123'],
    [12.345, '12.3'],
  ])('%f is printed %s', (value, text) => expect(short(value)).toBe(text));

  it.each([
    [2_459_000.5317, 0.1, '2459000.532'],
    [-2_459_000.5317, 0.1, '−2459000.532'],
    [0.3446, 0.7, '0.345'],
    [3.0000012e-31, 1e-36, '3.0000012 × 10⁻³¹'],
    [12_345, 5000, '12300'],
    [1, 0, '1'],
  ])('%f is printed to a hundredth of %f as %s', (value, width, text) => expect(resolved(value, width)).toBe(text));

  it('units follow, and a unit per something is read as such', () => {
    expect(withUnit(2, 'K')).toBe('2 K');
    expect(withUnit(0.5, '1/day')).toBe('0.5 per day');
    expect(withUnit(0.5, '')).toBe('0.5');
  });

  it('percentages and times are short', () => {
    expect(percent(0.342)).toBe('34 %');
    expect(duration(0.4)).toBe('under 1 s');
    expect(duration(42.4)).toBe('42 s');
    expect(duration(85)).toBe('1 min 30 s');
    expect(duration(118)).toBe('2 min');
    expect(duration(1000)).toBe('17 min');
  });
});
