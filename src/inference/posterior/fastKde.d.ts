/**
 * Types of the parts of fast-kde 0.2.2 that are used here; the package brings none. tsconfig.base.json maps the package's
 * name to this file. Kernel: Gaussian, by Deriche's recursive filter.
 */
interface Options1d {
  readonly weight?: (value: number, index: number) => number;
  /** Standard deviation of the kernel. */
  readonly bandwidth: number;
  /** First and last node. Data outside are dropped, and the weights are not renormalised. */
  readonly extent: readonly [number, number];
  readonly bins: number;
}

interface Options2d {
  readonly x: (value: number, index: number) => number;
  readonly y: (value: number, index: number) => number;
  readonly weight?: (value: number, index: number) => number;
  readonly bandwidth: readonly [number, number];
  readonly extent: readonly [readonly [number, number], readonly [number, number]];
  readonly bins: readonly [number, number];
}

interface Estimate {
  /** Mass per cell at each node; [bins], or [binsY, binsX] row-major. */
  grid(): Float64Array;
}

interface Estimate2d extends Estimate {
  /** The same data, which are not put on the grid again, with another kernel; changes the estimate and returns it. */
  bandwidth(bandwidth: readonly [number, number]): Estimate2d;
}

export function density1d(data: ArrayLike<number>, options: Options1d): Estimate;
export function density2d(data: ArrayLike<number>, options: Options2d): Estimate2d;
