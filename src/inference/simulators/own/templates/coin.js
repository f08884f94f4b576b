// A coin is tossed 20 times, and the heads are counted.
// How likely is heads?
export const name = 'Coin';
export const parameters = { heads: uniform(0, 1, { symbol: 'p' }) };
export const data = vector('heads in 20 tosses');
export const integer = true;

export const simulate = ({ heads }, random) => random.binomial(20, heads);

// Optional: ln p(x | parameters) gives a posterior to compare with.
// What does not depend on the parameters may be left out.
export const logLikelihood = ({ heads }, [k]) =>
  k * Math.log(heads) + (20 - k) * Math.log(1 - heads);
