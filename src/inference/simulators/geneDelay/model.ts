/**
 * What is read of the two channels: mean x, variance (f x)^2 + s^2 with a relative noise f and the background noise s. The
 * gain multiplies the protein channel before the noise is added, so the data know it by its product with beta alone.
 */
import type { Design, Model, PythonSummaries } from '../system.ts';
import { curveMoments, MOMENTS, PYTHON_MOMENTS } from '../readings/curveMoments.ts';
import { normalReadings } from '../readings/normalReadings.ts';
import { BACKGROUND, PULSES, readDesign, SIZE, TIMES } from './design.ts';
import { curvesOfPulses } from './curves.ts';

const UNITS = [BACKGROUND.mrna, BACKGROUND.protein];

const NAMES = PULSES.flatMap((on) =>
  TIMES.flatMap((t) => [`mRNA at ${t} min, pulse of ${on} min`, `protein at ${t} min, pulse of ${on} min`]),
);

const CHANNELS = ['mRNA', 'protein'];
/** Of each pulse and channel: total, mean time, spread. */
const MOMENT_NAMES = PULSES.flatMap((on) =>
  CHANNELS.flatMap((channel) => MOMENTS.map((moment) => `${moment} of ${channel}, pulse of ${on} min`)),
);

const PYTHON: PythonSummaries = {
  constants: { UNITS, TIMES, PULSES: PULSES.length },
  code: `${PYTHON_MOMENTS}


def summarise(x):
    """Raw data x [n, pulses x times x 2] -> readings in units of the noise, and moments of each curve [n, 198]."""
    x = x.reshape(len(x), PULSES, len(TIMES), 2)
    curves = [moments(x[:, e, :, c], np.array(TIMES), UNITS[c]) for e in range(PULSES) for c in range(2)]
    return np.column_stack([np.arcsinh(x / np.array(UNITS)).reshape(len(x), -1), *curves])`,
};

export function geneDelayModel(design: Design): Model {
  const { delay, gainInferred } = readDesign(design);
  const gainAt = delay ? 5 : 4;
  const curves = curvesOfPulses();
  return {
    x: { kind: 'vector', names: NAMES },
    s: { kind: 'vector', names: [...NAMES, ...MOMENT_NAMES] },
    ...normalReadings(SIZE, {
      law(theta, eta, mean, variance) {
        const rates = {
          alpha: theta[0],
          beta: theta[1],
          mrnaHalfLife: theta[2],
          proteinHalfLife: theta[3],
          delay: delay ? theta[4] : 0,
        };
        const f = eta[0];
        const gain = gainInferred ? theta[gainAt] : eta[1];
        curves(rates, mean);
        for (let i = 0; i < SIZE; i += 2) {
          mean[i + 1] *= gain;
          for (let c = 0; c < 2; c++) variance[i + c] = (f * mean[i + c]) ** 2 + UNITS[c] ** 2;
        }
      },
    }),
    /** asinh of the readings in units of the background noise: linear near zero, logarithmic above; and the moments of each curve. */
    summarise(x, out) {
      for (let i = 0; i < SIZE; i++) out[i] = Math.asinh(x[i] / UNITS[i % 2]);
      for (let curve = 0; curve < PULSES.length * 2; curve++) {
        const from = Math.floor(curve / 2) * TIMES.length * 2 + (curve % 2);
        curveMoments((i) => x[from + 2 * i], TIMES, UNITS[curve % 2], out, SIZE + MOMENTS.length * curve);
      }
    },
    python: PYTHON,
  };
}
