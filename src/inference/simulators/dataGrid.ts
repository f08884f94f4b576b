/** Coordinates that data stand at, told from data: for arrays that come without names. */
import type { DataGrid } from './system.ts';

/** Spacings may differ by this share of one: room for rounded times. */
const TOLERANCE = 0.01;
/** Fewer equally spaced numbers are no sign of a grid. */
const LEAST = 5;

/** Times one step apart. Data that rise by one and the same step throughout are so rare that they are refused too. */
export const evenTimes: DataGrid = {
  name: 'equally spaced times t',
  holds(values) {
    const n = values.length;
    const step = (values[n - 1] - values[0]) / (n - 1);
    if (n < LEAST || !(step > 0)) return false;
    return Array.from(values).every(
      (value, i) => i === 0 || Math.abs(value - values[i - 1] - step) <= TOLERANCE * step,
    );
  },
};
