/** Which rows of a long table are in sight: only those are drawn. */

export interface RowWindow {
  /** Of the first row that is drawn. */
  readonly from: number;
  /** After the last. */
  readonly to: number;
}

/** Rows drawn beyond either edge, so that a scroll does not show a gap before the next drawing. */
const BEYOND = 6;

/** @param top pixels that are scrolled away above; `height` pixels in sight */
export function rowWindow(top: number, height: number, rowHeight: number, rows: number): RowWindow {
  const first = Math.floor(Math.max(0, top) / rowHeight);
  const last = Math.ceil((Math.max(0, top) + height) / rowHeight);
  const from = Math.max(0, Math.min(first - BEYOND, rows - 1));
  return { from, to: Math.min(rows, Math.max(from, last + BEYOND)) };
}

/** How far to scroll so that a row is in sight; the present `top` if it is. */
export function topToShow(row: number, top: number, height: number, rowHeight: number): number {
  if (row * rowHeight < top) return row * rowHeight;
  return Math.max(top, (row + 1) * rowHeight - height);
}
