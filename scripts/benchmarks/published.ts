/**
 * The benchmark tasks with the published C2ST of neural posterior estimation. `sbibm`: Lueckmann et al. (2021), mean over 10
 * observations, same classifier as ours; gaussian_mixture from the rerun after its simulator was mended. `sbi`: sbi 0.23
 * (npe-pfn, arXiv 2504.17660), 5 seeds and 10 observations, one network and ensembles of five, scored by a random forest:
 * not to be compared to the last digit.
 */
export type Budget = '1000' | '10000' | '100000' | 'fresh60';

export const budgets: readonly Budget[] = ['1000', '10000', '100000', 'fresh60'];

type Scores = readonly [number, number, number];

export interface PublishedTask {
  /** Name in sbibm. */
  readonly name: string;
  /** ID of our system. */
  readonly system: string;
  /** At 1,000, 10,000 and 100,000 simulations. */
  readonly sbibm: Scores;
  readonly sbi: Scores;
  readonly sbiEnsemble: Scores | null;
}

function task(name: string, sbibm: Scores, sbi: Scores, sbiEnsemble: Scores | null): PublishedTask {
  return { name, system: name.replaceAll('_', '-'), sbibm, sbi, sbiEnsemble };
}

export const tasks: readonly PublishedTask[] = [
  task('two_moons', [0.725, 0.606, 0.542], [0.698, 0.554, 0.525], [0.675, 0.543, 0.515]),
  task('slcp', [0.975, 0.901, 0.831], [0.968, 0.874, 0.719], [0.965, 0.851, 0.686]),
  task('gaussian_linear', [0.694, 0.552, 0.506], [0.753, 0.598, 0.533], [0.715, 0.573, 0.517]),
  task('gaussian_linear_uniform', [0.696, 0.553, 0.509], [0.75, 0.607, 0.543], null),
  task('gaussian_mixture', [0.716, 0.615, 0.548], [0.673, 0.541, 0.515], [0.642, 0.529, 0.507]),
  task('bernoulli_glm', [0.863, 0.678, 0.559], [0.882, 0.694, 0.595], [0.868, 0.657, 0.56]),
  task('sir', [0.815, 0.68, 0.585], [0.701, 0.556, 0.519], [0.691, 0.544, 0.513]),
  task('lotka_volterra', [0.999, 0.997, 0.981], [0.997, 0.967, 0.88], [0.997, 0.964, 0.865]),
];
