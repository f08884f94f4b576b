/** The posterior on screen in numbers that a lesson may ask for: moments, intervals and directions. */
import { column } from '../../../inference/posterior/axis.ts';
import { summarise } from '../../../inference/posterior/summary.ts';
import type { Problem, System } from '../../../inference/simulators/system.ts';
import type { AppState } from '../../store/appStore.ts';
import type { PosteriorFrame } from '../../store/telemetry.ts';
import { quantityDraws } from '../figures/displayDraws.ts';
import { frameShown, priorAndAxes } from '../figures/frameDraws.ts';

/** All but `widthOfPrior` in natural units of the quantity. */
export interface QuantityFacts {
  readonly mean: number;
  readonly sd: number;
  readonly median: number;
  /** Central interval: 0.16 to 0.84. */
  readonly central68: readonly [low: number, high: number];
  /** The parts of the densest 95 %: several where the posterior has separate modes. */
  readonly densest95: readonly (readonly [low: number, high: number])[];
  /** Posterior sd over prior sd, on the scale of the quantity's axis and without stray draws; null where the prior is a point. */
  readonly widthOfPrior: number | null;
}

export interface DirectionFacts {
  /** The combination of quantities: 'A b²'. */
  readonly words: string;
  /** Width of the posterior along it over that of the prior. */
  readonly widthOfPrior: number;
}

export interface PosteriorFacts {
  /** Training steps of the network that gave it. */
  readonly step: number;
  /** Number of draws. */
  readonly draws: number;
  /** Whether it is of the data on screen: for a moment after a change it is of those before. */
  readonly isOfTheseData: boolean;
  /** By key: the coordinates of the corner figure and the derived quantities of the system. */
  readonly quantities: Readonly<Record<string, QuantityFacts>>;
  /** Best and least known combination; null until they are computed, and while they are of another posterior. */
  readonly directions: {
    readonly stiff: DirectionFacts;
    readonly sloppy: DirectionFacts;
    readonly ridge: boolean;
  } | null;
}

const MASSES = [0.68, 0.95] as const;

/** @param frame what is on screen; null: nothing yet */
export function posteriorFacts(
  { study, observation, results }: Pick<AppState, 'study' | 'observation' | 'results'>,
  frame: PosteriorFrame | null,
): PosteriorFacts | null {
  const { system, problem } = study;
  const shown = frameShown(frame, problem);
  if (shown === null) return null;
  const { identifiability, identifiabilityStale } = results;
  const found = identifiabilityStale ? null : identifiability;
  const direction = ({ words, sdRatio }: { words: string; sdRatio: number }): DirectionFacts => ({
    words,
    widthOfPrior: sdRatio,
  });
  return {
    step: shown.step,
    draws: shown.draws.length / system.parameters(problem.design).length,
    isOfTheseData: shown.observation === observation.id,
    quantities: quantityFacts(system, problem, shown),
    directions:
      found === null ? null : { stiff: direction(found.stiff), sloppy: direction(found.sloppy), ridge: found.ridge },
  };
}

type Quantities = PosteriorFacts['quantities'];

/** Takes milliseconds, and a lesson asks at every change of the page's state. */
const known = new WeakMap<PosteriorFrame, { readonly problem: Problem; readonly quantities: Quantities }>();

function quantityFacts(system: System, problem: Problem, frame: PosteriorFrame): Quantities {
  const last = known.get(frame);
  if (last?.problem === problem) return last.quantities;
  const offered = [...system.display(problem.design), ...system.derived(problem.design)];
  const { prior, axes } = priorAndAxes(system, problem, offered);
  const values = quantityDraws(frame.draws, system.parameters(problem.design).length, offered);
  const quantities = Object.fromEntries(
    axes.map(({ quantity, axis }, j): [string, QuantityFacts] => {
      const summary = summarise(column(values, offered.length, j), axis, MASSES);
      const priorSd = summarise(column(prior, offered.length, j), axis, []).onAxis.sd;
      const [central68] = summary.central.map(({ low, high }) => [low, high] as const);
      return [
        quantity.key,
        {
          mean: summary.mean,
          sd: summary.sd,
          median: summary.median,
          central68,
          densest95: summary.separate[1].intervals,
          widthOfPrior: priorSd > 0 ? summary.onAxis.sd / priorSd : null,
        },
      ];
    }),
  );
  known.set(frame, { problem, quantities });
  return quantities;
}
