/**
 * The negative log posterior of a law dp/dt = G_w(h(t)) - d p of the protein, driven by the measured mRNA, over its unknowns u:
 * the weights w of G, the half-life ln2/d of the protein, the delay of M1, and the relative noise where it is not known.
 *   loss = sum_i [ (y_i - p_i)^2 / (2 v_i) + ln(v_i)/2 ] + ||w||^2 / (2 s_w^2) - ln prior(half-life) - ln prior(noise),
 *   v_i = (f p_i)^2 + s_p^2.
 * A delay is sought from 0 to 40 minutes, each as likely as any other. The mRNA is taken as it was read.
 */
import { BACKGROUND } from '../../simulators/geneDelay/design.ts';
import type { Random } from '../../math/random.ts';
import type { Prior } from '../../priors/prior.ts';
import { boundedScalar, coordinateOf, type Scalar, shareAt } from './bounded.ts';
import { type Experiment, GRID_POINTS, GRID_STEP, mrnaAt, READ_AT } from './experiments.ts';
import { applyKernel, kernelByDecay } from './kernel.ts';
import { evaluate, inputWeights, startWeights } from './network.ts';
import { inputsOf, LAGS, LONGEST, type Variant, weightCount } from './sizes.ts';

/** Coordinates of bounded unknowns stay within this: further out their derivatives vanish, and a step could not lead back. */
const FARTHEST = 5;
/** Relative noise against which ln(v)/2 is told, so that the term is near 0 where the noise is as usual. */
const USUAL_NOISE = 0.1;

/** Nats; their sum is the loss. */
export interface Terms extends Readonly<Record<string, number>> {
  /** Squared residuals over twice the variance. */
  readonly misfit: number;
  /** ln(v)/2, against that of the usual noise at the readings. */
  readonly noise: number;
  readonly weights: number;
  /** Of half-life and noise. */
  readonly priors: number;
}

export interface ObjectiveOptions {
  readonly variant: Variant;
  /** Minutes; of M1: held at this value. null: learnt. */
  readonly delay: number | null;
  /** That are learnt from. */
  readonly experiments: readonly Experiment[];
  readonly weightSd: number;
  /** Prior of the half-life of the protein, minutes. */
  readonly halfLife: Prior;
  /** Relative noise: known, or its prior. */
  readonly noise: number | Prior;
}

/** At a point: the terms, and what a Gauss-Newton step needs. */
export interface Linearised {
  readonly terms: Terms;
  /** Predicted readings [readings], and their derivatives by u [readings, unknowns]. */
  readonly predicted: Float64Array;
  readonly byUnknowns: Float64Array;
  /** Two scaled residuals of each reading, of its value and of its variance [2, readings]: the gradient is -J^T r. */
  readonly residuals: Float64Array;
  /** Factors that make the rows of J of `byUnknowns` [2, readings]. */
  readonly factors: Float64Array;
  /** Direct derivatives of the second row by the noise's coordinate [readings]; zeros where the noise is known. */
  readonly byNoise: Float64Array;
  /** Of the priors: gradient and (diagonal, >= 0) second derivatives [unknowns]. */
  readonly priorGradient: Float64Array;
  readonly priorCurvature: Float64Array;
}

export interface Law {
  /** Protein on the grid of one experiment [GRID_POINTS]. */
  readonly protein: Float64Array;
  /** G on the grid, protein per minute [GRID_POINTS]. */
  readonly rate: Float64Array;
}

export class Objective {
  readonly options: ObjectiveOptions;
  /** Length of u: weights, half-life, delay, noise; those that are held fixed are left out. */
  readonly unknowns: number;
  readonly #inputs: number;
  readonly #weights: number;
  readonly #halfLife: Scalar | null;
  readonly #noise: Scalar | null;
  /** Places of the delay and the noise in u; -1: not there. */
  readonly #delayAt: number;
  readonly noiseAt: number;
  readonly #mrnaUnit: number;
  readonly #rateUnit: number;

