import { describe, expect, it } from 'vitest';
import { densitySketch } from './densitySketch.ts';

const box = { width: 100, height: 20, low: 0.1, high: 10, scale: 'log', top: 2 } as const;

describe('densitySketch', () => {
  it('places points by the axis and closes the area along the bottom', () => {
    const { line, area } = densitySketch({ at: [0.1, 1, 10], density: [0, 1, 2] }, box);
    expect(line).toBe('M0,20L50,10L100,0');
    expect(area).toBe('M0,20L0,20L50,10L100,0L100,20Z');
  });

  it('cuts an infinite density at the top and leaves out what lies outside', () => {
    const { line } = densitySketch({ at: [0.01, 0.1, 1], density: [1, Infinity, 1] }, box);
    expect(line).toBe('M0,0L50,10');
  });

  it('is empty without a point', () => {
    expect(densitySketch({ at: [], density: [] }, box)).toEqual({ line: '', area: '' });
  });
});
