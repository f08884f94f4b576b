/** What is said of networks on parts of the simulations: what they cost, and what helps beside more simulations. */
import { decimalsOf, type MoreSimulations } from '../../../inference/diagnostics/moreSimulations/moreSimulations.ts';
import { partSettings } from '../../../inference/diagnostics/moreSimulations/parts.ts';
import { count, duration, fixed } from '../../format/number.ts';
import type { MoreData } from '../../plots/moreFigure.ts';
import type { AppState } from '../../store/appStore.ts';
import { openStudy } from '../../store/engineSlice.ts';
import type { Telemetry } from '../../store/telemetry.ts';
import { noFocus } from './focusQuestion.ts';

/** What the error bars do not hold. */
export const MORE_LIMITS =
  'Errors are of the held-out pairs alone. Another training on the same simulations would end elsewhere, often by as much as a small difference: five networks each show how far (“What the network does not know”). All losses are means over the prior; for the data on screen it may be otherwise.';

/** Before anything is trained. @param stepsPerSecond of the training that is over; 0: it was not this page's */
export function costText({ engine, study }: AppState, stepsPerSecond: number): string {
  const open = openStudy(engine);
  const { training, problem } = open?.study ?? study;
  const steps = open?.info.totalSteps ?? 0;
  const parts = partSettings(training).map(({ simulations }) => count(simulations));
  const budget = steps > 0 ? `, of up to ${count(steps)} steps each as yours` : '';
  const time = steps > 0 && stepsPerSecond > 0 ? `, about ${duration((2 * steps) / stepsPerSecond)} together` : '';
  const own = study.system.recorded !== undefined;
  const simulated = own
    ? 'Nothing is simulated: they use rows of the table.'
    : study.system.capabilities(problem.design).simulate === true
      ? 'Their simulations are those of yours, made again or taken from where they are kept, and 2,000 new ones to compare on.'
      : '';
  return `Trains two networks on the first ${parts[0]} and the first ${parts[1]} simulations${budget}${time}. ${simulated}`;
}

/** Seconds tell the steps of a training that was followed here. */
export function stepsPerSecondOf({ progress, pretrainedNotes }: Telemetry): number {
  return pretrainedNotes === null ? progress.stepsPerSecond : 0;
}

/** What helps without, or more than, further simulations. */
export function insteadText(state: AppState): string {
  const members = openStudy(state.engine)?.study.training.members ?? state.study.training.members;
  const ensemble =
    members > 1
      ? `Your network is an ensemble of ${members} already, which evens out the chance of one training.`
      : 'An ensemble (Training, Networks) evens out the chance of one training, without any further simulation.';
  const focus =
    noFocus(state) === null
      ? ' For the data on screen alone, rounds of simulations near them can bring more than as many of the whole prior (“Focus on this observation”), though not for every system.'
      : '';
  return `${ensemble}${focus}`;
}

export function moreData({ sizes, next }: MoreSimulations): MoreData {
  return {
    simulations: sizes.map(({ simulations }) => simulations),
    losses: sizes.map(({ loss }) => loss),
    errors: sizes.map(({ error }) => error),
    next,
  };
}

/** What the figure shows, aloud. */
export function moreSummary({ sizes, pairs }: MoreSimulations): string {
  const each = sizes.map(
    ({ simulations, loss, error }) =>
      `${count(simulations)} simulations: ${fixed(loss, decimalsOf(error))} nats${error > 0 ? ` ± ${fixed(error, decimalsOf(error))}` : ''}.`,
  );
  return `Loss on ${count(pairs)} held-out pairs by number of simulations. ${each.join(' ')}`;
}
