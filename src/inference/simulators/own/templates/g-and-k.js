// A bent normal distribution: g makes it lean to one side, k makes
// its tails heavy (Rayner & MacGillivray, 2002). It is easy to draw
// from, but its density has no formula. Data: 7 quantiles of 79 draws.
export const name = 'g-and-k distribution';
export const parameters = {
  centre: uniform(0, 10, { symbol: 'A', label: 'median' }),
  width: uniform(0.5, 5, { symbol: 'B', label: 'width' }),
  lean: uniform(0, 5, { symbol: 'g', label: 'lean' }),
  tails: uniform(0, 1, { symbol: 'k', label: 'weight of the tails' }),
};
export const data = vector('1/8', '1/4', '3/8', '1/2', '5/8', '3/4', '7/8');

function bent(z, { centre, width, lean, tails }) {
  const leaning = 1 + 0.8 * Math.tanh((lean * z) / 2);
  return centre + width * leaning * (1 + z * z) ** tails * z;
}

export function simulate(theta, random) {
  const draws = Float64Array.from({ length: 79 }, () =>
    bent(random.normal(), theta),
  ).sort();
  return [9, 19, 29, 39, 49, 59, 69].map((i) => draws[i]);
}
