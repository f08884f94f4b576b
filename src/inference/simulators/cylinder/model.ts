/** Gauges of equal noise on the wall, with an offset that all have in common. */
import type { Design, Model } from '../system.ts';
import { summariseAs } from '../pythonSummaries.ts';
import { normalReadings } from '../readings/normalReadings.ts';
import { readDesign } from './design.ts';
import { influence } from './lame.ts';

export function cylinderModel(design: Design): Model {
  const { radii, noise, pressureInferred } = readDesign(design);
  const names = radii.map((r, i) => (new Set(radii).size === 1 ? `gauge ${i + 1}` : `displacement at ${r} cm`));
  const influences = radii.map(influence);
  return {
    x: { kind: 'vector', names },
    s: { kind: 'vector', names },
    ...normalReadings(radii.length, {
      law(theta, eta, mean, variance) {
        const pressure = pressureInferred ? theta[2] : eta[1];
        const [first, second] = [pressure / (theta[0] + theta[1]), pressure / theta[1]];
        for (let i = 0; i < radii.length; i++) {
          mean[i] = first * influences[i][0] + second * influences[i][1] + eta[0];
          variance[i] = noise * noise;
        }
      },
    }),
    /** asinh in units of the noise: what stiffness does is a factor, what noise does a sum. */
    summarise(x, out) {
      for (let i = 0; i < x.length; i++) out[i] = Math.asinh(x[i] / noise);
    },
    python: { constants: { NOISE: noise }, code: summariseAs('np.arcsinh(x / NOISE)') },
  };
}
