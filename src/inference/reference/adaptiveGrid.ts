/**
 * A density on a grid over the box that holds its mass, found from coarse to fine: evaluate on a coarse grid, keep the
 * hull of the nodes within `DEPTH` of the highest log density plus one node all round, repeat while the box shrinks, then
 * evaluate on a fine grid and double its nodes by cubic interpolation of the log density (a four-point Lagrange formula:
 * exact for a Gaussian). Keeping every node that is high enough, rather than a share of the mass, is safe for several
 * modes and for modes at an edge. The result is checked against itself: half of the nodes, doubled, must give the moments.
 */
import { gridMoments } from '../math/grid.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface GridDensity {
  /** Uniform nodes of each axis. */
  readonly axes: Float64Array[];
  /** ln density up to a constant, row-major, last axis fastest. */
  readonly logDensity: Float64Array;
}

export interface ZoomedGrid extends GridDensity {
  /** Largest move of a mean (in sd) or relative change of an sd when every second node is interpolated instead. */
  readonly error: number;
}

/** exp(-13) = 2e-6: a Gaussian is cut at 5.1 sd. */
const DEPTH = 13;
const MAX_PASSES = 5;

export function uniformAxis({ low, high }: Interval, nodes: number): Float64Array {
  return Float64Array.from({ length: nodes }, (_, i) =>
    i === nodes - 1 ? high : low + ((high - low) * i) / (nodes - 1),
  );
}

/** ln density at all nodes; `point` is reused between calls. */
export function evaluateOnGrid(
  axes: readonly Float64Array[],
  logDensity: (point: Float64Array) => number,
  tick?: () => void,
): Float64Array {
  const total = axes.reduce((product, axis) => product * axis.length, 1);
  const out = new Float64Array(total);
  const point = new Float64Array(axes.length);
  for (let i = 0; i < total; i++) {
    for (let d = axes.length - 1, rest = i; d >= 0; d--) {
      point[d] = axes[d][rest % axes[d].length];
      rest = Math.floor(rest / axes[d].length);
    }
    const value = logDensity(point);
    out[i] = Number.isNaN(value) ? -Infinity : value;
    tick?.();
  }
  return out;
}

function strides(axes: readonly Float64Array[]): number[] {
  return axes.map((_, d) => axes.slice(d + 1).reduce((product, axis) => product * axis.length, 1));
}

/** The hull of the nodes that are high enough, widened by one node; null when the density vanishes on every node. */
function hull({ axes, logDensity }: GridDensity): Interval[] | null {
  let highest = -Infinity;
  for (const value of logDensity) highest = Math.max(highest, value);
  if (highest === -Infinity) return null;
  const step = strides(axes);
  const first = axes.map((axis) => axis.length);
  const last = axes.map(() => -1);
  for (let i = 0; i < logDensity.length; i++) {
    if (logDensity[i] < highest - DEPTH) continue;
    for (let d = 0; d < axes.length; d++) {
      const node = Math.floor(i / step[d]) % axes[d].length;
      first[d] = Math.min(first[d], node);
      last[d] = Math.max(last[d], node);
    }
  }
  return axes.map((axis, d) => ({
    low: axis[Math.max(0, first[d] - 1)],
    high: axis[Math.min(axis.length - 1, last[d] + 1)],
  }));
}

/** Every second node of every axis (odd numbers of nodes keep both ends). */
function thinned({ axes, logDensity }: GridDensity): GridDensity {
  const step = strides(axes);
  const coarse = axes.map((axis) => axis.filter((_, i) => i % 2 === 0));
  const coarseStep = strides(coarse);
  const total = coarse.reduce((product, axis) => product * axis.length, 1);
  const values = new Float64Array(total);
  for (let i = 0; i < total; i++) {
    let at = 0;
    for (let d = 0; d < coarse.length; d++) at += 2 * (Math.floor(i / coarseStep[d]) % coarse[d].length) * step[d];
    values[i] = logDensity[at];
  }
  return { axes: coarse, logDensity: values };
}

