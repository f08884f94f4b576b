/** A density as two SVG paths, for the prior cards: no plotly, so that a slider can redraw it at every movement. */
import type { Scale } from '../../inference/simulators/system.ts';
import { axisFraction } from './geometry.ts';
import type { Curve } from './types.ts';

export interface SketchBox {
  readonly width: number;
  readonly height: number;
  /** Values at the left and right end. */
  readonly low: number;
  readonly high: number;
  readonly scale: Scale;
  /** Density at the upper edge; default: a little above the curve's highest finite value. */
  readonly top?: number;
}

const rounded = (value: number) => Number(value.toFixed(2));

/**
 * `line` is open, `area` closed along the bottom; both empty without a point. Densities above the top are cut there
 * (a beta prior with a < 1 has no highest value); values outside [low, high] are left out.
 */
export function densitySketch(curve: Curve, box: SketchBox): { line: string; area: string } {
  const axis = { scale: box.scale, low: box.low, high: box.high };
  const points: (readonly [number, number])[] = [];
  let highest = 0;
  for (let i = 0; i < curve.at.length; i++) {
    const fraction = axisFraction(axis, curve.at[i]);
    if (!(fraction >= -1e-9 && fraction <= 1 + 1e-9) || Number.isNaN(curve.density[i])) continue;
    points.push([fraction * box.width, curve.density[i]]);
    if (curve.density[i] < Infinity) highest = Math.max(highest, curve.density[i]);
  }
  if (points.length === 0) return { line: '', area: '' };
  const top = box.top ?? highest * 1.08;
  const place = ([x, density]: readonly [number, number]) => {
    const y = top > 0 ? box.height * (1 - Math.min(density / top, 1)) : box.height;
    return `${rounded(x)},${rounded(y)}`;
  };
  const path = points.map(place).join('L');
  const [first, last] = [points[0][0], points[points.length - 1][0]];
  return { line: `M${path}`, area: `M${rounded(first)},${box.height}L${path}L${rounded(last)},${box.height}Z` };
}
