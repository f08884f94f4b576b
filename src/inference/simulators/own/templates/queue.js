// M/G/1 queue: customers arrive at random and are served one after
// another. Only the times between departures are seen, not who waited
// (Blum & François, Statistics and Computing 20, 2010).
export const name = 'M/G/1 queue';
export const parameters = {
  shortest: uniform(0, 10, { symbol: 'a', label: 'shortest service', unit: 'min' }),
  spread: uniform(0, 10, { symbol: 'b', label: 'spread of services', unit: 'min' }),
  arrivals: uniform(0.02, 0.33, { symbol: 'λ', label: 'arrivals', unit: '1/min' }),
};
export const data = series('gap', { from: 1, to: 30, axis: 'departure' });

export function simulate({ shortest, spread, arrivals }, random) {
  let arrived = 0;
  let left = 0;
  return Array.from({ length: data.length }, () => {
    arrived += random.exponential(1 / arrivals);
    const before = left;
    left = Math.max(arrived, left) + shortest + spread * random.uniform();
    return left - before;
  });
}
