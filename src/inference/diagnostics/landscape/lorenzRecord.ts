/**
 * One long record of a Lorenz-96 ring from an exactly known state, and ln L(F) of its first T time units for T = 1, 2, ..., 20.
 * With model, noise and initial state known this likelihood can be computed for any T, so that it can be looked at: the longer the
 * window, the narrower its peak at the true forcing and the more other maxima there are. The record is the page's own, made at the
 * observation's true forcing: a window on the page ends after three time units, before the trouble begins.
 */
import { Random, STREAMS } from '../../math/random.ts';
import { attractorState, layoutOf } from '../../simulators/lorenz96/design.ts';
import { Ring, tangent } from '../../simulators/lorenz96/dynamics.ts';
import type { Design } from '../../simulators/system.ts';
import type { LogLikelihood } from './climbers.ts';

/** Time units of the longest window. */
const LONGEST = 20;
/** Sites of the record where the study's own ring has no known initial state. */
const SITES = 8;
/** Positions 0 and 1 of the stream are those of an observation (observation.ts). */
const NOISE_INDEX = 2;

export interface RecordSetting {
  readonly initial: readonly number[];
  readonly dtObs: number;
  readonly stepsPerObservation: number;
  readonly sigma: number;
  /** The true forcing. */
  readonly truth: number;
  readonly seed: number;
  /** Time units, ascending. */
  readonly windows: readonly number[];
}

/** The record that a study's ring gives: its initial state and steps, or those of eight sites where its state is not known. */
export function recordSetting(design: Design, sigma: number, truth: number, seed: number): RecordSetting {
  const { initial, dtObs, stepsPerObservation } = layoutOf(design);
  return {
    initial: initial.length > 0 ? initial : attractorState(SITES),
    dtObs,
    stepsPerObservation,
    sigma,
    truth,
    seed,
    windows: Array.from({ length: LONGEST }, (_, i) => i + 1),
  };
}

export class LorenzRecord {
  readonly setting: RecordSetting;
  readonly #ring: Ring;
  readonly #state: Float64Array;
  readonly #y: Float64Array;

  constructor(setting: RecordSetting) {
    const { initial, seed, sigma, truth, windows } = setting;
    const sites = initial.length;
    this.setting = setting;
    this.#ring = new Ring(sites);
    this.#state = new Float64Array(sites);
    const times = this.timesOf(windows[windows.length - 1]);
    this.#y = new Float64Array(times * sites);
    const random = new Random(seed, STREAMS.observation, NOISE_INDEX);
    this.#follow(truth, times, (k, x) => {
      for (let i = 0; i < sites; i++) this.#y[k * sites + i] = x[i] + sigma * random.normal();
    });
  }

  get sites(): number {
    return this.setting.initial.length;
  }

  /** Observations in the first `window` time units. */
  timesOf(window: number): number {
    return Math.max(1, Math.round(window / this.setting.dtObs));
  }

  /** ln L(F) of every window at one F, up to a constant of the window. */
  every(F: number): Float64Array {
    const { windows } = this.setting;
    const values = new Float64Array(windows.length);
    let window = 0;
    this.#misfits(F, this.timesOf(windows[windows.length - 1]), (k, misfit) => {
      while (window < windows.length && k + 1 === this.timesOf(windows[window])) {
        values[window++] = this.#logLikelihood(misfit);
      }
    });
    return values;
  }

  /** ln L(F) of the first `window` time units, up to a constant. */
  of(window: number): LogLikelihood {
    const times = this.timesOf(window);
    return (F) => {
      let last = 0;
      this.#misfits(F, times, (_, misfit) => {
        last = misfit;
      });
      return this.#logLikelihood(last);
    };
  }

  /**
   * Width of the peak at the truth, from the Fisher information of each window: sigma / sqrt(sum (dx/dF)^2). It is the
   * posterior's standard deviation where the peak is alone and Gaussian.
   */
  peakWidths(): Float64Array {
    const { initial, truth, sigma, dtObs, stepsPerObservation, windows } = this.setting;
    const times = this.timesOf(windows[windows.length - 1]);
    const widths = new Float64Array(windows.length);
    let information = 0;
    let window = 0;
    for (let k = 0; k < times; k++) {
      // From the start each time: 200 times 200 steps of a small ring take a tenth of a second.
      const { dxdF } = tangent(initial, truth, dtObs / stepsPerObservation, (k + 1) * stepsPerObservation);
      for (const slope of dxdF) information += slope * slope;
      while (window < windows.length && k + 1 === this.timesOf(windows[window])) {
        widths[window++] = sigma / Math.sqrt(information);
      }
    }
    return widths;
  }

  #logLikelihood(misfit: number): number {
    const { sigma } = this.setting;
    return Number.isNaN(misfit) ? Number.NEGATIVE_INFINITY : -misfit / (2 * sigma * sigma);
  }

  /** Calls back with the sum of squared residuals up to each observation. */
  #misfits(F: number, times: number, at: (k: number, misfit: number) => void): void {
    const { sites } = this;
    let misfit = 0;
    this.#follow(F, times, (k, x) => {
      for (let i = 0; i < sites; i++) misfit += (this.#y[k * sites + i] - x[i]) ** 2;
      at(k, misfit);
    });
  }

  #follow(F: number, times: number, at: (k: number, x: Float64Array) => void): void {
    const { initial, dtObs, stepsPerObservation } = this.setting;
    this.#ring.set(initial);
    for (let k = 0; k < times; k++) {
      this.#ring.advance(F, dtObs / stepsPerObservation, stepsPerObservation);
      this.#ring.copyTo(this.#state, 0);
      at(k, this.#state);
    }
  }
}
