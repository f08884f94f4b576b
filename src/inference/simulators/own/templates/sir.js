// An epidemic among 1,000 people. Each day some are infected and
// some recover, by chance; a part of the new cases is reported.
export const name = 'SIR epidemic with noise';
export const parameters = {
  contact: logUniform(0.1, 1, { symbol: 'β', label: 'infection rate', unit: '1/day' }),
  recovery: logUniform(0.05, 0.5, { symbol: 'γ', label: 'recovery rate', unit: '1/day' }),
  reported: uniform(0.2, 1, { symbol: 'ρ', label: 'share reported' }),
};
export const data = series('reported cases', { from: 1, to: 60, unit: 'day' });
export const integer = true;

export function simulate({ contact, recovery, reported }, random) {
  const people = 1000;
  let susceptible = 990;
  let infected = 10;
  return Array.from({ length: data.length }, () => {
    const cases = random.binomial(
      susceptible,
      1 - Math.exp((-contact * infected) / people),
    );
    const recovered = random.binomial(infected, 1 - Math.exp(-recovery));
    susceptible -= cases;
    infected += cases - recovered;
    return random.binomial(cases, reported);
  });
}