/** Halves the spacing along axis `d`; a midpoint next to a node of density zero has density zero. */
function doubledAlong({ axes, logDensity }: GridDensity, d: number): GridDensity {
  const nodes = axes[d].length;
  const inner = strides(axes)[d];
  const more = 2 * nodes - 1;
  const values = new Float64Array((logDensity.length / nodes) * more);
  for (let line = 0; line < logDensity.length / nodes; line++) {
    const outer = Math.floor(line / inner);
    const from = outer * nodes * inner + (line % inner);
    const to = outer * more * inner + (line % inner);
    const at = (i: number): number => logDensity[from + i * inner];
    for (let i = 0; i < nodes; i++) values[to + 2 * i * inner] = at(i);
    for (let i = 0; i < nodes - 1; i++) {
      let middle: number;
      if (nodes < 3) middle = (at(i) + at(i + 1)) / 2;
      else if (i === 0) middle = (3 * at(0) + 6 * at(1) - at(2)) / 8;
      else if (i === nodes - 2) middle = (3 * at(i + 1) + 6 * at(i) - at(i - 1)) / 8;
      else middle = (9 * (at(i) + at(i + 1)) - at(i - 1) - at(i + 2)) / 16;
      values[to + (2 * i + 1) * inner] = Number.isFinite(middle) ? middle : -Infinity;
    }
  }
  const { 0: low, [nodes - 1]: high } = axes[d];
  return { axes: axes.map((axis, k) => (k === d ? uniformAxis({ low, high }, more) : axis)), logDensity: values };
}

function doubled(grid: GridDensity): GridDensity {
  return grid.axes.reduce<GridDensity>((finer, _, d) => doubledAlong(finer, d), grid);
}

function disagreement(one: GridDensity, other: GridDensity): number {
  const a = gridMoments(one.axes, one.logDensity);
  const b = gridMoments(other.axes, other.logDensity);
  let worst = 0;
  for (let d = 0; d < one.axes.length; d++) {
    worst = Math.max(worst, Math.abs(a.mean[d] - b.mean[d]) / a.sd[d], Math.abs(b.sd[d] / a.sd[d] - 1));
  }
  return Number.isNaN(worst) ? Infinity : worst;
}

/**
 * The density on 2 `fine` - 1 nodes an axis over the box of its mass (`fine` evaluated); `coarse` nodes an axis are used
 * to find the box; `fine` is odd. Null when the density vanishes on every node. `onProgress` is called about 20 times.
 */
export function adaptiveGrid(
  box: readonly Interval[],
  logDensity: (point: Float64Array) => number,
  nodes: { readonly coarse: number; readonly fine: number },
  onProgress?: (fraction: number) => void,
): ZoomedGrid | null {
  const coarseTotal = nodes.coarse ** box.length;
  const total = MAX_PASSES * coarseTotal + nodes.fine ** box.length;
  const every = Math.ceil(total / 20);
  let done = 0;
  const tick = (): void => {
    done++;
    if (done % every === 0) onProgress?.(done / total);
  };
  const evaluate = (where: readonly Interval[], count: number): GridDensity => {
    const axes = where.map((interval) => uniformAxis(interval, count));
    return { axes, logDensity: evaluateOnGrid(axes, logDensity, tick) };
  };

  let where = box;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const smaller = hull(evaluate(where, nodes.coarse));
    if (!smaller) return null;
    const shrunk = smaller.reduce((v, { low, high }, d) => v * ((high - low) / (where[d].high - where[d].low)), 1);
    where = smaller;
    if (shrunk > 0.6) break;
  }
  done = Math.max(done, MAX_PASSES * coarseTotal);
  const fine = evaluate(where, nodes.fine);
  return { ...doubled(fine), error: disagreement(fine, doubled(thinned(fine))) };
}
