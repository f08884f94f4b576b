/**
 * Highest-density regions of two quantities, as polygons. A Gaussian kernel estimate is made in coordinates that the
 * Cholesky factor of the draws' covariance has whitened, so that a ridge hundreds of times longer than wide is not
 * fattened; the bandwidth is narrowed as long as left-out draws are predicted better (likelihood cross-validation), so that a
 * curved ridge or two separate modes are not smeared either. Near the edge of the prior's support the estimate is
 * divided by the part of the kernel that lies inside, which keeps a flat posterior flat up to the edge. The level of a
 * region is a quantile of the leave-one-out density at the draws.
 */
import { contours } from 'd3-contour';
import { density2d } from 'fast-kde';
import { quantile } from '../math/statistics.ts';
import { type Axis, axisSupport, fromAxis, toAxis } from './axis.ts';
import { clipRing, type Rectangle } from './clip.ts';

export interface DensityRegion {
  readonly mass: number;
  /**
   * Closed polygons [x[], y[]] in natural units (the last point repeats the first). A hole runs the other way round
   * than its outline, so both the even-odd and the non-zero fill rule leave it empty.
   */
  readonly rings: readonly (readonly [Float64Array, Float64Array])[];
}

/** Nodes an axis that carry a ridge or a pair of moons in a large panel. */
const NODES = 112;
/** Bandwidths that are tried, in units of the normal-reference one, n^(-1/6). */
const FACTORS = [1, 0.7, 0.5, 0.35, 0.25] as const;
const REACH = 3.5;
/** Fewer draws give no region. */
const MIN_DRAWS = 20;

/**
 * Regions that hold the given masses of the draws.
 * @param x, y natural units, one entry per draw; draws that an axis cannot show are left out
 * @param axes scale of each axis (regions are highest-density in its coordinate) and the prior's support
 * @param masses each in (0, 1)
 * @param nodes of the grid an axis: the time goes with their square, and a small panel shows no more than 56
 * @returns no rings if fewer than 20 draws can be shown or they do not vary
 */
export function highestDensityRegions(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  axes: readonly [Axis, Axis],
  masses: readonly number[],
  nodes = NODES,
): DensityRegion[] {
  if (masses.length === 0) return [];
  const whitening = whiten(x, y, axes);
  if (whitening === null) return masses.map((mass) => ({ mass, rings: [] }));
  const [xLow, xHigh] = axisSupport(axes[0]);
  const [yLow, yHigh] = axisSupport(axes[1]);
  const box: Rectangle = { xLow, xHigh, yLow, yHigh };
  const estimate = bestEstimate(whitening, box, nodes);
  const atDraws = estimate.leftOut.slice().sort();
  const contour = contours().size([nodes, nodes]).smooth(true);
  const grid = Array.from(estimate.grid);

  return masses.map((mass) => {
    const level = quantile(atDraws, 1 - mass);
    const rings: [Float64Array, Float64Array][] = [];
    for (const polygon of contour.contour(grid, level).coordinates) {
      for (const ring of polygon) {
        // d3-contour puts node i at i + 0.5.
        const inAxes = ring.map(([column, row]) => whitening.back(estimate.u(column - 0.5), estimate.v(row - 0.5)));
        const clipped = clipRing(inAxes, box);
        if (clipped.length < 4) continue;
        rings.push([
          Float64Array.from(clipped, (point) => fromAxis(point[0], axes[0].scale)),
          Float64Array.from(clipped, (point) => fromAxis(point[1], axes[1].scale)),
        ]);
      }
    }
    return { mass, rings };
  });
}

/** Draws in whitened coordinates (mean 0, covariance 1) and the way back to axis coordinates. */
interface Whitening {
  readonly u: Float64Array;
  readonly v: Float64Array;
  back(u: number, v: number): [number, number];
}

function whiten(x: ArrayLike<number>, y: ArrayLike<number>, axes: readonly [Axis, Axis]): Whitening | null {
  const px: number[] = [];
  const py: number[] = [];
  for (let i = 0; i < x.length; i++) {
    const a = toAxis(x[i], axes[0].scale);
    const b = toAxis(y[i], axes[1].scale);
    if (!Number.isFinite(a) || !Number.isFinite(b)) continue;
    px.push(a);
    py.push(b);
  }
  const n = px.length;
  if (n < MIN_DRAWS) return null;
  const mx = px.reduce((sum, value) => sum + value, 0) / n;
  const my = py.reduce((sum, value) => sum + value, 0) / n;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (let i = 0; i < n; i++) {
    xx += (px[i] - mx) ** 2 / n;
    xy += ((px[i] - mx) * (py[i] - my)) / n;
    yy += (py[i] - my) ** 2 / n;
  }
  if (!(xx > 0 && yy > 0)) return null;
  const sx = Math.sqrt(xx);
  const slope = xy / xx;
  // Draws exactly on a line keep a width of a millionth, so that there is something to draw.
  const sy = Math.sqrt(Math.max(yy - slope * xy, 1e-12 * yy));
  const u = new Float64Array(n);
  const v = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    u[i] = (px[i] - mx) / sx;
    v[i] = (py[i] - my - slope * (px[i] - mx)) / sy;
  }
  return {
    u,
    v,
    back: (u, v) => [mx + sx * u, my + slope * sx * u + sy * v],
  };
}

