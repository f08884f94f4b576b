/**
 * The points of the base whose way through the flow is drawn: lines of a grid over two coordinates and two rings, which hold 68 and
 * 95 % of the base where there are two parameters, the other coordinates at 0; of one parameter, points along its axis.
 */

/** Lines at -3, ..., 3. */
const LINES = 13;
const ON_LINE = 25;
const REACH = 3;
const ON_RING = 72;
const ON_AXIS = 241;
const AXIS_REACH = 4;

const RING_MASSES = [0.68, 0.95] as const;

/** Radius of the disc that holds a mass of N(0, I) in two dimensions. */
function radius(mass: number): number {
  return Math.sqrt(-2 * Math.log(1 - mass));
}

/** Where the rows of the curves lie among the points: [from, to). */
export type Stretch = readonly [from: number, to: number];

export interface FlowGrid {
  /** [n, D] */
  readonly points: Float32Array;
  /** Lines of the grid; of one parameter, its axis. */
  readonly lines: readonly Stretch[];
  /** None for more than two parameters: a slice holds no share of the draws. */
  readonly rings: readonly Stretch[];
}

/** @param pair places of two coordinates, or of the only one */
export function flowGrid(dim: number, pair: readonly number[]): FlowGrid {
  if (dim === 1) {
    const points = Float32Array.from({ length: ON_AXIS }, (_, i) => AXIS_REACH * ((2 * i) / (ON_AXIS - 1) - 1));
    return { points, lines: [[0, ON_AXIS]], rings: [] };
  }
  const rows: (readonly [number, number])[] = [];
  const lines: Stretch[] = [];
  const rings: Stretch[] = [];
  const at = (i: number, n: number) => REACH * ((2 * i) / (n - 1) - 1);
  for (const upright of [false, true]) {
    for (let line = 0; line < LINES; line++) {
      const from = rows.length;
      for (let i = 0; i < ON_LINE; i++) {
        const [across, along] = [at(line, LINES), at(i, ON_LINE)];
        rows.push(upright ? [across, along] : [along, across]);
      }
      lines.push([from, rows.length]);
    }
  }
  if (dim === 2) {
    for (const mass of RING_MASSES) {
      const from = rows.length;
      for (let i = 0; i < ON_RING; i++) {
        const angle = (2 * Math.PI * i) / (ON_RING - 1);
        rows.push([radius(mass) * Math.cos(angle), radius(mass) * Math.sin(angle)]);
      }
      rings.push([from, rows.length]);
    }
  }
  const points = new Float32Array(rows.length * dim);
  for (const [i, row] of rows.entries()) {
    points[i * dim + pair[0]] = row[0];
    points[i * dim + pair[1]] = row[1];
  }
  return { points, lines, rings };
}
