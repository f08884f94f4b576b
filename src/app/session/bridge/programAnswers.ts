/**
 * What the page answers to a program that shows it (posterior_bridge.show): draws of the posterior on screen, and that an observation
 * is on screen. Draws that are no answer to what is on screen are refused with the reason; those that are carry what speaks against
 * them. Fetched with the first connection of such a program.
 */
import { restoreObservation } from '../../../inference/observation/record.ts';
import { networkCompatibility, openStudy, runState } from '../../store/engineSlice.ts';
import { isLocked, LOCKED } from '../../store/controls.ts';
import type { AppState } from '../../store/appStore.ts';
import { untilState } from '../../store/untilState.ts';
import { isAnswered } from '../../readout/network/answering.ts';
import { trustLight } from '../../readout/text/trustLight.ts';
import { count } from '../../format/number.ts';
import type { AnswerToBridge, BridgeQuestion } from '../../../worker/pool/remote/bridgeQuestions.ts';
import type { SessionContext } from '../context.ts';
import type { ObservationEditing } from '../data/observationEditing.ts';
import { drawsObstacle, takeDraws } from '../posterior/posteriorDraws.ts';

export { answerBridge } from '../../../worker/pool/remote/bridgeQuestions.ts';

/** What is changed while draws are taken is seen, and they are taken again: so often. */
const MOST_TRIES = 3;
/** How long the check of new data is waited for, ms. */
const CHECKED_WITHIN = 5000;

interface Parts {
  readonly observationEditing: Pick<ObservationEditing, 'observe'>;
}

/** @param system of the program: the study on screen must be of it */
export async function answerProgram(
  context: SessionContext,
  parts: Parts,
  system: string,
  question: BridgeQuestion,
  signal: AbortSignal,
): Promise<AnswerToBridge> {
  const { study } = context.store.getState();
  if (study.system.id !== system) {
    return refused(`The page shows another system, ${study.system.name}. Choose the simulator of the program there.`);
  }
  switch (question.kind) {
    case 'observe':
      return observed(context, parts, question.x);
    case 'draws':
      return drawn(context, system, question, signal);
    default:
      return question satisfies never;
  }
}

function observed({ store }: SessionContext, { observationEditing }: Parts, x: readonly number[]): AnswerToBridge {
  const state = store.getState();
  if (isLocked(state, 'observation')) return refused(LOCKED);
  const { system, problem } = state.study;
  const record = {
    kind: 'file',
    name: 'Python',
    space: 'x',
    values: x,
    moved: [],
    truth: null,
  } as const;
  const read = restoreObservation(system, problem, record);
  if (!read.ok) return refused(`${read.problems.join('; ')}.`);
  observationEditing.observe(read.observation);
  return { kind: 'observed' };
}

type DrawsQuestion = Extract<BridgeQuestion, { kind: 'draws' }>;

async function drawn(
  context: SessionContext,
  system: string,
  { n, unfinished }: DrawsQuestion,
  signal: AbortSignal,
): Promise<AnswerToBridge> {
  const { store, telemetry } = context;
  await untilChecked(context, signal);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const before = store.getState();
    const obstacle = programObstacle(before, telemetry.getState().progress, unfinished);
    if (obstacle !== null) return refused(obstacle);
    const taken = await takeDraws(context, { draws: n, signal, onProgress: () => {} });
    const after = store.getState();
    if (after.study.system.id !== system || !sameQuestion(before, after)) continue;
    const { observation, engine } = after;
    const light = trustLight(after, telemetry.getState());
    const { x, s } = observation.current;
    return {
      kind: 'draws',
      parameters: after.study.system.parameters(after.study.problem.design).map(({ key }) => key),
      draws: taken.theta,
      x: Array.from(x ?? s),
      step: taken.step,
      warnings: [
        ...taken.marks.map(({ text }) => `The draws are ${text}.`),
        ...(taken.notice === undefined ? [] : [taken.notice.replace(/^The file has/, 'There are')]),
        ...(runState(engine) === 'finished'
          ? []
          : [`The training has not ended: the network is that of step ${count(taken.step)}.`]),
        ...(after.trust.observed?.observation === observation.id
          ? []
          : ['Whether the network was trained on data like these is not known yet.']),
        ...(light.level === 'warn' || light.level === 'bad' ? [`${light.title} ${light.sentence}`] : []),
      ],
      trust: `${light.title} ${light.sentence} ${light.missing}`.trim(),
    };
  }
  return refused('The page was changed while the draws were taken: ask again when it rests.');
}

/** Why there are no draws for a program; null: there are. */
function programObstacle(
  state: AppState,
  { step, totalSteps }: { readonly step: number; readonly totalSteps: number },
  unfinished: boolean,
): string | null {
  const obstacle = drawsObstacle(state);
  if (obstacle !== null) return obstacle;
  if (state.observation.dragging) return 'The data are being moved: ask again when they rest.';
  if (step === 0) return 'The network is not trained yet: choose Train on the page.';
  if (!isAnswered(state)) {
    return networkCompatibility(state.engine, state.study) === 'other-settings'
      ? 'The settings have changed since the network was trained: train the new study first.'
      : 'The assumptions have changed since the network was trained: train the new study first.';
  }
  if (runState(state.engine) !== 'finished' && !unfinished) {
    return `The training has not ended (step ${count(step)} of ${count(totalSteps)}): wait for its end, or ask with unfinished=True.`;
  }
  return null;
}

/** Whether draws that were asked for before are of what is on screen after. */
function sameQuestion(a: AppState, b: AppState): boolean {
  return (
    a.observation.id === b.observation.id &&
    !b.observation.dragging &&
    a.study.problem === b.study.problem &&
    openStudy(a.engine) === openStudy(b.engine) &&
    a.trust.transform === b.trust.transform &&
    a.trust.weightsInUse === b.trust.weightsInUse
  );
}

/** Until the data on screen have been compared with the simulations, or for a while. */
async function untilChecked({ store, telemetry }: SessionContext, signal: AbortSignal): Promise<void> {
  if (programObstacle(store.getState(), telemetry.getState().progress, false) !== null) return;
  const late = new Promise<void>((resolve) => {
    setTimeout(resolve, CHECKED_WITHIN);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([
    late,
    untilState(store, ({ trust, observation }) => trust.observed?.observation === observation.id),
  ]);
}

function refused(problem: string): AnswerToBridge {
  return { kind: 'problem', problem };
}
