// Ricker map: a population that overshoots its food,
// counted in part each year (Wood, Nature 466, 2010).
export const name = 'Ricker map';
export const parameters = {
  growth: uniform(2, 5, { symbol: 'r', label: 'log growth rate' }),
  noise: uniform(0.05, 0.6, { symbol: 'σ', label: 'yearly variation' }),
  counted: logUniform(4, 20, { symbol: 'φ', label: 'counts by unit' }),
};
export const data = series('count', { from: 1, to: 50, unit: 'year' });
export const integer = true;

export function simulate({ growth, noise, counted }, random) {
  let population = 1;
  return Array.from({ length: data.length }, () => {
    const weather = noise * random.normal();
    population *= Math.exp(growth - population + weather);
    return random.poisson(counted * population);
  });
}
