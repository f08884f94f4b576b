/** The strokes that pictures of processes are made of (processPictures.tsx), in a box of WIDTH x HEIGHT. */
import type { ReactNode } from 'react';
import css from './ProcessPicture.module.css';

export interface Picture {
  /** What it shows, in words. */
  readonly summary: string;
  /** The symbols in it: those of the system's quantities. */
  readonly symbols: readonly string[];
  /** In a box of WIDTH x HEIGHT. */
  readonly draw: () => ReactNode;
}

export const WIDTH = 340;
export const HEIGHT = 78;

interface LabelProps {
  readonly x: number;
  readonly y: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly children: ReactNode;
}

export function Label({ x, y, anchor = 'middle', children }: LabelProps) {
  return (
    <text x={x} y={y} className={css.label} textAnchor={anchor}>
      {children}
    </text>
  );
}

/** A symbol among the words of a label. */
export function S({ children }: { readonly children: string }) {
  return <tspan className={css.symbol}>{children}</tspan>;
}

/** A line with a head at its end. */
function Arrow({ d, head }: { readonly d: string; readonly head: string }) {
  return <path className={css.arrow} d={`${d}M${head}`} />;
}

export function right(x: number, to: number, y: number) {
  return <Arrow d={`M${x} ${y}H${to}`} head={`${to - 6} ${y - 4}L${to} ${y}L${to - 6} ${y + 4}`} />;
}

/** A round arrow above a place, back into it. */
export function loop(x: number, y: number) {
  return (
    <Arrow
      d={`M${x - 13} ${y}C${x - 16} ${y - 26} ${x + 16} ${y - 26} ${x + 13} ${y - 2}`}
      head={`${x + 8} ${y - 7}L${x + 13} ${y - 1}L${x + 18} ${y - 8}`}
    />
  );
}

export function Place({ x, y, rx, ry, children }: PlaceProps) {
  return (
    <>
      <ellipse className={css.place} cx={x} cy={y} rx={rx} ry={ry} />
      {children}
    </>
  );
}

interface PlaceProps {
  readonly x: number;
  readonly y: number;
  readonly rx: number;
  readonly ry: number;
  readonly children?: ReactNode;
}

export function dots(points: readonly (readonly [number, number])[], r = 2.6) {
  return points.map(([x, y]) => <circle key={`${x} ${y}`} className={css.dot} cx={x} cy={y} r={r} />);
}

export function Box({
  x,
  width,
  children,
}: {
  readonly x: number;
  readonly width: number;
  readonly children: ReactNode;
}) {
  return (
    <>
      <rect className={css.place} x={x} y={28} width={width} height={28} rx={6} />
      <Label x={x + width / 2} y={46.5}>
        {children}
      </Label>
    </>
  );
}
