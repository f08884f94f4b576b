// Ten measurements of one quantity, each with an error of unknown size.
export const name = 'Gaussian';
export const parameters = {
  mean: normal(0, 3, { symbol: 'μ', label: 'true value' }),
  error: logUniform(0.2, 5, { symbol: 'σ', label: 'size of an error' }),
};
export const data = vector('x1', 'x2', 'x3', 'x4', 'x5', 'x6', 'x7', 'x8', 'x9', 'x10');

export function simulate({ mean, error }, random) {
  return Array.from({ length: data.length }, () => random.normal(mean, error));
}

export function logLikelihood({ mean, error }, x) {
  return x.reduce((sum, value) => sum - Math.log(error) - ((value - mean) / error) ** 2 / 2, 0);
}