interface Estimate {
  /** Density on the nodes, [nodes, nodes], row-major over v then u; scale arbitrary. */
  readonly grid: Float64Array;
  /** Whitened coordinates of a fractional node. */
  u(column: number): number;
  v(row: number): number;
  /** Leave-one-out density at each draw, in the units of `grid`. */
  readonly leftOut: Float64Array;
}

function bestEstimate(whitening: Whitening, box: Rectangle, nodes: number): Estimate {
  const { u, v } = whitening;
  const n = u.length;
  const reference = n ** (-1 / 6);
  const extentU = bulk(u, REACH * reference);
  const extentV = bulk(v, REACH * reference);
  const stepU = (extentU[1] - extentU[0]) / (nodes - 1);
  const stepV = (extentV[1] - extentV[0]) / (nodes - 1);
  const atU = (column: number) => extentU[0] + column * stepU;
  const atV = (row: number) => extentV[0] + row * stepV;
  const inside = nodesInside(atU, atV, whitening, box, nodes);

  const shared = { bandwidth: [reference, reference], extent: [extentU, extentV], bins: [nodes, nodes] } as const;
  const ofDraws = density2d(u, { ...shared, x: (value) => value, y: (_, i) => v[i], weight: () => 1 });
  // The part of a kernel at each node that lies inside the support (and the grid).
  const ofSupport =
    inside === null
      ? null
      : density2d(inside, {
          ...shared,
          x: (_, k) => atU(k % nodes),
          y: (_, k) => atV(Math.floor(k / nodes)),
          weight: (value) => value,
        });

  let best: { score: number; estimate: Estimate } | null = null;
  for (const factor of FACTORS) {
    const bandwidth: [number, number] = [factor * reference, factor * reference];
    // The grid cannot carry a kernel narrower than its cells.
    if (best !== null && factor * reference < 0.9 * Math.max(stepU, stepV)) break;
    const grid = ofDraws.bandwidth(bandwidth).grid();
    const kernelInside = ofSupport === null ? null : ofSupport.bandwidth(bandwidth).grid();
    const own = (stepU * stepV) / (2 * Math.PI * bandwidth[0] * bandwidth[1]);
    if (kernelInside !== null) {
      // Far outside there is nothing to divide by; those nodes are clipped away in the end.
      for (let k = 0; k < grid.length; k++) grid[k] /= Math.max(0.05, kernelInside[k]);
    }
    const leftOut = new Float64Array(n);
    let score = 0;
    for (let i = 0; i < n; i++) {
      const column = (u[i] - extentU[0]) / stepU;
      const row = (v[i] - extentV[0]) / stepV;
      const ownHere = kernelInside === null ? own : own / Math.max(0.05, bilinear(kernelInside, nodes, column, row));
      leftOut[i] = Math.max(0, bilinear(grid, nodes, column, row) - ownHere);
      // A lone stray draw counts as a tenth of one neighbour's kernel, or it would decide the bandwidth.
      score += Math.log(Math.max(leftOut[i], (1e-3 * n * stepU * stepV) / (2 * Math.PI)));
    }
    // The score rises to its only maximum: kernels still narrower would predict worse yet.
    if (best !== null && score <= best.score) break;
    best = { score, estimate: { grid, u: atU, v: atV, leftOut } };
  }
  if (best === null) throw new Error('The list of bandwidths is empty: give FACTORS at least one entry.');
  return best.estimate;
}

/** Range of the draws without the outermost per mille on each side, plus a margin. */
function bulk(values: Float64Array, margin: number): [number, number] {
  const sorted = values.slice().sort();
  return [quantile(sorted, 0.001) - margin, quantile(sorted, 0.999) + margin];
}

/** 1 for nodes inside the support, else 0; null when all are inside. */
function nodesInside(
  atU: (column: number) => number,
  atV: (row: number) => number,
  whitening: Whitening,
  box: Rectangle,
  nodes: number,
): Uint8Array | null {
  const inside = new Uint8Array(nodes * nodes);
  let count = 0;
  for (let row = 0; row < nodes; row++) {
    for (let col = 0; col < nodes; col++) {
      const [x, y] = whitening.back(atU(col), atV(row));
      if (x < box.xLow || x > box.xHigh || y < box.yLow || y > box.yHigh) continue;
      inside[row * nodes + col] = 1;
      count++;
    }
  }
  return count === inside.length ? null : inside;
}

function bilinear(grid: Float64Array, nodes: number, column: number, row: number): number {
  const i = Math.floor(column);
  const j = Math.floor(row);
  if (i < 0 || j < 0 || i >= nodes - 1 || j >= nodes - 1) return 0;
  const a = column - i;
  const b = row - j;
  const k = j * nodes + i;
  return (1 - b) * ((1 - a) * grid[k] + a * grid[k + 1]) + b * ((1 - a) * grid[k + nodes] + a * grid[k + nodes + 1]);
}
