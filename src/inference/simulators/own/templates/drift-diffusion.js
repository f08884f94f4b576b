// Drift-diffusion: somebody gathers noisy evidence until it reaches one of two bounds, and then answers (Ratcliff, 1978).
// The data are measured over 100 decisions.
export const name = 'Drift-diffusion';
export const parameters = {
  drift: uniform(0, 3, { symbol: 'v', label: 'drift of the evidence', unit: '1/s' }),
  bound: uniform(0.5, 1.5, { symbol: 'a', label: 'evidence that is needed' }),
  delay: uniform(0.1, 0.5, { symbol: 't', label: 'time for all else', unit: 's' }),
};
export const data = vector('share of right answers', 'mean time [s]', 'variance of times [s²]');

const dt = 0.005;

function decide(drift, bound, random) {
  let evidence = 0;
  let steps = 0;
  // Between two steps the bound may be touched unseen: one that is nearer by this much makes up for it (Siegmund, 1979).
  const near = bound - 0.5826 * Math.sqrt(dt);
  for (; Math.abs(evidence) < near; steps++) evidence += drift * dt + Math.sqrt(dt) * random.normal();
  return { right: evidence > 0, time: steps * dt };
}

export function simulate({ drift, bound, delay }, random) {
  const all = Array.from({ length: 100 }, () => decide(drift, bound, random));
  const mean = all.reduce((sum, { time }) => sum + time, 0) / 100;
  const variance = all.reduce((sum, { time }) => sum + (time - mean) ** 2, 0) / 99;
  return [all.filter(({ right }) => right).length / 100, delay + mean, variance];
}
