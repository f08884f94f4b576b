import { describe, expect, it } from 'vitest';
import { axisTicks, formatNumber, minorTicks, sharedTicks, tickTexts } from './ticks.ts';

describe('axisTicks', () => {
  it('doubles where the range is one of doublings', () => {
    expect(axisTicks('log', 0.25, 4, 6)).toEqual([0.25, 0.5, 1, 2, 4]);
    expect(axisTicks('log', 0.25, 4, 3)).toEqual([0.25, 1, 4]);
  });

  it('takes 1, 2, 5 or 1, 2, 3, 5 over a decade or so', () => {
    expect(axisTicks('log', 0.5, 3, 6)).toEqual([0.5, 1, 2, 3]);
    expect(axisTicks('log', 0.05, 2, 6)).toEqual([0.05, 0.1, 0.2, 0.5, 1, 2]);
  });

  it('takes whole decades, evenly thinned, over many', () => {
    expect(axisTicks('log', 900, 3e5, 4)).toEqual([1000, 10_000, 100_000]);
    expect(axisTicks('log', 1e-6, 1e6, 4)).toEqual([1e-6, 1e-2, 1e2, 1e6]);
  });

  it('is linear within a factor of two', () => {
    expect(axisTicks('log', 0.9, 1.1, 4)).toEqual([0.9, 0.95, 1, 1.05, 1.1]);
    expect(axisTicks('log', 2, 3.9, 4)).toEqual([2, 2.5, 3, 3.5]);
  });

  it('always gives at least two within the range', () => {
    for (const [low, high] of [
      [0.013, 0.7],
      [3, 11],
      [7, 80],
      [2e-9, 5e-3],
    ]) {
      const ticks = axisTicks('log', low, high, 3);
      expect(ticks.length, `${low} to ${high}`).toBeGreaterThanOrEqual(2);
      expect(ticks.every((value) => value >= low && value <= high)).toBe(true);
    }
  });
});

describe('minorTicks', () => {
  it('stand between whole decades and nowhere else', () => {
    expect(minorTicks('log', 10, 100, [10, 100])).toEqual([20, 30, 40, 50, 60, 70, 80, 90]);
    expect(minorTicks('log', 0.5, 3, [0.5, 1, 2, 3])).toEqual([]);
    expect(minorTicks('linear', 0, 100, [1, 10, 100])).toEqual([]);
  });
});

describe('texts', () => {
  it('are short, with a real minus sign, commas and powers', () => {
    expect([0, -1.5, 0.25, 2500, 12_400, 123_456, 1e6, 2.5e7, -3e-5].map((value) => formatNumber(value))).toEqual([
      '0',
      '−1.5',
      '0.25',
      '2500',
      '12,400',
      '123,500',
      '10⁶',
      '2.5×10⁷',
      '−3×10⁻⁵',
    ]);
  });

  it('round up into the next decade without a mantissa of ten', () => {
    expect(formatNumber(9.99999e6, 3)).toBe('10⁷');
  });

  it('are two at least on a linear axis, for one tells no scale', () => {
    expect(axisTicks('linear', -1.79, 1.19, 2)).toEqual([-1, 0, 1]);
  });

  it('share their decimals on a linear axis', () => {
    expect(tickTexts('linear', [0.08, 0.1, 0.12])).toEqual(['0.08', '0.10', '0.12']);
    expect(tickTexts('linear', [0, 0.5, 1])).toEqual(['0', '0.5', '1.0']);
  });

  it('are all powers once one decade is long', () => {
    expect(tickTexts('log', [1000, 10_000, 100_000])).toEqual(['10³', '10⁴', '10⁵']);
    expect(tickTexts('log', [10_000, 20_000, 30_000])).toEqual(['10⁴', '2×10⁴', '3×10⁴']);
    expect(tickTexts('log', [0.1, 1, 10])).toEqual(['0.1', '1', '10']);
  });

  it('of an axis with an offset have the digits that tell them apart', () => {
    expect(tickTexts('linear', [2_459_000.2, 2_459_000.4])).toEqual(['2,459,000.2', '2,459,000.4']);
    expect(tickTexts('linear', [1e9, 1e9 + 0.5])).toEqual(['1,000,000,000.0', '1,000,000,000.5']);
  });

  it('of a linear axis leave to the title what they have in common', () => {
    expect(sharedTicks([2_459_000.2, 2_459_000.4])).toEqual({ texts: ['0.2', '0.4'], shared: ' − 2,459,000' });
    expect(sharedTicks([-2e-30, 0, 2e-30])).toEqual({ texts: ['−2', '0', '2'], shared: ' / 10⁻³⁰' });
    expect(sharedTicks([0, 5e43, 1e44])).toEqual({ texts: ['0', '0.5', '1.0'], shared: ' / 10⁴⁴' });
    expect(sharedTicks([-1, 0, 1])).toEqual({ texts: ['−1', '0', '1'], shared: '' });
  });
});
