/**
 * Thins the lines of SVG paths in a text of HTML: points that lie less than a twentieth of a pixel off what is left are left out
 * (Douglas and Peucker 1973). Curves have a point every half pixel; of the picture in index.html, which every first visit loads,
 * they are the largest part.
 */

/** How far a point that is left out may lie off the line, pixels. */
export const TOLERANCE = 0.05;
/** Shorter paths are not worth it: icons, marks. Characters. */
const SHORTEST = 200;
/** Of straight lines alone, by absolute coordinates. */
const LINES = /^(?:M[^A-Za-z]+(?:L[^A-Za-z]+)*Z?)+$/;

type Point = readonly [number, number];

/** @returns the text with thinner paths; paths with anything but straight lines stay as they are */
export function thinned(html: string): string {
  return html.replace(/ d="([^"]*)"/g, (attribute, path: string) =>
    path.length < SHORTEST || !LINES.test(path) ? attribute : ` d="${thinnedPath(path)}"`,
  );
}

function thinnedPath(path: string): string {
  const parts = path.match(/M[^M]*/g) ?? [];
  return parts
    .map((part) => {
      const closed = part.endsWith('Z');
      const points = part
        .slice(1, closed ? -1 : undefined)
        .split('L')
        .map(pointOf);
      return `M${withoutNeedless(points)
        .map(([x, y]) => `${x},${y}`)
        .join('L')}${closed ? 'Z' : ''}`;
    })
    .join('');
}

/** @throws Error for what is not two numbers */
function pointOf(text: string): Point {
  const [x, y, ...others] = text
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  if (others.length > 0 || !Number.isFinite(x) || !Number.isFinite(y)) {
    throw new Error(`A path of the opening picture has the point "${text}": two numbers are expected.`);
  }
  return [x, y];
}

/** Both ends stay. */
function withoutNeedless(points: readonly Point[]): readonly Point[] {
  const kept = new Set([0, points.length - 1]);
  const open: (readonly [number, number])[] = [[0, points.length - 1]];
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const [from, to] = span;
    let [farthest, most] = [from, TOLERANCE];
    for (let i = from + 1; i < to; i++) {
      const off = distance(points[i], points[from], points[to]);
      if (off > most) [farthest, most] = [i, off];
    }
    if (farthest === from) continue;
    kept.add(farthest);
    open.push([from, farthest], [farthest, to]);
  }
  return points.filter((_, i) => kept.has(i));
}

/** Of a point from the segment between two others. */
function distance([x, y]: Point, [x0, y0]: Point, [x1, y1]: Point): number {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / squared));
  return Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
}
