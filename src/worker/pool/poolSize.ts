const LARGEST_POOL = 8;

/** Number of simulation workers on a machine with so many logical cores (undefined: the browser does not tell). */
export function poolSize(cores: number | undefined): number {
  return Math.max(1, Math.min(LARGEST_POOL, (cores ?? 2) - 1));
}
