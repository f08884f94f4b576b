// Ten measurements of one quantity,
// each with an error of unknown size.
export const name = 'Gaussian';
export const parameters = {
  mean: normal(0, 3, { symbol: 'μ', label: 'true value' }),
  error: logUniform(0.2, 5, { symbol: 'σ', label: 'error' }),
};
const names = Array.from({ length: 10 }, (_, i) => `x${i + 1}`);
export const data = vector(...names);

export function simulate({ mean, error }, random) {
  return names.map(() => random.normal(mean, error));
}

export function logLikelihood({ mean, error }, x) {
  const squares = x.map((value) => ((value - mean) / error) ** 2);
  return -x.length * Math.log(error) - squares.reduce((a, b) => a + b) / 2;
}
