// A coin is tossed 20 times, and the heads are counted. How likely is heads?
export const name = 'Coin';
export const parameters = { heads: uniform(0, 1, { symbol: 'p', label: 'chance of heads' }) };
export const data = vector('heads in 20 tosses');
export const integer = true;

export const simulate = ({ heads }, random) => random.binomial(20, heads);

// Optional. It gives an exact posterior to compare with; what does not depend on the parameters may be left out.
export const logLikelihood = ({ heads }, [k]) => k * Math.log(heads) + (20 - k) * Math.log(1 - heads);