  constructor(options: ObjectiveOptions) {
    this.options = options;
    const { variant, delay, halfLife, noise, experiments } = options;
    this.#inputs = inputsOf(variant);
    this.#weights = weightCount(this.#inputs);
    this.#halfLife = halfLife.family === 'fixed' ? null : boundedScalar(halfLife);
    this.#noise = typeof noise === 'number' ? null : boundedScalar(noise);
    const delayAt = this.#weights + Number(this.#halfLife !== null);
    const hasDelay = variant === 'M1' && delay === null;
    this.#delayAt = hasDelay ? delayAt : -1;
    this.noiseAt = this.#noise === null ? -1 : delayAt + Number(hasDelay);
    this.unknowns = delayAt + Number(hasDelay) + Number(this.#noise !== null);
    const largest = (of: 'mrna' | 'protein', floor: number) =>
      experiments.reduce((most, each) => each[of].reduce((a, b) => Math.max(a, b), most), floor);
    this.#mrnaUnit = largest('mrna', BACKGROUND.mrna);
    // Of the order of the rate that makes as much protein as was read within an hour.
    this.#rateUnit = largest('protein', BACKGROUND.protein) / 60;
  }

  /** @param delay minutes, of M1 with a delay that is learnt */
  start(random: Random, delay: number): Float64Array {
    const u = new Float64Array(this.unknowns);
    u.set(startWeights(this.#inputs, random));
    // Half-life and noise begin in the middle of their priors.
    if (this.#delayAt >= 0) u[this.#delayAt] = coordinateOf(delay / LONGEST);
    return u;
  }

  /** Bounded unknowns of a step that has gone too far, moved back; in place. */
  confine(u: Float64Array): void {
    for (let k = this.#weights; k < this.unknowns; k++) u[k] = Math.min(FARTHEST, Math.max(-FARTHEST, u[k]));
  }

  /** Minutes; null: this law has none. */
  delay(u: Float64Array): number | null {
    if (this.options.variant !== 'M1') return null;
    return this.#delayAt < 0 ? this.options.delay : LONGEST * shareAt(u[this.#delayAt]);
  }

  /** Minutes. */
  halfLife(u: Float64Array): number {
    const { halfLife } = this.options;
    return halfLife.family === 'fixed' ? halfLife.value : (this.#halfLife?.value(u[this.#weights]) ?? Number.NaN);
  }

  /** Relative noise. */
  noise(u: Float64Array): number {
    const { noise } = this.options;
    return typeof noise === 'number' ? noise : (this.#noise?.value(u[this.noiseAt]) ?? Number.NaN);
  }

  /** What u predicts for an experiment, learnt from or not. */
  law(u: Float64Array, experiment: Experiment): Law {
    const { value } = evaluate(u, this.#history(u, experiment).inputs, this.#inputs, false);
    const rate = value.map((g) => g * this.#rateUnit);
    const protein = new Float64Array(GRID_POINTS);
    applyKernel(rate, 1, Math.LN2 / this.halfLife(u), GRID_STEP, protein);
    return { protein, rate };
  }

  /** dG/dm(t - lag) of each input, per minute, over the grids of the experiments: root mean square, and mean [inputs]. */
  sensitivity(u: Float64Array): { readonly size: Float64Array; readonly mean: Float64Array } {
    const { experiments } = this.options;
    const unit = this.#rateUnit / this.#mrnaUnit;
    const points = GRID_POINTS * experiments.length;
    const [size, mean] = [new Float64Array(this.#inputs), new Float64Array(this.#inputs)];
    for (const experiment of experiments) {
      const { byInputs } = evaluate(u, this.#history(u, experiment).inputs, this.#inputs, true);
      byInputs.forEach((slope, k) => {
        size[k % this.#inputs] += (slope * unit) ** 2 / points;
        mean[k % this.#inputs] += (slope * unit) / points;
      });
    }
    return { size: size.map(Math.sqrt), mean };
  }

  terms(u: Float64Array): Terms {
    const { experiments } = this.options;
    const predicted = experiments.map((experiment) => {
      const { protein } = this.law(u, experiment);
      return READ_AT.map((at) => protein[at]);
    });
    return this.#termsOf(u, Float64Array.from(predicted.flat()));
  }

  linearise(u: Float64Array): Linearised {
    const { experiments } = this.options;
    const { unknowns } = this;
    const perExperiment = READ_AT.length;
    const n = experiments.length * perExperiment;
    const predicted = new Float64Array(n);
    const byUnknowns = new Float64Array(n * unknowns);
    const decay = Math.LN2 / this.halfLife(u);
    const columns = this.#weights;
    const solved = new Float64Array(GRID_POINTS * columns);
    const [protein, extra] = [new Float64Array(GRID_POINTS), new Float64Array(GRID_POINTS)];
    experiments.forEach((experiment, e) => {
      const { inputs, slopes } = this.#history(u, experiment);
      const { value, byWeights, byInputs } = evaluate(u, inputs, this.#inputs, true);
      const rate = value.map((g) => g * this.#rateUnit);
      applyKernel(rate, 1, decay, GRID_STEP, protein);
      applyKernel(byWeights, columns, decay, GRID_STEP, solved);
      READ_AT.forEach((at, i) => {
        const row = (e * perExperiment + i) * unknowns;
        predicted[e * perExperiment + i] = protein[at];
        for (let k = 0; k < columns; k++) byUnknowns[row + k] = solved[at * columns + k] * this.#rateUnit;
      });
      const fill = (column: number, factor: number): void =>
        READ_AT.forEach((at, i) => {
          byUnknowns[(e * perExperiment + i) * unknowns + column] = extra[at] * factor;
        });
      if (this.#halfLife !== null) {
        kernelByDecay(rate, protein, decay, GRID_STEP, extra);
        fill(columns, -decay * this.#halfLife.slope(u[columns]));
      }
      if (this.#delayAt >= 0) {
        const byDelay = byInputs.map((g, t) => (-g * slopes[t] * this.#rateUnit) / this.#mrnaUnit);
        applyKernel(byDelay, 1, decay, GRID_STEP, extra);
        const at = shareAt(u[this.#delayAt]);
        fill(this.#delayAt, LONGEST * at * (1 - at));
      }
    });
    const scaled = this.#scaledResiduals(u, predicted);
    const priorGradient = new Float64Array(unknowns);
    const priorCurvature = new Float64Array(unknowns);
    for (let k = 0; k < columns; k++) {
      priorCurvature[k] = this.#weightPrecision(k);
      priorGradient[k] = u[k] * priorCurvature[k];
    }
    for (const [scalar, at] of this.#scalars()) {
      const [, first, second] = scalar.penalty(u[at]);
      priorGradient[at] = first;
      priorCurvature[at] = second;
    }
    return { terms: this.#termsOf(u, predicted), predicted, byUnknowns, ...scaled, priorGradient, priorCurvature };
  }

  /** Standardised residuals of an experiment's readings: their sd follows from the reading itself, so that laws can be compared. */
  standardised(u: Float64Array, experiment: Experiment, noise: number): Float64Array {
    const { protein } = this.law(u, experiment);
    return experiment.protein.map((y, i) => (y - protein[READ_AT[i]]) / Math.hypot(noise * y, BACKGROUND.protein));
  }

  #scalars(): readonly (readonly [Scalar, number])[] {
    return [
      ...(this.#halfLife === null ? [] : [[this.#halfLife, this.#weights] as const]),
      ...(this.#noise === null ? [] : [[this.#noise, this.noiseAt] as const]),
    ];
  }

  #scaledResiduals(u: Float64Array, predicted: Float64Array) {
    const n = predicted.length;
    const f = this.noise(u);
    const byCoordinate = this.#noise?.slope(u[this.noiseAt]) ?? 0;
    const [residuals, factors, byNoise] = [new Float64Array(2 * n), new Float64Array(2 * n), new Float64Array(n)];
    this.#readings().forEach((y, i) => {
      const p = predicted[i];
      const variance = (f * p) ** 2 + BACKGROUND.protein ** 2;
      const sd = Math.sqrt(variance);
      residuals[i] = (y - p) / sd;
      residuals[n + i] = (residuals[i] ** 2 - 1) / Math.SQRT2;
      factors[i] = 1 / sd;
      factors[n + i] = (2 * f * f * p) / (Math.SQRT2 * variance);
      byNoise[i] = ((2 * (f * p) ** 2) / (Math.SQRT2 * variance)) * byCoordinate;
    });
    return { residuals, factors, byNoise };
  }

  #termsOf(u: Float64Array, predicted: Float64Array): Terms {
    const f = this.noise(u);
    let [misfit, noise] = [0, 0];
    this.#readings().forEach((y, i) => {
      const variance = (f * predicted[i]) ** 2 + BACKGROUND.protein ** 2;
      const usual = (USUAL_NOISE * y) ** 2 + BACKGROUND.protein ** 2;
      misfit += (y - predicted[i]) ** 2 / (2 * variance);
      noise += Math.log(variance / usual) / 2;
    });
    let weights = 0;
    for (let k = 0; k < this.#weights; k++) weights += (this.#weightPrecision(k) * u[k] ** 2) / 2;
    const priors = this.#scalars().reduce((sum, [scalar, at]) => sum + scalar.penalty(u[at])[0], 0);
    return { misfit, noise, weights, priors };
  }

  /** Inverse variance of a weight: those of the inputs share theirs, so that a law of nine lags is no wilder than one of a single one. */
  #weightPrecision(k: number): number {
    return (k < inputWeights(this.#inputs) ? this.#inputs : 1) / this.options.weightSd ** 2;
  }

  #readings(): readonly number[] {
    return this.options.experiments.flatMap(({ protein }) => Array.from(protein));
  }

  /** Inputs of the network on the grid [GRID_POINTS, inputs], and the slopes of the mRNA there, per minute. */
  #history(u: Float64Array, experiment: Experiment) {
    const delay = this.delay(u);
    const lags = this.options.variant === 'M2' ? LAGS : [delay ?? 0];
    const inputs = new Float64Array(GRID_POINTS * lags.length);
    const slopes = new Float64Array(inputs.length);
    for (let i = 0, k = 0; i < GRID_POINTS; i++) {
      for (const lag of lags) {
        const { value, slope } = mrnaAt(experiment, i * GRID_STEP - lag);
        inputs[k] = value / this.#mrnaUnit;
        slopes[k++] = slope;
      }
    }
    return { inputs, slopes };
  }
}

export function total(terms: Terms): number {
  return Object.values(terms).reduce((sum, term) => sum + term, 0);
}
