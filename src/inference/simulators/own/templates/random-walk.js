// Something moves by a random step each minute.
// How large are the steps, and is there a drift?
export const name = 'Random walk';
export const parameters = {
  drift: normal(0, 0.5, { symbol: 'd', label: 'drift', unit: 'm/min' }),
  step: logUniform(0.2, 5, { symbol: 's', label: 'step', unit: 'm' }),
};
export const data = series('position', { from: 1, to: 30, unit: 'min' });

export function simulate({ drift, step }, random) {
  let position = 0;
  return Array.from({ length: data.length }, () => {
    position += drift + step * random.normal();
    return position;
  });
}

export function logLikelihood({ drift, step }, x) {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const moved = x[i] - (i === 0 ? 0 : x[i - 1]);
    sum -= Math.log(step) + ((moved - drift) / step) ** 2 / 2;
  }
  return sum;
}
