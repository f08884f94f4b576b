import { describe, expect, it } from 'vitest';
import { thinned, TOLERANCE } from './thinnedPaths.ts';

const curve = (n: number) =>
  Array.from({ length: n }, (_, i): [number, number] => [
    i / 2,
    Math.round(4000 * Math.exp(-(((i / 2 - 50) / 12) ** 2))) / 100,
  ]);
const pathOf = (points: readonly (readonly [number, number])[]) => `M${points.map((point) => point.join()).join('L')}`;
const pointsOf = (html: string) =>
  (/ d="M([^"]*)"/.exec(html)?.[1] ?? '').split('L').map((point) => point.split(/[ ,]/).map(Number));

describe('the lines of the picture', () => {
  it('lose points, ends stay, and nowhere is the line off by more than the tolerance', () => {
    const points = curve(200);
    const left = pointsOf(thinned(`<path d="${pathOf(points)}"/>`));
    expect(left.length).toBeLessThan(80);
    expect([left[0], left.at(-1)]).toEqual([points[0], points.at(-1)]);
    for (const [x, y] of points) {
      const next = left.findIndex(([at]) => at >= x);
      const [[x1, y1], [x0, y0]] = [left[next], left[Math.max(0, next - 1)]];
      const on = x1 === x0 ? y1 : y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
      const slope = x1 === x0 ? 0 : (y1 - y0) / (x1 - x0);
      expect(Math.abs(on - y) / Math.hypot(1, slope)).toBeLessThanOrEqual(TOLERANCE + 1e-9);
    }
  });

  it('keep a single point that stands out, the parts of a path and what closes them', () => {
    const flat = curve(200).map(([x], i): [number, number] => [x, i === 77 ? 9 : 3]);
    const html = thinned(`<path d="${pathOf(flat)}Z${pathOf(flat)}"/>`);
    expect(html).toBe('<path d="M0,3L38,3L38.5,9L39,3L99.5,3ZM0,3L38,3L38.5,9L39,3L99.5,3"/>');
  });

  it('stay as they are where there are curves, or few points, and outside of paths', () => {
    const curved = `<path d="${pathOf(curve(200))}C1,2 3,4 5,6"/>`;
    const short = '<path d="M0,0L1,0L2,0"/>';
    expect(thinned(curved + short)).toBe(curved + short);
  });

  it('are refused where a point is none', () => {
    expect(() => thinned(`<path d="${pathOf(curve(200))}L1,-"/>`)).toThrow('"1,-"');
  });
});
