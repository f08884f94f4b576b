/** For tests: a saved run of a small network whose numbers are all different, so that none can be mistaken for another. */
import type { Outcome } from '../../files/outcome.ts';
import { initialise } from '../../flow/initialise.ts';
import { Random, STREAMS } from '../../math/random.ts';
import { builtIn } from '../../simulators/registry.ts';
import type { System } from '../../simulators/system.ts';
import { defaultStudy } from '../defaults.ts';
import { networkSpec } from '../networkSpec.ts';
import { isNetwork, type SavedNetwork, type SavedRun } from '../run/savedRun.ts';

interface SampleOptions {
  readonly finished: boolean;
  /** Of the ensemble. */
  readonly members?: number;
  /** Of two parameters and two summaries. */
  readonly system?: System;
}

export function sampleRun({ finished, members = 1, system = builtIn('two-moons') }: SampleOptions): SavedNetwork {
  const study = defaultStudy(system);
  const spec = networkSpec(system, study);
  let made = 0;
  const one = () => initialise(spec, new Random(3, STREAMS.weights, made++));
  const all = () => {
    const rows = Array.from({ length: members }, one);
    return Float32Array.from(rows.flatMap((row) => [...row]));
  };
  const state = (adamSteps: number) => {
    return { phi: all(), firstMoment: all(), secondMoment: all().map((value) => value * value), adamSteps };
  };
  const over = (adamSteps: number) => {
    const phi = all();
    return { phi, firstMoment: new Float32Array(phi.length), secondMoment: new Float32Array(phi.length), adamSteps };
  };
  return {
    study: { ...study, training: { ...study.training, members } },
    snapshot: {
      standardisation: { mean: Float64Array.of(0.1, -1e-9), sd: Float64Array.of(1 / 3, 7) },
      warm: false,
      step: 140,
      checkpoint: finished ? over(0) : state(139),
      safe: finished ? null : { step: 100, checkpoint: state(99) },
      best: Array.from({ length: members }, (_, m) =>
        finished || m === 1 ? null : { step: 120, loss: 0.1 + 0.2, phi: one() },
      ),
      lowestLoss: -1.25,
      validationsWithoutGain: 2,
      elapsed: 12.3,
      finished,
    },
    history: {
      trace: { steps: [2, 4, 140], losses: [3, Math.PI, -1e-300], perPoint: 2 },
      validation: [
        { step: 50, loss: 2, best: false },
        { step: 120, loss: -1.25, best: true },
      ],
      end: finished ? { reason: 'budget', bestStep: 120 } : null,
      epoch: 3,
    },
  };
}

/** What was read, which must be a run of NPE. @throws Error with what is wrong with the file otherwise */
export function networkIn(reading: Outcome<SavedRun>): SavedNetwork {
  if (!reading.ok) throw new Error(reading.problem.problem);
  if (isNetwork(reading.value)) return reading.value;
  throw new Error('The run is of another learner than NPE.');
}

/** Anything with arrays of numbers as a text, equal for equal things: comparing such arrays entry by entry takes a test seconds. */
export function inText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    const numbers = part instanceof Float32Array || part instanceof Float64Array;
    if (numbers) return `${part.BYTES_PER_ELEMENT} ${String(part)}`;
    return part instanceof Uint8Array ? String(part) : part;
  });
}
