// Drift-diffusion: somebody gathers noisy evidence until it reaches
// one of two bounds, and then answers (Ratcliff, 1978).
// The data are measured over 100 decisions.
export const name = 'Drift-diffusion';
export const parameters = {
  drift: uniform(0, 3, { symbol: 'v', label: 'drift', unit: '1/s' }),
  bound: uniform(0.5, 1.5, { symbol: 'a', label: 'evidence needed' }),
  delay: uniform(0.1, 0.5, { symbol: 't', label: 'delay', unit: 's' }),
};
export const data = vector('right', 'mean time', 'variance of times');

const dt = 0.005;

function decide(drift, bound, random) {
  let evidence = 0;
  let steps = 0;
  // Between two steps the bound may be touched unseen: a nearer one
  // makes up for it (Siegmund, 1979).
  const near = bound - 0.5826 * Math.sqrt(dt);
  for (; Math.abs(evidence) < near; steps++) {
    evidence += drift * dt + Math.sqrt(dt) * random.normal();
  }
  return { right: evidence > 0, time: steps * dt };
}

export function simulate({ drift, bound, delay }, random) {
  let [right, sum, squares] = [0, 0, 0];
  for (let i = 0; i < 100; i++) {
    const decision = decide(drift, bound, random);
    right += decision.right ? 0.01 : 0;
    sum += decision.time;
    squares += decision.time ** 2;
  }
  return [right, delay + sum / 100, (squares - sum ** 2 / 100) / 99];
}
