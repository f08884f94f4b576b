/**
 * What is read of the two channels: mean x, variance (f x)^2 + s^2 with a relative noise f and the background noise s. The
 * gain multiplies the protein channel before the noise is added, so the data know it by its product with beta alone.
 */
import type { DataShape } from '../dataShape.ts';
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

/** What a convolution reads: the six curves as channels of one series, [time, pulse x channel]. */
const CURVES: DataShape = {
  kind: 'series',
  channels: PULSES.flatMap((on) => CHANNELS.map((channel) => `${channel}, pulse of ${on} min`)),
  at: TIMES,
  convolved: true,
};

const PYTHON_CURVES: PythonSummaries = {
  constants: { UNITS, TIMES: TIMES.length, PULSES: PULSES.length },
  code: `def summarise(x):
    """Raw data x [n, pulses x times x 2] -> readings in units of the noise, [n, times x pulses x 2]."""
    s = np.arcsinh(x.reshape(len(x), PULSES, TIMES, 2) / np.array(UNITS))
    return s.transpose(0, 2, 1, 3).reshape(len(x), -1)`,
};

/** asinh of the readings in units of the background noise: linear near zero, logarithmic above. */
function scaled(x: ArrayLike<number>, i: number): number {
  return Math.asinh(x[i] / UNITS[i % 2]);
}

/** The readings, and the moments of each curve. */
function readingsAndMoments(x: Float64Array, out: Float64Array): void {
  for (let i = 0; i < SIZE; i++) out[i] = scaled(x, i);
  for (let curve = 0; curve < PULSES.length * 2; curve++) {
    const from = Math.floor(curve / 2) * TIMES.length * 2 + (curve % 2);
    curveMoments((i) => x[from + 2 * i], TIMES, UNITS[curve % 2], out, SIZE + MOMENTS.length * curve);
  }
}

/** The readings in the order of `CURVES`. */
function readingsByTime(x: Float64Array, out: Float64Array): void {
  const perPulse = TIMES.length * 2;
  for (let e = 0; e < PULSES.length; e++) {
    for (let i = 0; i < perPulse; i++) {
      const [t, c] = [i >> 1, i & 1];
      out[(t * PULSES.length + e) * 2 + c] = scaled(x, e * perPulse + i);
    }
  }
}

export function geneDelayModel(design: Design): Model {
  const { delay, gainInferred, learned } = readDesign(design);
  const gainAt = delay ? 5 : 4;
  const curves = curvesOfPulses();
  return {
    x: { kind: 'vector', names: NAMES },
    s: learned ? CURVES : { kind: 'vector', names: [...NAMES, ...MOMENT_NAMES] },
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
    summarise: learned ? readingsByTime : readingsAndMoments,
    python: learned ? PYTHON_CURVES : PYTHON,
  };
}
