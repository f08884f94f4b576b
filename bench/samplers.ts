/**
 * `npm run bench:samplers`: why the Poisson sampler is our own. Interleaved runs of @stdlib's sampler and ours over the same
 * uniform source; prints nanoseconds a draw (medians) and the ratio. The other samplers are our own because @stdlib's
 * cannot be repositioned (normal, gamma and beta keep a hidden generator) or draw from the wrong law (binomial).
 */
import stdlibPoisson from '@stdlib/random-base-poisson';
import { Random, STREAMS } from '../src/inference/math/random.ts';
import { median } from '../src/inference/math/statistics.ts';

const DRAWS = 50_000;
const REPEATS = 15;

function nanoseconds(draw: () => number): number {
  const start = performance.now();
  for (let i = 0; i < DRAWS; i++) draw();
  return ((performance.now() - start) * 1e6) / DRAWS;
}

console.log('mean   @stdlib [ns]   ours [ns]   ratio');
for (const mean of [0.5, 2, 7, 20, 70, 1000]) {
  const random = new Random(1, STREAMS.simulation);
  const theirs = stdlibPoisson.factory(mean, { prng: () => random.uniform() });
  const [stdlib, own]: [number[], number[]] = [[], []];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    stdlib.push(nanoseconds(theirs));
    own.push(nanoseconds(() => random.poisson(mean)));
  }
  const [a, b] = [median(stdlib), median(own)];
  console.log(
    [String(mean).padEnd(6), a.toFixed(0).padStart(12), b.toFixed(0).padStart(11), (a / b).toFixed(1).padStart(7)].join(
      ' ',
    ),
  );
}
