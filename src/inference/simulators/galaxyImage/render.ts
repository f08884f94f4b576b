/**
 * The image of a galaxy without noise: Sersic's law on sub-pixels, blurred by the seeing (a Gaussian), summed to pixels, on a
 * flat sky. Light from beyond the edges is blurred into the image.
 *
 * The blur of sub-pixels and the sum to pixels are one kernel, applied along rows and then along columns; the law is read
 * from a table over the square root of the radius, made once an image, since its powers would take most of the time.
 */
import { HALF, PIXEL, SIDE } from './camera.ts';
import { sersicB, sersicTotal } from './sersic.ts';

/** Everything that an image without noise depends on. */
export interface Galaxy {
  /** Electrons of the whole galaxy. */
  electrons: number;
  /** Half-light radius, arcsec: of the circle that has the area of the ellipse. */
  radius: number;
  /** Sersic index. */
  n: number;
  /** Minor over major axis. */
  q: number;
  /** Of the major axis from the horizontal, anticlockwise, rad. */
  angle: number;
  /** Centre, arcsec to the right of and above the middle. */
  x0: number;
  y0: number;
  /** Electrons a pixel. */
  sky: number;
  /** Seeing: full width of the blur at half of its height, arcsec. */
  fwhm: number;
}

const OVERSAMPLING = 3;
/** Radii below this many sub-pixels count as this: a steep law has no finite value in the middle. */
const SOFTENING = 0.25;
/** Where the blur is cut off, in its sds. */
const CUT = 4;
const NODES = 2048;
/** Gaussian: full width at half height over sd. */
export const FWHM_OVER_SD = Math.sqrt(8 * Math.LN2);
/** Largest seeing that is drawn, arcsec. */
const LARGEST_FWHM = 1.5;

export type Renderer = (galaxy: Galaxy, out: Float64Array) => void;

/** A renderer with work space of its own: writes electrons [32 x 32] into `out`, row 0 the lowest. */
export function makeRenderer(oversampling = OVERSAMPLING): Renderer {
  const sub = PIXEL / oversampling;
  const inside = SIDE * oversampling;
  const most = Math.ceil((CUT * LARGEST_FWHM) / FWHM_OVER_SD / sub);
  const widest = inside + 2 * most;
  const row = new Float64Array(widest);
  const blurred = new Float64Array(widest * SIDE);
  const kernel = new Float64Array(2 * most + oversampling);
  const table = new Float64Array(NODES + 2);
  return (galaxy, out) => {
    const { electrons, radius, n, q, angle, x0, y0, sky, fwhm } = galaxy;
    const reach = blurKernel(fwhm / FWHM_OVER_SD / sub, oversampling, most, kernel);
    const taps = 2 * reach + oversampling;
    const width = inside + 2 * reach;
    // r^2 = q x'^2 + y'^2 / q, with x' along the major axis, as a quadratic form of (dx, dy).
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const xx = q * c * c + (s * s) / q;
    const xy = 2 * c * s * (q - 1 / q);
    const yy = q * s * s + (c * c) / q;
    const least = (SOFTENING * sub) ** 2;
    const edge = HALF + reach * sub;
    const [furthestX, furthestY] = [edge + Math.abs(x0), edge + Math.abs(y0)];
    const farthest = xx * furthestX ** 2 + Math.abs(xy) * furthestX * furthestY + yy * furthestY ** 2;
    const from = least ** 0.25;
    const perNode = (farthest ** 0.25 - from) / NODES;
    fillTable(table, from, perNode, radius, n, (electrons * sub * sub) / (sersicTotal(n) * radius * radius));
    const nodesEach = 1 / perNode;
    const first = (0.5 - width / 2) * sub;
    for (let i = 0; i < width; i++) {
      const dy = first + i * sub - y0;
      const along = xy * dy;
      const across = yy * dy * dy;
      for (let j = 0; j < width; j++) {
        const dx = first + j * sub - x0;
        const square = Math.max(least, (xx * dx + along) * dx + across);
        const at = (Math.sqrt(Math.sqrt(square)) - from) * nodesEach;
        const node = at | 0;
        const low = table[node];
        row[j] = low + (at - node) * (table[node + 1] - low);
      }
      const base = i * SIDE;
      for (let p = 0; p < SIDE; p++) {
        const start = p * oversampling;
        let sum = 0;
        for (let k = 0; k < taps; k++) sum += kernel[k] * row[start + k];
        blurred[base + p] = sum;
      }
    }
    for (let p = 0; p < SIDE; p++) {
      const base = p * SIDE;
      for (let j = 0; j < SIDE; j++) out[base + j] = sky;
      for (let k = 0; k < taps; k++) {
        const weight = kernel[k];
        const source = (p * oversampling + k) * SIDE;
        for (let j = 0; j < SIDE; j++) out[base + j] += weight * blurred[source + j];
      }
    }
  };
}

/** The law at each node, of which the k-th stands at radius (from + k perNode)^2. */
function fillTable(
  table: Float64Array,
  from: number,
  perNode: number,
  radius: number,
  n: number,
  atRadius: number,
): void {
  const b = sersicB(n);
  const power = 2 / n;
  const scale = 1 / Math.sqrt(radius);
  for (let k = 0; k < table.length; k++) {
    table[k] = atRadius * Math.exp(-b * (((from + k * perNode) * scale) ** power - 1));
  }
}

/**
 * Writes the blur, summed over the sub-pixels of a pixel, into `kernel`, and returns its reach: sub-pixels on either side of the
 * pixel. Tap k of pixel p weighs sub-pixel p oversampling + k, counted from `reach` sub-pixels before the image.
 * @param sd of the blur in sub-pixels
 */
function blurKernel(sd: number, oversampling: number, most: number, kernel: Float64Array): number {
  const reach = Math.min(most, Math.ceil(CUT * sd));
  kernel.fill(0);
  let total = 0;
  for (let d = -reach; d <= reach; d++) total += Math.exp(-(d * d) / (2 * sd * sd));
  for (let d = -reach; d <= reach; d++) {
    const weight = Math.exp(-(d * d) / (2 * sd * sd)) / total;
    for (let j = 0; j < oversampling; j++) kernel[d + reach + j] += weight;
  }
  return reach;
}
