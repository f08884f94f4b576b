/**
 * Whether the standardisation in a stranger's file can be that of its study's data. One that is out of step shows the network
 * the same inputs for every observation: clipped ones, or zeros. Of a table the ranges of its columns are known; of a
 * simulated system a few of its own simulations tell; of one that runs apart, and that nobody has run yet, the data that its
 * declaration brings along.
 */
import { simulatePairs } from '../../simulators/problem.ts';
import type { System } from '../../simulators/system.ts';
import { STREAMS } from '../../math/random.ts';
import type { Standardisation } from '../../training/standardiser.ts';
import { type Study, studyHyperprior, trainingStudy } from '../study.ts';
import { entryNames, sizeOf } from '../../simulators/dataShape.ts';

/** Simulations that are made for it: some milliseconds. */
const SIMULATIONS = 12;
/** Nearest value in sds from the mean: 1,000 rows of whatever law have all but a few per cent within ten. */
const FARTHEST = 1e3;
/** Range of a column in sds: that of a thousand rows leaves out what is rarer. */
const RANGE = { least: 1e-9, most: 1e12 } as const;

/** What of the scales does not fit, without a full stop; null: they may be those of the study. */
export function standardisationFault(system: System, study: Study, { mean, sd }: Standardisation): string | null {
  const { names, low, high, nearest } = inputsOf(system, study, mean);
  for (const [j, name] of names.entries()) {
    // The scale of a summary that did not vary says nothing of its range (training/standardiser.ts).
    const constant =
      sd[j] === Math.abs(mean[j]) || (mean[j] === 0 && sd.some((other, k) => k !== j && other === sd[j]));
    const range = high[j] / sd[j] - low[j] / sd[j];
    const away = Math.abs(nearest[j] / sd[j] - mean[j] / sd[j]);
    if (away <= FARTHEST && (constant || range === 0 || (range >= RANGE.least && range <= RANGE.most))) continue;
    return (
      `standardisation says that ${name} is ${mean[j]} ± ${sd[j]}, ` +
      `but in this study it goes from ${low[j]} to ${high[j]}: these scales belong to other data`
    );
  }
  return null;
}

function simulated(system: System, study: Study): Float64Array {
  const { problem, seed } = trainingStudy(study);
  const at = studyHyperprior(system, study) === null ? null : 'hyperprior';
  return simulatePairs(system, problem, seed, STREAMS.simulation, 0, SIMULATIONS, at).s;
}

/** [1, C]; [0, C] where the declaration has no example. */
function declaredSummaries(system: System, { design }: Study['problem']): Float64Array {
  const x = system.example?.(design) ?? null;
  if (x === null) return new Float64Array(0);
  const model = system.model(design);
  const s = new Float64Array(sizeOf(model.s));
  model.summarise(x, s);
  return s;
}

interface Inputs {
  readonly names: readonly string[];
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
  /** The value that is nearest to the mean. */
  readonly nearest: ArrayLike<number>;
}

function inputsOf(system: System, study: Study, mean: Float64Array): Inputs {
  const table = system.recorded;
  if (table !== undefined) {
    return {
      names: table.data.map(({ name }) => name),
      low: table.data.map(({ low }) => low),
      high: table.data.map(({ high }) => high),
      nearest: table.data.map(({ low, high }, j) => Math.min(high, Math.max(low, mean[j]))),
    };
  }
  const { problem } = trainingStudy(study);
  const names = entryNames(system.model(problem.design).s);
  const s = system.apart === true ? declaredSummaries(system, problem) : simulated(system, study);
  // What is missing has no part in it, as in the standardisation.
  const columns = names.map((_, j) => {
    const there = s.filter((value, i) => i % names.length === j && !Number.isNaN(value));
    // Of one that is in none of these few simulations nothing can be said.
    return there.length === 0 ? Float64Array.of(mean[j]) : there;
  });
  return {
    names,
    low: columns.map((column) => Math.min(...column)),
    high: columns.map((column) => Math.max(...column)),
    nearest: columns.map((column, j) =>
      column.reduce((best, value) => (Math.abs(value - mean[j]) < Math.abs(best - mean[j]) ? value : best)),
    ),
  };
}
