/**
 * SLCP, simple likelihood and complex posterior (Papamakarios, Sterratt & Murray 2019; sbibm T.3): four points in the
 * plane from N(m, S), m = (θ₁, θ₂), S = [[s₁², ρ s₁ s₂], [ρ s₁ s₂, s₂²]] + 1e-6 I, s₁ = θ₃², s₂ = θ₄², ρ = tanh θ₅; prior
 * U(-3, 3)^5. The signs of θ₃ and θ₄ leave no trace, hence four modes.
 */
import type { Random } from '../../math/random.ts';
import type { Model } from '../system.ts';
import { numbered } from '../numbered.ts';
import { RAW_DATA } from '../pythonSummaries.ts';

export const POINTS = 4;
/** sbibm adds it to both variances, to keep the matrix invertible. */
const JITTER = 1e-6;
const LN_2PI = Math.log(2 * Math.PI);

/** S as [[a, c], [c, b]], with its determinant. */
export function covarianceOf(theta3: number, theta4: number, theta5: number) {
  const s1 = theta3 * theta3;
  const s2 = theta4 * theta4;
  const a = s1 * s1 + JITTER;
  const b = s2 * s2 + JITTER;
  const c = Math.tanh(theta5) * s1 * s2;
  return { a, b, c, determinant: a * b - c * c };
}

export const names = Array.from({ length: POINTS }, (_, i) => [numbered('x', i + 1), numbered('y', i + 1)]).flat();

export function slcpModel(): Model {
  return {
    x: { kind: 'vector', names },
    s: { kind: 'vector', names },
    simulate(theta: ArrayLike<number>, _eta: ArrayLike<number>, random: Random, out: Float64Array): void {
      const { a, c, determinant } = covarianceOf(theta[2], theta[3], theta[4]);
      // Cholesky factor of S.
      const first = Math.sqrt(a);
      const cross = c / first;
      const second = Math.sqrt(determinant / a);
      for (let i = 0; i < POINTS; i++) {
        const z = random.normal();
        out[2 * i] = theta[0] + first * z;
        out[2 * i + 1] = theta[1] + cross * z + second * random.normal();
      }
    },
    summarise: (x, out) => out.set(x),
    python: RAW_DATA,
    logLikelihood(theta: ArrayLike<number>, _eta: ArrayLike<number>, x: Float64Array): number {
      const { a, b, c, determinant } = covarianceOf(theta[2], theta[3], theta[4]);
      let sum = 0;
      for (let i = 0; i < POINTS; i++) {
        const u = x[2 * i] - theta[0];
        const v = x[2 * i + 1] - theta[1];
        // Of a point with one coordinate that coordinate alone is told, which is normal, too.
        if (Number.isNaN(u) && Number.isNaN(v)) continue;
        if (Number.isNaN(v)) sum -= 0.5 * ((u * u) / a + Math.log(a) + LN_2PI);
        else if (Number.isNaN(u)) sum -= 0.5 * ((v * v) / b + Math.log(b) + LN_2PI);
        else sum -= 0.5 * ((b * u * u - 2 * c * u * v + a * v * v) / determinant + Math.log(determinant)) + LN_2PI;
      }
      return sum;
    },
  };
}
