/**
 * The solution of dp/dt = G - d p with p(0) = 0 on a regular grid: p = K_d G, where the lower triangular matrix K_d holds
 * e^{-d (t_i - t_j)} times the weights of the trapezoid. A step of the grid adds one term to the row before, so the matrix is applied as
 * p_i = e^{-d h} p_{i-1} + h/2 (e^{-d h} G_{i-1} + G_i), which costs no matrix.
 */

/** K_d G into `out` [points, columns], for G [points, columns] row-major: each column for itself. @param step h, minutes */
export function applyKernel(G: Float64Array, columns: number, decay: number, step: number, out: Float64Array): void {
  const left = Math.exp(-decay * step);
  out.fill(0, 0, columns);
  for (let i = columns; i < G.length; i++) {
    const before = i - columns;
    out[i] = left * out[before] + (step / 2) * (left * G[before] + G[i]);
  }
}

/** d(K_d G)/dd into `out` [points]. @param p K_d G */
export function kernelByDecay(G: Float64Array, p: Float64Array, decay: number, step: number, out: Float64Array): void {
  const left = Math.exp(-decay * step);
  out[0] = 0;
  for (let i = 1; i < G.length; i++) {
    out[i] = left * (out[i - 1] - step * (p[i - 1] + (step / 2) * G[i - 1]));
  }
}
