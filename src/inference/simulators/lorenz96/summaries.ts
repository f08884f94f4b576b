/**
 * Six summaries of a series x[t, i] of n times and N sites, as in ELFI's `lorenz.py` (after Hakkarainen et al. 2012):
 * with bars over time per site and then the mean over sites, mean <x>; variance <(x - xbar_i)^2>; autocovariance at a lag
 * of one observation; covariance with the next site; lagged covariances of site i with the sites i - 1 and i + 1 one
 * observation later. In the lagged ones the first factor is centred on its mean without the last time and the second on
 * its own without the first. White observation noise raises the variance and nothing else, which is what tells it apart.
 */

export const SUMMARY_NAMES = [
  'mean',
  'variance',
  'autocovariance',
  'covariance with next site',
  'lagged covariance with previous site',
  'lagged covariance with next site',
] as const;

/**
 * @param x series [n, sites] row-major; n >= 2, and from n = 3 on the lagged covariances can differ from 0.
 * @param out receives the six summaries.
 */
export function summarise(x: Float64Array, sites: number, out: Float64Array): void {
  const n = x.length / sites;
  const lagged = n - 1;
  let mean = 0;
  let variance = 0;
  let neighbour = 0;
  let auto = 0;
  let previous = 0;
  let next = 0;
  for (let i = 0; i < sites; i++) {
    const right = i === sites - 1 ? 0 : i + 1;
    const left = i === 0 ? sites - 1 : i - 1;
    let sum = 0;
    let sumRight = 0;
    let sumLeft = 0;
    for (let at = 0; at < x.length; at += sites) {
      sum += x[at + i];
      sumRight += x[at + right];
      sumLeft += x[at + left];
    }
    const last = x.length - sites;
    const bar = sum / n;
    const barRight = sumRight / n;
    const early = (sum - x[last + i]) / lagged;
    const late = (sum - x[i]) / lagged;
    const lateRight = (sumRight - x[right]) / lagged;
    const lateLeft = (sumLeft - x[left]) / lagged;
    let squares = 0;
    let products = 0;
    let autoProducts = 0;
    let leftProducts = 0;
    let rightProducts = 0;
    for (let at = 0; at < x.length; at += sites) {
      const deviation = x[at + i] - bar;
      squares += deviation * deviation;
      products += deviation * (x[at + right] - barRight);
      if (at === last) continue;
      const first = x[at + i] - early;
      autoProducts += first * (x[at + sites + i] - late);
      leftProducts += first * (x[at + sites + left] - lateLeft);
      rightProducts += first * (x[at + sites + right] - lateRight);
    }
    mean += bar;
    variance += squares / n;
    neighbour += products / n;
    auto += autoProducts / lagged;
    previous += leftProducts / lagged;
    next += rightProducts / lagged;
  }
  out[0] = mean / sites;
  out[1] = variance / sites;
  out[2] = auto / sites;
  out[3] = neighbour / sites;
  out[4] = previous / sites;
  out[5] = next / sites;
}
