/** The same posterior with the equation solved instead of learnt: Lamé's closed form in place of the network, no weights. */
import { levenbergMarquardt } from '../../math/levenbergMarquardt.ts';
import { displacement } from '../../simulators/cylinder/lame.ts';
import { inverse } from './gaussNewton.ts';
import { WEIGHTS } from './sizes.ts';
import { LAMBDA, MU, type Wall, valueOf } from './wall.ts';

export interface Solved {
  /** Most probable ln lambda, ln mu, and ln p where it is inferred. */
  readonly at: Float64Array;
  /** Their sds by Laplace's approximation. */
  readonly sds: Float64Array;
}

export function solvedFit(wall: Wall): Solved {
  const { radii, readings, noise, prior, unknowns, pressure, offset } = wall;
  const few = unknowns - WEIGHTS;
  const n = radii.length;
  const x = new Float64Array(unknowns);
  const found = levenbergMarquardt(
    {
      size: n + few,
      residuals(p, out) {
        x.set(p, WEIGHTS);
        const [load] = valueOf(pressure, x);
        const [off] = valueOf(offset, x);
        for (let i = 0; i < n; i++) {
          const u = displacement(Math.exp(x[LAMBDA]), Math.exp(x[MU]), load, radii[i]);
          out[i] = (u + off - readings[i]) / noise;
        }
        for (let j = 0; j < few; j++) {
          out[n + j] = (p[j] - prior.centre[WEIGHTS + j]) / Math.sqrt(prior.variance[WEIGHTS + j]);
        }
      },
    },
    prior.centre.subarray(WEIGHTS),
    { iterations: 500 },
  );
  const covariance = inverse(found.normal);
  const D = wall.inferred.length;
  return { at: found.p.slice(0, D), sds: Float64Array.from({ length: D }, (_, j) => Math.sqrt(covariance[j][j])) };
}
